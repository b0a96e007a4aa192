// y[r, first + i] += multiplier · (Σ_c w[i, c] · x[r, c] + bias) in f64, and scaled the same times norm[first + i]; bias the first of `affine`'s pair of the
// column, 0 without AFFINE. Gives all of y and scaled, the rest of them as they were.

export interface MatVecResidualParams {
  rows: number;
  /** In vectors of 4. */
  x_stride: number;
  y_stride: number;
  first: number;
  w_rows: number;
  multiplier: number;
  AFFINE: number;
}

type Numbers = ArrayLike<number>;

export function matVecResidual(
  p: MatVecResidualParams,
  w: Numbers,
  x: Numbers,
  { norm, affine }: { norm: Numbers; affine: Numbers },
  before: { y: Numbers; scaled: Numbers },
): { y: number[]; scaled: number[] } {
  const [y, scaled] = [Array.from(before.y), Array.from(before.scaled)];
  const columns = w.length / p.w_rows;
  for (let r = 0; r < p.rows; r++) {
    for (let i = 0; i < p.w_rows; i++) {
      const column = p.first + i;
      const at = r * p.y_stride + column;
      let sum = p.AFFINE ? affine[2 * column]! : 0;
      for (let c = 0; c < columns; c++) sum += w[i * columns + c]! * x[r * p.x_stride * 4 + c]!;
      y[at]! += p.multiplier * sum;
      scaled[at] = y[at]! * norm[column]!;
    }
  }
  return { y, scaled };
}
