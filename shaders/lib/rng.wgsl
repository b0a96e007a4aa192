// Random numbers without state: the draw for a position of a sequence depends on (seed, position) only.
// uniform = floor(pcg(seed + pcg(position)) / 2^8) / 2^24, in [0, 1); src/kernels/rng.ts computes the same bits.

// PCG hash of 32 bits (Jarzynski and Olano, "Hash Functions for GPU Rendering", JCGT 9(3), 2020).
fn pcg(value: u32) -> u32 {
  let state = value * 747796405u + 2891336453u;
  let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
  return (word >> 22u) ^ word;
}

fn uniform_at(seed: u32, position: u32) -> f32 {
  return f32(pcg(seed + pcg(position)) >> 8u) / 16777216.0;
}
