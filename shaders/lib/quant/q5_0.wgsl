// Q5_0: weight = d * (q - 16), q of 5 bits. quants: the lower 4 bits as in Q4_0. scales, for 8 rows: d in 4 words, then a word each of
// inverted fifth bits, that of weight 4i + j at bit 8j + i. A code goes to the upper bits of a signed byte: 8 * (q - 16).
import package::lib::weights::{quants, scales, Block, Place, row_f16};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let unit = p.tile * p.blocks + p.block;
  let w = quants[unit * 8u + p.row];
  let high = scales[unit * 12u + 4u + p.row];
  let d = row_f16(unit * 12u, p.row) * 0.125;
  let low = w << vec4u(3u);
  let up = w >> vec4u(1u);
  return Block(array(
    code(low.x, high << 7u), code(low.y, high << 6u), code(low.z, high << 5u), code(low.w, high << 4u),
    code(up.x, high << 3u), code(up.y, high << 2u), code(up.z, high << 1u), code(up.w, high),
  ), vec2f(d), vec2f());
}

fn code(nibbles: u32, high: u32) -> vec4f {
  return vec4f(unpack4xI8((nibbles & 0x78787878u) | (high & 0x80808080u)));
}
