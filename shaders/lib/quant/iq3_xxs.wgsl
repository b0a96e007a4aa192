// IQ3_XXS: weight = d * (2 * scale + 1) / 4 * sign * value, scale of 4 bits for each 32. quants: two words of a row's block are half of a 16-byte word:
// eight bytes that are indices of entries of 4 weights. scales: the codebook; for 8 rows d in 4 words, then per block a word of signs, 7 bits for 8
// weights, and the scale.
import package::lib::weights::{scales, Block, Place, row_f16};
import package::lib::codebook::{entries, fours, half_word, packed_signs, super_block};

const HAS_OFFSET = false;
const CODEBOOK = 128u;

fn load_block(p: Place) -> Block {
  let w = half_word(p);
  let at = CODEBOOK + super_block(p) * 68u;
  let word = scales[at + 4u + p.block % 8u * 8u + p.row];
  let d = row_f16(at, p.row) * (f32(word >> 28u) * 0.5 + 0.25);
  return Block(fours(values(w.x), values(w.y), packed_signs(word)), vec2f(d), vec2f());
}

// Digits 0…7 are 4, 12, … 52, and 62 for 60.
fn values(index: u32) -> vec4u {
  let digits = entries(unpack4xU8(index)) & vec4u(0x07070707u);
  let seven = ((digits + vec4u(0x01010101u)) >> vec4u(2u)) & vec4u(0x02020202u);
  return (digits << vec4u(3u)) + seven + vec4u(0x04040404u);
}
