// Layer normalisation of [rows, COLS] without bias, in f64.

export function layerNorm(
  { rows, eps, COLS }: { rows: number; eps: number; COLS: number },
  x: ArrayLike<number>,
  weight: ArrayLike<number>,
): number[] {
  const y: number[] = [];
  for (let r = 0; r < rows; r++) {
    let [mean, variance] = [0, 0];
    for (let c = 0; c < COLS; c++) mean += x[r * COLS + c]! / COLS;
    for (let c = 0; c < COLS; c++) variance += (x[r * COLS + c]! - mean) ** 2 / COLS;
    for (let c = 0; c < COLS; c++) y.push(((x[r * COLS + c]! - mean) * weight[c]!) / Math.sqrt(variance + eps));
  }
  return y;
}
