// y[r, first + i] += Σ_c w[i, c] · x[r, c] in f64, and scaled the same times norm[first + i]. Gives all of y and scaled, the rest of them as they were.

export interface MatVecResidualParams {
  rows: number;
  /** In vectors of 4. */
  x_stride: number;
  y_stride: number;
  first: number;
  w_rows: number;
}

type Numbers = ArrayLike<number>;

export function matVecResidual(
  p: MatVecResidualParams,
  w: Numbers,
  x: Numbers,
  norm: Numbers,
  before: { y: Numbers; scaled: Numbers },
): { y: number[]; scaled: number[] } {
  const [y, scaled] = [Array.from(before.y), Array.from(before.scaled)];
  const columns = w.length / p.w_rows;
  for (let r = 0; r < p.rows; r++) {
    for (let i = 0; i < p.w_rows; i++) {
      const at = r * p.y_stride + p.first + i;
      for (let c = 0; c < columns; c++) y[at]! += w[i * columns + c]! * x[r * p.x_stride * 4 + c]!;
      scaled[at] = y[at]! * norm[p.first + i]!;
    }
  }
  return { y, scaled };
}
