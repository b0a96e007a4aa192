// F16. quants: four words of 8 weights per block, a word of all 8 rows together; no scales.
import package::lib::weights::{quants, Block, Place};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let first = (p.tile * p.blocks + p.block) * 32u + p.row;
  let a = quants[first];
  let b = quants[first + 8u];
  let c = quants[first + 16u];
  let d = quants[first + 24u];
  return Block(array(
    halves(a.xy), halves(a.zw), halves(b.xy), halves(b.zw), halves(c.xy), halves(c.zw), halves(d.xy), halves(d.zw),
  ), vec2f(1.0), vec2f());
}

fn halves(words: vec2u) -> vec4f { return vec4f(unpack2x16float(words.x), unpack2x16float(words.y)); }
