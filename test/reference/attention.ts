// Softmax attention of one query head over the positions it sees, in f64.

export interface Scoring {
  scale: number;
  cap: number;
  /** 1: scores are capped. */
  CAP: number;
}

export interface Attended {
  /** Weighted values, the largest score, and Σ exp(score − largest). */
  y: number[];
  largest: number;
  total: number;
}

export function attention(query: ArrayLike<number>, keys: number[][], values: number[][], how: Scoring): Attended {
  const scores = keys.map((key) => {
    const score = how.scale * key.reduce((sum, k, d) => sum + k * query[d]!, 0);
    return how.CAP ? how.cap * Math.tanh(score / how.cap) : score;
  });
  const largest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const y = values[0]!.map((_, d) => weights.reduce((sum, weight, p) => sum + weight * values[p]![d]!, 0) / total);
  return { y, largest, total };
}

/** The positions [from, to) that a row sees: `window` of them, of which its own is the last. */
export function seenFrom(position: number, window: number): [from: number, to: number] {
  return [Math.max(0, position - window + 1), position + 1];
}
