// y[r, first + i] = softcap(multiplier · act(s·(Σ_c w[i, c] · x[r, c] − μ·shift) + bias)) in f64, s and μ of the norm of residual[r]; (bias, shift) by column
// in `affine`, 0 without AFFINE. Gives all of y, the rest of it as it was.
import { activation } from "./activation.ts";
import { normOf } from "./norm.ts";

export interface MatVecParams {
  rows: number;
  /** In vectors of 4. */
  x_stride: number;
  y_stride: number;
  first: number;
  columns: number;
  eps: number;
  w_rows: number;
  multiplier: number;
  /** 0: none. */
  cap: number;
  NORM: number;
  AFFINE: number;
  ACT: number;
}

type Numbers = ArrayLike<number>;
type Floats = Float32Array;

export function matVec(p: MatVecParams, w: Numbers, x: Numbers, residual: Floats, affine: Numbers, y: Numbers) {
  const out = Array.from(y);
  for (let r = 0; r < p.rows; r++) {
    const at = r * p.x_stride * 4;
    const { scale, mean } = normOf(p.NORM, residual.subarray(at, at + p.columns), p.eps);
    for (let i = 0; i < p.w_rows; i++) {
      const column = p.first + i;
      const [bias, shift] = p.AFFINE ? [affine[2 * column]!, affine[2 * column + 1]!] : [0, 0];
      let sum = 0;
      for (let c = 0; c < p.columns; c++) sum += w[i * p.columns + c]! * x[at + c]!;
      const value = p.multiplier * activation(p.ACT, scale * (sum - mean * shift) + bias);
      out[r * p.y_stride + column] = p.cap ? p.cap * Math.tanh(value / p.cap) : value;
    }
  }
  return out;
}
