// The activation functions by their codes, in f64. Not a kernel's reference itself; those of kernels that activate use it.

/** @param code 0 none, 1 silu, 2 gelu (tanh form), 3 gelu (with erf), 4 relu, 5 relu squared */
export function activation(code: number, x: number): number {
  if (code === 1) return x / (1 + Math.exp(-x));
  if (code === 2) return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  if (code === 3) return (x / 2) * (1 + erf(x / Math.SQRT2));
  if (code === 4) return Math.max(x, 0);
  if (code === 5) return Math.max(x, 0) ** 2;
  return x;
}

/** By the series 2/√π · e^(−z²) · Σ 2ⁿ·z^(2n+1) / (1·3·…·(2n+1)), whose terms have one sign (Abramowitz and Stegun, 7.1.6). */
export function erf(z: number): number {
  if (Math.abs(z) > 6) return Math.sign(z);
  let [term, sum] = [z, z];
  for (let n = 1; n < 200; n++) {
    term *= (2 * z * z) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
}
