// Q6_K: weight = d * scale * (q - 32), q of 6 bits, scale a signed byte for each 16. quants: the lower 4 bits as in Q4_0. scales, for 8 rows: d in 4 words;
// four words of scales; two words per block of upper bits as the codes of Q2_K, the higher one inverted.
// A code goes to the upper bits of a signed byte: 4 * (q - 32).
import package::lib::weights::{quants, scales, Block, Place, place_index, row_f16};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let first = place_index(p) / 64u * 164u;
  let block = p.block % 8u;
  let w = quants[place_index(p)];
  let low = w << vec4u(2u);
  let up = w >> vec4u(2u);
  let d = row_f16(first, p.row) * 0.25;
  let factors = unpack4xI8(scales[first + 4u + block / 2u * 8u + p.row] >> (16u * (block & 1u)));
  let at = first + 36u + block * 16u + p.row;
  let a = scales[at];
  let b = scales[at + 8u];
  return Block(array(
    code(low.x, a << 6u), code(low.y, a << 4u), code(low.z, a << 2u), code(low.w, a),
    code(up.x, b << 6u), code(up.y, b << 4u), code(up.z, b << 2u), code(up.w, b),
  ), d * vec2f(factors.xy), vec2f());
}

fn code(nibbles: u32, upper: u32) -> vec4f {
  return vec4f(unpack4xI8((nibbles & 0x3c3c3c3cu) | (upper & 0xc0c0c0c0u)));
}
