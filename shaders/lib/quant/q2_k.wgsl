// Q2_K: weight = d * scale * q - dmin * min, q of 2 bits, scale and min of 4 bits for each 16. quants: two words of a row's block are half of a
// 16-byte word, each with weights 4i… of its 16 at bits 2i of the bytes. scales: (d, dmin), then four words of (scale, min) bytes; a word of 8 rows together.
import package::lib::weights::{quants, scales, Block, Place};

const HAS_OFFSET = true;

fn load_block(p: Place) -> Block {
  let unit = (p.tile * p.blocks + p.block) / 8u;
  let block = p.block % 8u;
  let odd = (block & 1u) == 1u;
  let pair = quants[unit * 32u + block / 2u * 8u + p.row];
  let w = select(pair.xy, pair.zw, odd);
  let at = unit * 40u + p.row;
  let dm = unpack2x16float(scales[at]);
  let word = scales[at + 8u + block / 2u * 8u];
  let bytes = select(word, word >> 16u, odd);
  return Block(array(
    code(w.x), code(w.x >> 2u), code(w.x >> 4u), code(w.x >> 6u), code(w.y), code(w.y >> 2u), code(w.y >> 4u), code(w.y >> 6u),
  ), dm.x * both(bytes), -dm.y * both(bytes >> 4u));
}

fn code(word: u32) -> vec4f { return vec4f(unpack4xU8(word & 0x03030303u)); }

fn both(bytes: u32) -> vec2f { return vec2f(vec2u(bytes & 15u, (bytes >> 8u) & 15u)); }
