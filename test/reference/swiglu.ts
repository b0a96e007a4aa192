// SwiGLU of [rows, 2·FF] (gate, then up) in f64.

export function swiglu({ rows, FF }: { rows: number; FF: number }, gateUp: ArrayLike<number>): number[] {
  const h: number[] = [];
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < FF; i++) {
      const gate = gateUp[r * 2 * FF + i]!;
      h.push((gate / (1 + Math.exp(-gate))) * gateUp[r * 2 * FF + FF + i]!);
    }
  }
  return h;
}
