// Joins slices (sums…, largest, total) of one head: each is scaled to the largest score of all.

export function attentionMerge(slices: number[][]): number[] {
  const largest = Math.max(...slices.map((slice) => slice.at(-2)!));
  const scales = slices.map((slice) => Math.exp(slice.at(-2)! - largest));
  const total = slices.reduce((sum, slice, s) => sum + slice.at(-1)! * scales[s]!, 0);
  return slices[0]!
    .slice(0, -2)
    .map((_, d) => slices.reduce((sum, slice, s) => sum + slice[d]! * scales[s]!, 0) / total);
}
