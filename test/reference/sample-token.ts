// The distribution that a token is drawn from: top-k, top-p, min-p, temperature, in this order, in f64.

export interface Chain {
  temperature: number;
  topK: number;
  topP: number;
  minP: number;
}

/** [id, probability] of what is kept, best first. */
export function distribution(logits: ArrayLike<number>, chain: Chain): [number, number][] {
  let kept = Array.from(logits, (logit, id): [number, number] => [id, logit])
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, chain.temperature > 0 ? chain.topK : 1);
  const best = kept[0]![1];
  const sum = kept.reduce((total, [, logit]) => total + Math.exp(logit - best), 0);
  let before = 0;
  kept = kept.filter(([, logit]) => {
    const keep = before < chain.topP;
    before += Math.exp(logit - best) / sum;
    return keep;
  });
  kept = kept.filter(([, logit]) => Math.exp(logit - best) >= chain.minP);
  const weights = kept.map(([, logit]) => Math.exp((logit - best) / (chain.temperature || 1)));
  const total = weights.reduce((a, b) => a + b, 0);
  return kept.map(([id], i) => [id, weights[i]! / total]);
}

/** The id at which the running sum passes `random`. */
export function drawn(from: [number, number][], random: number): number {
  let sum = 0;
  for (const [id, probability] of from) {
    sum += probability;
    if (sum > random) return id;
  }
  return from.at(-1)![0];
}
