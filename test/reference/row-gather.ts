// y[r, c] = scale · w[id − first, c], added to what is there with ADD, and scaled the same times norm[c], for the rows whose id (their token, or their position)
// these rows of w hold. Gives all of y and scaled, the rest as it was.

export interface RowGatherParams {
  rows: number;
  /** In vectors of 4. */
  stride: number;
  first: number;
  count: number;
  scale: number;
  ADD: number;
}

type Numbers = ArrayLike<number>;

export function rowGather(
  p: RowGatherParams,
  w: Numbers,
  ids: Numbers,
  norm: Numbers,
  before: { y: Numbers; scaled: Numbers },
): { y: number[]; scaled: number[] } {
  const [y, scaled] = [Array.from(before.y), Array.from(before.scaled)];
  const columns = w.length / p.count;
  for (let r = 0; r < p.rows; r++) {
    const row = ids[r]! - p.first;
    if (row < 0 || row >= p.count) continue;
    for (let c = 0; c < columns; c++) {
      const at = r * p.stride * 4 + c;
      y[at] = p.scale * w[row * columns + c]! + (p.ADD ? y[at]! : 0);
      scaled[at] = y[at]! * norm[c]!;
    }
  }
  return { y, scaled };
}
