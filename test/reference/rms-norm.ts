// RMS normalisation of [rows, COLS] in f64.

export function rmsNorm(
  { rows, eps, COLS }: { rows: number; eps: number; COLS: number },
  x: ArrayLike<number>,
  weight: ArrayLike<number>,
): number[] {
  const y: number[] = [];
  for (let r = 0; r < rows; r++) {
    let squares = 0;
    for (let c = 0; c < COLS; c++) squares += x[r * COLS + c]! ** 2;
    for (let c = 0; c < COLS; c++) y.push((x[r * COLS + c]! * weight[c]!) / Math.sqrt(squares / COLS + eps));
  }
  return y;
}
