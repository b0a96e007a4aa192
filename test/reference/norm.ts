// The scale and the mean that a norm takes from a row, in f64. Not a kernel's reference itself; those of kernels with a norm inside use it.

/** @param kind 0 none, 1 RMSNorm, 2 LayerNorm */
export function normOf(kind: number, row: ArrayLike<number>, eps: number): { scale: number; mean: number } {
  if (kind === 0) return { scale: 1, mean: 0 };
  let mean = 0;
  if (kind === 2) for (let c = 0; c < row.length; c++) mean += row[c]! / row.length;
  let variance = 0;
  for (let c = 0; c < row.length; c++) variance += (row[c]! - mean) ** 2 / row.length;
  return { scale: 1 / Math.sqrt(variance + eps), mean };
}
