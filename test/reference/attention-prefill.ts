// Attention of a chunk of rows: each is attention over the positions up to its own.
import { attention } from "./attention.ts";

export function attentionRows(queries: ArrayLike<number>[], positions: number[], keys: number[][], values: number[][]) {
  return queries.map((query, r) => {
    const seen = positions[r]! + 1;
    return attention(query, keys.slice(0, seen), values.slice(0, seen)).y;
  });
}
