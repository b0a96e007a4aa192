// RMSNorm and rotary position embedding of the heads of one row, in f64, the latter straight from the angle formula without scaling.

/** Heads of q and then k, normed each (QK_NORM 1, weights one head long) or all of a kind together (2, weights as long as they are). */
export function normHeads(
  { HEADS, KV_HEADS, HEAD_DIM, QK_NORM }: { HEADS: number; KV_HEADS: number; HEAD_DIM: number; QK_NORM: number },
  eps: number,
  heads: ArrayLike<number>,
  weights: ArrayLike<number>,
): number[] {
  if (QK_NORM === 0) return Array.from(heads);
  const spans = QK_NORM === 1 ? Array(HEADS + KV_HEADS).fill(HEAD_DIM) : [HEADS * HEAD_DIM, KV_HEADS * HEAD_DIM];
  let start = 0;
  return spans.flatMap((length: number, span) => {
    const x = Array.from(heads).slice(start, start + length);
    const weight = QK_NORM === 1 ? (span < HEADS ? 0 : HEAD_DIM) : start;
    start += length;
    const size = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / length + eps);
    return x.map((value, i) => (value / size) * weights[weight + i]!);
  });
}

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
