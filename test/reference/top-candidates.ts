// The best candidates of one slice, with penalties, by sorting.

export interface Penalties {
  repetitionPenalty: number;
  frequencyPenalty: number;
  presencePenalty: number;
}

export function topCandidates(logits: ArrayLike<number>, seen: ArrayLike<number>, p: Penalties): [number, number][] {
  const pairs = Array.from(logits, (logit, id): [number, number] => {
    const count = Array.from(seen).filter((token) => token === id).length;
    if (count === 0) return [id, logit];
    const repeated = logit <= 0 ? logit * p.repetitionPenalty : logit / p.repetitionPenalty;
    return [id, repeated - count * p.frequencyPenalty - p.presencePenalty];
  });
  return pairs.sort(([a, x], [b, y]) => y - x || a - b);
}
