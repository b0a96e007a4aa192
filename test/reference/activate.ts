// act(gate) · up of [rows, 2·FF] (gate, then up) with GATED, else act of [rows, FF], in f64.
import { activation } from "./activation.ts";

export function activate(
  { rows, FF, GATED, ACT }: { rows: number; FF: number; GATED: number; ACT: number },
  x: ArrayLike<number>,
): number[] {
  const h: number[] = [];
  const stride = GATED ? 2 * FF : FF;
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < FF; i++) {
      const value = activation(ACT, x[r * stride + i]!);
      h.push(GATED ? value * x[r * stride + FF + i]! : value);
    }
  }
  return h;
}
