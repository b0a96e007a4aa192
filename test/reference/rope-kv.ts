// Rotary position embedding of the heads of one row, in f64, straight from the angle formula without scaling.

export function rope(
  { HEAD_DIM, ROPE_DIM, NEOX }: { HEAD_DIM: number; ROPE_DIM: number; NEOX: number },
  base: number,
  position: number,
  heads: ArrayLike<number>,
): number[] {
  const y = Array.from(heads);
  for (let start = 0; start < heads.length; start += HEAD_DIM) {
    for (let i = 0; i < ROPE_DIM / 2; i++) {
      const angle = position * base ** ((-2 * i) / ROPE_DIM);
      const a = start + (NEOX ? i : 2 * i);
      const b = a + (NEOX ? ROPE_DIM / 2 : 1);
      y[a] = heads[a]! * Math.cos(angle) - heads[b]! * Math.sin(angle);
      y[b] = heads[a]! * Math.sin(angle) + heads[b]! * Math.cos(angle);
    }
  }
  return y;
}
