// Q5_1: weight = d * q + m, q of 5 bits. quants: the lower 4 bits as in Q4_0. scales, for 8 rows: a word (d, m) each, then a word each of
// fifth bits, that of weight 4i + j at bit 8j + i.
import package::lib::weights::{quants, scales, Block, Place};

const HAS_OFFSET = true;

fn load_block(p: Place) -> Block {
  let unit = p.tile * p.blocks + p.block;
  let dm = unpack2x16float(scales[unit * 16u + p.row]);
  return Block(five_bits(quants[unit * 8u + p.row], scales[unit * 16u + 8u + p.row]), dm.xx, dm.yy);
}

// 32 unsigned codes of 5 bits.
fn five_bits(low: vec4u, high: u32) -> array<vec4f, 8> {
  let up = low >> vec4u(4u);
  return array(
    code(low.x, high << 4u), code(low.y, high << 3u), code(low.z, high << 2u), code(low.w, high << 1u),
    code(up.x, high), code(up.y, high >> 1u), code(up.z, high >> 2u), code(up.w, high >> 3u),
  );
}

fn code(nibbles: u32, high: u32) -> vec4f {
  return vec4f(unpack4xU8((nibbles & 0x0f0f0f0fu) | (high & 0x10101010u)));
}
