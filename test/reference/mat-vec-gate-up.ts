// y[r, i] = silu(s·g)·s·u in f64: g and u the dot products of x[r] with rows of gate and up, s = 1/sqrt(mean(residual[r]²) + eps).
// Gives all of y, the rest of it as it was.

export interface GateUpParams {
  rows: number;
  /** In vectors of 4. */
  x_stride: number;
  y_stride: number;
  columns: number;
  eps: number;
  w_rows: number;
}

type Numbers = ArrayLike<number>;

export function matVecGateUp(
  p: GateUpParams,
  w: { gate: Numbers; up: Numbers },
  x: Numbers,
  residual: Numbers,
  y: Numbers,
): number[] {
  const out = Array.from(y);
  for (let r = 0; r < p.rows; r++) {
    const at = r * p.x_stride * 4;
    let squares = 0;
    for (let c = 0; c < p.columns; c++) squares += residual[at + c]! ** 2;
    const scale = 1 / Math.sqrt(squares / p.columns + p.eps);
    for (let i = 0; i < p.w_rows; i++) {
      let [gate, up] = [0, 0];
      for (let c = 0; c < p.columns; c++) {
        gate += scale * w.gate[i * p.columns + c]! * x[at + c]!;
        up += scale * w.up[i * p.columns + c]! * x[at + c]!;
      }
      out[r * p.y_stride + i] = (gate / (1 + Math.exp(-gate))) * up;
    }
  }
  return out;
}
