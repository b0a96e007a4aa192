// IQ3_S: weight = d * (2 * scale + 1) * sign * value, scale of 4 bits for each 32. quants: two words of a row's block are half of a 16-byte word: the lower
// 8 bits of eight indices of entries of 4 weights. scales: the codebook; for 8 rows d in 4 words, then two words of ninth bits, a byte per block; a word of
// signs per block; a word of scales; a word of 8 rows together.
import package::lib::weights::{scales, Block, Place, row_f16};
import package::lib::codebook::{entries, fours, half_word, super_block};

const HAS_OFFSET = false;
const CODEBOOK = 256u;

fn load_block(p: Place) -> Block {
  let w = half_word(p);
  let block = p.block % 8u;
  let at = CODEBOOK + super_block(p) * 92u;
  let row = at + 4u + p.row;
  let ninth = scales[row + block / 4u * 8u] >> (block % 4u * 8u);
  let signs = unpack4xU8(scales[row + 16u + block * 8u]);
  let d = row_f16(at, p.row) * (f32((scales[row + 80u] >> (block * 4u)) & 15u) * 2.0 + 1.0);
  return Block(fours(values(w.x, ninth), values(w.y, ninth >> 4u), signs), vec2f(d), vec2f());
}

// Digits 0…7 are 1, 3, … 15.
fn values(index: u32, ninth: u32) -> vec4u {
  let upper = (vec4u(ninth) << vec4u(8u, 7u, 6u, 5u)) & vec4u(256u);
  let digits = entries(unpack4xU8(index) | upper) & vec4u(0x07070707u);
  return (digits << vec4u(1u)) + vec4u(0x01010101u);
}
