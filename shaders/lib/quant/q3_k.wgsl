// Q3_K: weight = d * (scale - 32) * (q - 4), q of 3 bits, scale of 6 bits for each 16. quants: the lower 2 bits as in Q2_K. scales, for 8 rows:
// d in 4 words; three words of scales (in file order); a word per block of inverted third bits, that of weight 4i + j at bit 8j + i.
// A code goes to the upper bits of a signed byte: 32 * (q - 4).
import package::lib::weights::{quants, scales, Block, Place, row_f16};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let unit = (p.tile * p.blocks + p.block) / 8u;
  let block = p.block % 8u;
  let odd = block & 1u;
  let pair = quants[unit * 32u + block / 2u * 8u + p.row];
  let w = select(pair.xy, pair.zw, odd == 1u);
  let at = unit * 92u + 4u + p.row;
  let d = row_f16(unit * 92u, p.row) * 0.03125;
  let low = scales[at + (block % 4u) / 2u * 8u] >> (16u * odd + block / 4u * 4u);
  let high = scales[at + 16u] >> (16u * odd + block / 2u * 2u);
  let bytes = (low & 0x0f0fu) | ((high & 0x0303u) << 4u);
  let third = scales[at + 24u + block * 8u];
  return Block(array(
    code(w.x << 5u, third << 7u), code(w.x << 3u, third << 6u), code(w.x << 1u, third << 5u), code(w.x >> 1u, third << 4u),
    code(w.y << 5u, third << 3u), code(w.y << 3u, third << 2u), code(w.y << 1u, third << 1u), code(w.y >> 1u, third),
  ), d * (vec2f(vec2u(bytes & 63u, bytes >> 8u)) - 32.0), vec2f());
}

fn code(low: u32, third: u32) -> vec4f {
  return vec4f(unpack4xI8((low & 0x60606060u) | (third & 0x80808080u)));
}
