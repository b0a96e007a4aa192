// BF16. quants: four words of 8 weights per block, a word of all 8 rows together; no scales.
import package::lib::weights::{quants, Block, Place};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let first = (p.tile * p.blocks + p.block) * 32u + p.row;
  let a = quants[first];
  let b = quants[first + 8u];
  let c = quants[first + 16u];
  let d = quants[first + 24u];
  return Block(array(
    widened(a.xy), widened(a.zw), widened(b.xy), widened(b.zw), widened(c.xy), widened(c.zw), widened(d.xy), widened(d.zw),
  ), vec2f(1.0), vec2f());
}

// bfloat16 is the upper half of binary32.
fn widened(words: vec2u) -> vec4f {
  let low = words << vec2u(16u);
  let high = words & vec2u(0xffff0000u);
  return bitcast<vec4f>(vec4u(low.x, high.x, low.y, high.y));
}
