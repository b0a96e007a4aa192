// Softmax attention of one query head over the positions it sees, in f64.

export interface Attended {
  /** Weighted values, the largest score, and Σ exp(score − largest). */
  y: number[];
  largest: number;
  total: number;
}

export function attention(query: ArrayLike<number>, keys: number[][], values: number[][]): Attended {
  const scores = keys.map((key) => key.reduce((sum, k, d) => sum + k * query[d]!, 0) / Math.sqrt(key.length));
  const largest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const y = values[0]!.map((_, d) => weights.reduce((sum, weight, p) => sum + weight * values[p]![d]!, 0) / total);
  return { y, largest, total };
}
