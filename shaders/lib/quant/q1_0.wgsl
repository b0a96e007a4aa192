// Q1_0: weight = d or -d. quants: a word of a row's block is a quarter of a 16-byte word, with the bit of weight 4i + j at bit 8j + i;
// scales, for 8 rows and 4 blocks: d in 4 words.
import package::lib::weights::{quants, Block, Place, row_f16};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let unit = (p.tile * p.blocks + p.block) / 4u;
  let w = quants[unit * 8u + p.row][p.block % 4u];
  return Block(array(
    sign_of(w), sign_of(w >> 1u), sign_of(w >> 2u), sign_of(w >> 3u), sign_of(w >> 4u), sign_of(w >> 5u), sign_of(w >> 6u), sign_of(w >> 7u),
  ), vec2f(row_f16(unit * 4u, p.row)), vec2f());
}

fn sign_of(word: u32) -> vec4f { return vec4f(unpack4xU8(word & 0x01010101u)) * 2.0 - 1.0; }
