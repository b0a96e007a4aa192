// What a slice of decode attention must hold: sums not yet divided by their total, the largest score, the total.
import { attention, type Scoring, seenFrom } from "./attention.ts";

/** Of a row at `position` and all keys and values of its sequence: positions [start, end), as far as the row sees them. */
export function attentionSlice(
  query: ArrayLike<number>,
  keys: number[][],
  values: number[][],
  { position, start, end }: { position: number; start: number; end: number },
  how: Scoring & { window: number },
): number[] {
  const [first, past] = seenFrom(position, how.window);
  const [from, to] = [Math.max(start, first), Math.min(end, past)];
  if (from >= to) return [-3.4e38, 0];
  const { y, largest, total } = attention(query, keys.slice(from, to), values.slice(from, to), how);
  return [...y.map((value) => value * total), largest, total];
}
