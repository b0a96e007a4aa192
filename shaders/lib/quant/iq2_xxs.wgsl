// IQ2_XXS: weight = d * (2 * scale + 1) / 8 * sign * value, scale of 4 bits for each 32. quants: two words of a row's block are half of a 16-byte word:
// four bytes that are indices of entries of 8 weights; signs, 7 bits for 8 weights, and the scale. scales: the codebook, then for 8 rows and 8 blocks d in
// 4 words.
import package::lib::weights::{Block, Place, row_f16};
import package::lib::codebook::{eights, half_word, packed_signs, super_block};

const HAS_OFFSET = false;
const CODEBOOK = 128u;

fn load_block(p: Place) -> Block {
  let w = half_word(p);
  let d = row_f16(CODEBOOK + super_block(p) * 4u, p.row) * (f32(w.y >> 28u) * 0.25 + 0.125);
  return Block(eights(unpack4xU8(w.x), packed_signs(w.y)), vec2f(d), vec2f());
}
