// The activation functions by their codes, in f64. Not a kernel's reference itself; those of kernels that activate use it.

/** @param code 0 none, 1 silu, 2 gelu (tanh form) */
export function activation(code: number, x: number): number {
  if (code === 1) return x / (1 + Math.exp(-x));
  if (code === 2) return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  return x;
}
