// IQ1_M: weight = d * (2 * scale + 1) * (digit - 1 + shift), scale of 3 bits for each 16, shift of 1/8 or -1/8 for each 8. quants as in IQ1_S. scales: the
// codebook; two words of scales, 6 bits per block, with the two bytes of d above; per block 16 bits: three upper bits of each index and the sign of its
// shift; a word of 8 rows together.
import package::lib::weights::{quants, scales, Block, Place};
import package::lib::codebook::{super_block, ternaries};

const HAS_OFFSET = false;
const CODEBOOK = 1024u;

fn load_block(p: Place) -> Block {
  let block = p.block % 8u;
  let low = quants[super_block(p) * 16u + block / 4u * 8u + p.row][block % 4u];
  let at = CODEBOOK + super_block(p) * 48u + p.row;
  let a = scales[at];
  let b = scales[at + 8u];
  let high = vec4u(scales[at + 16u + block / 2u * 8u] >> (block % 2u * 16u)) >> vec4u(0u, 4u, 8u, 12u);
  let bits = select(a, b, block >= 4u) >> (block % 4u * 6u);
  let d = unpack2x16float((a >> 24u) | ((b >> 16u) & 0xff00u)).x;
  let shift = select(vec4f(-0.875), vec4f(-1.125), (high & vec4u(8u)) != vec4u());
  let index = unpack4xU8(low) | ((high & vec4u(7u)) << vec4u(8u));
  return Block(ternaries(index, shift), d * (vec2f(vec2u(bits & 7u, (bits >> 3u) & 7u)) * 2.0 + 1.0), vec2f());
}
