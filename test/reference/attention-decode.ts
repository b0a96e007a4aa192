// What a slice of decode attention must hold: sums not yet divided by their total, the largest score, the total.
import { attention } from "./attention.ts";

export function attentionSlice(query: ArrayLike<number>, keys: number[][], values: number[][]): number[] {
  if (keys.length === 0) return [-3.4e38, 0];
  const { y, largest, total } = attention(query, keys, values);
  return [...y.map((value) => value * total), largest, total];
}
