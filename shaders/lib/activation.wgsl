// Activation functions.

// Past this, exp overflows f32; silu is 0 there.
const LARGEST_EXPONENT = 87.0;

// silu(x) = x / (1 + exp(−x))
fn silu(x: vec4f) -> vec4f { return x / (1.0 + exp(min(-x, vec4f(LARGEST_EXPONENT)))); }
