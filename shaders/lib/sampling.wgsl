// What the sampling kernels share: the settings of a row (written by src/kernels/sampling.ts) and logits as keys that compare as integers.

struct Sampling {
  temperature: f32,
  top_k: u32,
  top_p: f32,
  min_p: f32,
  repetition_penalty: f32,
  frequency_penalty: f32,
  presence_penalty: f32,
  penalty_last_n: u32,
  seed: u32,
  unused0: u32,
  unused1: u32,
  unused2: u32,
}

// Keys order as their logits do. NOWHERE is below all (a logit of −∞: a token that must not be drawn), BROKEN above all (NaN or +∞).
const NOWHERE = 0u;
const BROKEN = 0xffffffffu;

// Works on bits, since WGSL may assume that floats are finite.
fn key_of(bits: u32) -> u32 {
  let magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u || bits == 0x7f800000u) { return BROKEN; }
  if (magnitude == 0x7f800000u) { return NOWHERE; }
  if (magnitude == 0u) { return 0x80000000u; }
  return select(bits | 0x80000000u, ~bits, bits != magnitude);
}

// The bits of the logit of a key.
fn bits_of(key: u32) -> u32 {
  if (key == NOWHERE) { return 0xff800000u; }
  return select(~key, key & 0x7fffffffu, key >= 0x80000000u);
}

// How many candidates a row needs of the `most` that there is room for.
fn candidates_of(settings: Sampling, most: u32) -> u32 {
  return select(1u, clamp(settings.top_k, 1u, most), settings.temperature > 0.0);
}
