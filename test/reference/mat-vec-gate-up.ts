// y[r, i] = act(gate) · up in f64, each s·(Σ_c w[i, c] · x[r, c] − μ·shift) + bias with s and μ of the norm of residual[r]; (bias, shift) in `affine`,
// of gate and then of up, 0 without AFFINE. Gives all of y, the rest of it as it was.
import { activation } from "./activation.ts";
import { normOf } from "./norm.ts";

export interface GateUpParams {
  rows: number;
  /** In vectors of 4. */
  x_stride: number;
  y_stride: number;
  columns: number;
  eps: number;
  w_rows: number;
  NORM: number;
  AFFINE: number;
  ACT: number;
}

type Numbers = ArrayLike<number>;
type Floats = Float32Array;
type Weights = { gate: Numbers; up: Numbers };

export function matVecGateUp(p: GateUpParams, w: Weights, x: Numbers, residual: Floats, affine: Numbers, y: Numbers) {
  const out = Array.from(y);
  for (let r = 0; r < p.rows; r++) {
    const at = r * p.x_stride * 4;
    const { scale, mean } = normOf(p.NORM, residual.subarray(at, at + p.columns), p.eps);
    for (let i = 0; i < p.w_rows; i++) {
      const [gate, up] = [w.gate, w.up].map((matrix, part) => {
        let sum = 0;
        for (let c = 0; c < p.columns; c++) sum += matrix[i * p.columns + c]! * x[at + c]!;
        const column = part * p.w_rows + i;
        const [bias, shift] = p.AFFINE ? [affine[2 * column]!, affine[2 * column + 1]!] : [0, 0];
        return scale * (sum - mean * shift) + bias;
      });
      out[r * p.y_stride + i] = activation(p.ACT, gate!) * up!;
    }
  }
  return out;
}
