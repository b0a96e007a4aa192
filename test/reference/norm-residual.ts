// y + multiplier · (x normalised by its root mean square) · weight, and the same times norm; all [rows, COLS], in f64.

type Numbers = ArrayLike<number>;

export function normResidual(
  { rows, eps, multiplier, COLS }: { rows: number; eps: number; multiplier: number; COLS: number },
  { x, weight, norm, y }: { x: Numbers; weight: Numbers; norm: Numbers; y: Numbers },
): { y: number[]; scaled: number[] } {
  const out = { y: [] as number[], scaled: [] as number[] };
  for (let r = 0; r < rows; r++) {
    let squares = 0;
    for (let c = 0; c < COLS; c++) squares += x[r * COLS + c]! ** 2;
    const scale = multiplier / Math.sqrt(squares / COLS + eps);
    for (let c = 0; c < COLS; c++) {
      const value = y[r * COLS + c]! + scale * x[r * COLS + c]! * weight[c]!;
      out.y.push(value);
      out.scaled.push(value * norm[c]!);
    }
  }
  return out;
}
