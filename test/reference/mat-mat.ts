// y[r, first + i] = multiplier · (Σ_c w[i, c] · x[r, c] + bias) in f64, added to what is there with ADD; bias the first of `affine`'s pair of the column,
// 0 without AFFINE. Gives all of y, the rest of it as it was.

export interface MatMatParams {
  rows: number;
  /** In vectors of 4. */
  x_stride: number;
  y_stride: number;
  first: number;
  w_rows: number;
  multiplier: number;
  ADD: number;
  AFFINE: number;
}

type Numbers = ArrayLike<number>;

export function matMat(p: MatMatParams, w: Numbers, x: Numbers, affine: Numbers, y: Numbers): number[] {
  const out = Array.from(y);
  const columns = w.length / p.w_rows;
  for (let r = 0; r < p.rows; r++) {
    for (let i = 0; i < p.w_rows; i++) {
      let sum = p.AFFINE ? affine[2 * (p.first + i)]! : 0;
      for (let c = 0; c < columns; c++) sum += w[i * columns + c]! * x[r * p.x_stride * 4 + c]!;
      const at = r * p.y_stride + p.first + i;
      out[at] = p.multiplier * sum + (p.ADD ? y[at]! : 0);
    }
  }
  return out;
}
