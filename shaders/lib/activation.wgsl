// Activation functions by their code, the table of src/kernels/activations.ts.

// 0: none, and one of the codes below.
override ACT: u32;
const SILU = 1u;
const GELU = 2u;

// Past this, exp overflows f32; x / (1 + exp(87)) is as good as 0.
const LARGEST_EXPONENT = 87.0;
// Past this, gelu(x) is x or 0, and x³ may overflow.
const LARGEST_GELU = 16.0;

fn activation(x: vec4f) -> vec4f {
  if (ACT == SILU) { return logistic(x, x); }
  if (ACT == GELU) { return gelu(x); }
  return x;
}

// x / (1 + exp(−y)); with y = x, silu.
fn logistic(x: vec4f, y: vec4f) -> vec4f { return x / (1.0 + exp(min(-y, vec4f(LARGEST_EXPONENT)))); }

// x/2 · (1 + tanh(√(2/π) · (x + 0.044715·x³))) (Hendrycks and Gimpel 2016, arXiv 1606.08415); (1 + tanh(u)) / 2 is the logistic function of 2u.
fn gelu(x: vec4f) -> vec4f {
  let c = clamp(x, vec4f(-LARGEST_GELU), vec4f(LARGEST_GELU));
  return logistic(x, 1.5957691216 * c * (1.0 + 0.044715 * c * c));
}
