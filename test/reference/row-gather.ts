// y[r, c] = w[token[r] − first, c], and scaled the same times norm[c], for the tokens that these rows of w hold. Gives all of y and scaled, the rest as it was.

export interface RowGatherParams {
  rows: number;
  /** In vectors of 4. */
  stride: number;
  first: number;
  count: number;
}

type Numbers = ArrayLike<number>;

export function rowGather(
  p: RowGatherParams,
  w: Numbers,
  tokens: Numbers,
  norm: Numbers,
  before: { y: Numbers; scaled: Numbers },
): { y: number[]; scaled: number[] } {
  const [y, scaled] = [Array.from(before.y), Array.from(before.scaled)];
  const columns = w.length / p.count;
  for (let r = 0; r < p.rows; r++) {
    const row = tokens[r]! - p.first;
    if (row < 0 || row >= p.count) continue;
    for (let c = 0; c < columns; c++) {
      y[r * p.stride * 4 + c] = w[row * columns + c]!;
      scaled[r * p.stride * 4 + c] = w[row * columns + c]! * norm[c]!;
    }
  }
  return { y, scaled };
}
