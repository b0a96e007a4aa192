// Weights whose codes point into a codebook, which lies before the scales (see src/kernels/layouts/codebooks.ts): two entries share a word, each with
// the digits of 4 weights at the same bit of the bytes, and of 4 more two bits higher.
import package::lib::weights::{quants, scales, Place};

// The word with entry `index`, its digits at bits 0 and 2.
fn entry(index: u32) -> u32 { return scales[index / 2u] >> (index % 2u * 4u); }

fn entries(index: vec4u) -> vec4u { return vec4u(entry(index.x), entry(index.y), entry(index.z), entry(index.w)); }

// Index of the super-block of 8 blocks.
fn super_block(p: Place) -> u32 { return (p.tile * p.blocks + p.block) / 8u; }

// The two words of a block, which are half of a 16-byte word.
fn half_word(p: Place) -> vec2u {
  let pair = quants[super_block(p) * 32u + p.block % 8u / 2u * 8u + p.row];
  return select(pair.xy, pair.zw, (p.block & 1u) == 1u);
}

// Four signs of 7 bits, and the eighth that makes the number of negative weights even.
fn even_signs(bits: vec4u) -> vec4u {
  let seven = bits & vec4u(127u);
  return seven | ((countOneBits(seven) & vec4u(1u)) << vec4u(7u));
}

// Signs of 7 bits one after the other.
fn packed_signs(word: u32) -> vec4u { return even_signs(vec4u(word) >> vec4u(0u, 7u, 14u, 21u)); }

// Four bytes as numbers, those negated whose bit of `signs` is set.
fn signed(bytes: u32, signs: u32) -> vec4f {
  let flips = (vec4u(signs) << vec4u(31u, 30u, 29u, 28u)) & vec4u(0x80000000u);
  return bitcast<vec4f>(bitcast<vec4u>(vec4f(unpack4xU8(bytes))) ^ flips);
}

// A block of four entries of 8 weights; digits 0, 1, 2 are 8, 25, 43.
fn eights(index: vec4u, signs: vec4u) -> array<vec4f, 8> {
  let words = entries(index);
  let low = eight_values(words);
  let high = eight_values(words >> vec4u(2u));
  let s = signs >> vec4u(4u);
  return array(
    signed(low.x, signs.x), signed(high.x, s.x), signed(low.y, signs.y), signed(high.y, s.y),
    signed(low.z, signs.z), signed(high.z, s.z), signed(low.w, signs.w), signed(high.w, s.w),
  );
}

fn eight_values(words: vec4u) -> vec4u {
  let digits = words & vec4u(0x03030303u);
  return digits * 17u + ((digits >> vec4u(1u)) & vec4u(0x01010101u)) + vec4u(0x08080808u);
}

// A block of eight entries of 4 weights, whose values are bytes; entries 0…3 are those of the first 16 weights.
fn fours(first: vec4u, second: vec4u, signs: vec4u) -> array<vec4f, 8> {
  let s = signs >> vec4u(4u);
  return array(
    signed(first.x, signs.x), signed(first.y, s.x), signed(first.z, signs.y), signed(first.w, s.y),
    signed(second.x, signs.z), signed(second.y, s.z), signed(second.z, signs.w), signed(second.w, s.w),
  );
}

// A block of four entries of 8 digits 0, 1, 2, to which a number is added: -1 and a shift.
fn ternaries(index: vec4u, add: vec4f) -> array<vec4f, 8> {
  let low = entries(index);
  let high = low >> vec4u(2u);
  return array(
    ternary(low.x, add.x), ternary(high.x, add.x), ternary(low.y, add.y), ternary(high.y, add.y),
    ternary(low.z, add.z), ternary(high.z, add.z), ternary(low.w, add.w), ternary(high.w, add.w),
  );
}

fn ternary(word: u32, add: f32) -> vec4f { return vec4f(unpack4xU8(word & 0x03030303u)) + add; }
