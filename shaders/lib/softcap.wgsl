// Soft-capping: numbers pressed smoothly into (−cap, cap) (Gemma 2, arXiv 2408.00118, §2).

// Where tanh is ±1 in f32; far beyond, exp overflows.
const LARGEST_TANH = 10.0;

// cap · tanh(v / cap). WGSL lets tanh be wrong by 1e-5, which a cap of 50 would make 5e-4; tanh(x) = 1 − 2 / (exp(2x) + 1) stays near the precision of f32.
fn softcap(v: vec4f, cap: f32) -> vec4f {
  let x = clamp(v / cap, vec4f(-LARGEST_TANH), vec4f(LARGEST_TANH));
  return cap - 2.0 * cap / (exp(2.0 * x) + 1.0);
}
