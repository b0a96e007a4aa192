// IQ2_S: weight = d * (2 * scale + 1) / 8 * sign * value, scale of 4 bits for each 16. quants: two words of a row's block are half of a 16-byte word: the
// lower 8 bits of four indices of entries of 8 weights; 32 signs. scales: the codebook; for 8 rows d in 4 words, then per block a byte of two scales and
// one of upper bits of the indices; a word of 8 rows together.
import package::lib::weights::{scales, Block, Place, row_f16};
import package::lib::codebook::{eights, half_word, super_block};

const HAS_OFFSET = false;
const CODEBOOK = 512u;

fn load_block(p: Place) -> Block {
  let w = half_word(p);
  let at = CODEBOOK + super_block(p) * 36u;
  let bytes = scales[at + 4u + p.block % 8u / 2u * 8u + p.row] >> (p.block % 2u * 16u);
  let d = row_f16(at, p.row) * (vec2f(vec2u(bytes & 15u, (bytes >> 4u) & 15u)) * 0.25 + 0.125);
  let upper = (vec4u(bytes) >> vec4u(8u, 10u, 12u, 14u)) & vec4u(3u);
  return Block(eights(unpack4xU8(w.x) | (upper << vec4u(8u)), unpack4xU8(w.y)), d, vec2f());
}
