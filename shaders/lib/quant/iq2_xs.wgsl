// IQ2_XS: weight = d * (2 * scale + 1) / 8 * sign * value, scale of 4 bits for each 16. quants: two words of a row's block are half of a 16-byte word; 16
// bits for 8 weights, 9 of them the index of an entry, 7 signs. scales: the codebook; for 8 rows d in 4 words, then a byte of two scales per block, a word
// of 8 rows together.
import package::lib::weights::{scales, Block, Place, row_f16};
import package::lib::codebook::{eights, even_signs, half_word, super_block};

const HAS_OFFSET = false;
const CODEBOOK = 256u;

fn load_block(p: Place) -> Block {
  let w = half_word(p).xxyy >> vec4u(0u, 16u, 0u, 16u);
  let at = CODEBOOK + super_block(p) * 20u;
  let block = p.block % 8u;
  let byte = scales[at + 4u + block / 4u * 8u + p.row] >> (block % 4u * 8u);
  let d = row_f16(at, p.row) * (vec2f(vec2u(byte & 15u, (byte >> 4u) & 15u)) * 0.25 + 0.125);
  return Block(eights(w & vec4u(511u), even_signs(w >> vec4u(9u))), d, vec2f());
}
