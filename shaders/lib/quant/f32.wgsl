// F32. quants: eight words of 4 weights per block, a word of all 8 rows together; no scales.
import package::lib::weights::{quants, Block, Place};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let first = (p.tile * p.blocks + p.block) * 64u + p.row;
  return Block(array(
    word(first), word(first + 8u), word(first + 16u), word(first + 24u),
    word(first + 32u), word(first + 40u), word(first + 48u), word(first + 56u),
  ), vec2f(1.0), vec2f());
}

fn word(index: u32) -> vec4f { return bitcast<vec4f>(quants[index]); }
