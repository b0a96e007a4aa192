// y[r, first + i] = s[r] · Σ_c w[i, c] · x[r, c] in f64, s = 1/sqrt(mean(residual[r]²) + eps) with NORM, else 1. Gives all of y, the rest of it as it was.

export interface MatVecParams {
  rows: number;
  /** In vectors of 4. */
  x_stride: number;
  y_stride: number;
  first: number;
  columns: number;
  eps: number;
  w_rows: number;
  NORM: number;
}

type Numbers = ArrayLike<number>;

export function matVec(p: MatVecParams, w: Numbers, x: Numbers, residual: Numbers, y: Numbers): number[] {
  const out = Array.from(y);
  for (let r = 0; r < p.rows; r++) {
    const at = r * p.x_stride * 4;
    let squares = 0;
    for (let c = 0; c < p.columns; c++) squares += residual[at + c]! ** 2;
    const scale = p.NORM ? 1 / Math.sqrt(squares / p.columns + p.eps) : 1;
    for (let i = 0; i < p.w_rows; i++) {
      let sum = 0;
      for (let c = 0; c < p.columns; c++) sum += w[i * p.columns + c]! * x[at + c]!;
      out[r * p.y_stride + p.first + i] = sum * scale;
    }
  }
  return out;
}
