// Attention of a chunk of rows: each is attention over the positions of its window.
import { attention, type Scoring, seenFrom } from "./attention.ts";

export function attentionRows(
  queries: ArrayLike<number>[],
  positions: number[],
  keys: number[][],
  values: number[][],
  how: Scoring & { window: number },
) {
  return queries.map((query, r) => {
    const seen = seenFrom(positions[r]!, how.window);
    return attention(query, keys.slice(...seen), values.slice(...seen), how).y;
  });
}
