// IQ1_S: weight = d * (2 * scale + 1) * (digit - 1 + shift), scale of 3 bits and shift of 1/8 or -1/8 for each 32. quants: a word of a row's block is a
// quarter of a 16-byte word: the lower 8 bits of four indices of entries of 8 weights. scales: the codebook; for 8 rows d in 4 words, then per block 16
// bits: three upper bits of each index, the scale, the sign of the shift; a word of 8 rows together.
import package::lib::weights::{quants, scales, Block, Place, row_f16};
import package::lib::codebook::{super_block, ternaries};

const HAS_OFFSET = false;
const CODEBOOK = 1024u;

fn load_block(p: Place) -> Block {
  let block = p.block % 8u;
  let low = quants[super_block(p) * 16u + block / 4u * 8u + p.row][block % 4u];
  let at = CODEBOOK + super_block(p) * 36u;
  let high = scales[at + 4u + block / 2u * 8u + p.row] >> (block % 2u * 16u);
  let upper = (vec4u(high) >> vec4u(0u, 3u, 6u, 9u)) & vec4u(7u);
  let shift = select(-0.875, -1.125, (high & 0x8000u) != 0u);
  let d = row_f16(at, p.row) * (f32((high >> 12u) & 7u) * 2.0 + 1.0);
  return Block(ternaries(unpack4xU8(low) | (upper << vec4u(8u)), vec4f(shift)), vec2f(d), vec2f());
}
