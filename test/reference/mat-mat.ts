// y[r, first + i] = Σ_c w[i, c] · x[r, c] in f64, added to what is there with ADD. Gives all of y, the rest of it as it was.

export interface MatMatParams {
  rows: number;
  /** In vectors of 4. */
  x_stride: number;
  y_stride: number;
  first: number;
  w_rows: number;
  ADD: number;
}

type Numbers = ArrayLike<number>;

export function matMat(p: MatMatParams, w: Numbers, x: Numbers, y: Numbers): number[] {
  const out = Array.from(y);
  const columns = w.length / p.w_rows;
  for (let r = 0; r < p.rows; r++) {
    for (let i = 0; i < p.w_rows; i++) {
      let sum = 0;
      for (let c = 0; c < columns; c++) sum += w[i * columns + c]! * x[r * p.x_stride * 4 + c]!;
      const at = r * p.y_stride + p.first + i;
      out[at] = sum + (p.ADD ? y[at]! : 0);
    }
  }
  return out;
}
