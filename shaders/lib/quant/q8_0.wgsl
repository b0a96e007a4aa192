// Q8_0: weight = d * q, q a signed byte. quants: two words of 16 bytes per block, a word of all 8 rows together; scales: d.
import package::lib::weights::{quants, Block, Place, row_f16};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let first = (p.tile * p.blocks + p.block) * 16u + p.row;
  let a = quants[first];
  let b = quants[first + 8u];
  let d = row_f16((p.tile * p.blocks + p.block) * 4u, p.row);
  return Block(array(
    bytes(a.x), bytes(a.y), bytes(a.z), bytes(a.w), bytes(b.x), bytes(b.y), bytes(b.z), bytes(b.w),
  ), vec2f(d), vec2f());
}

fn bytes(word: u32) -> vec4f { return vec4f(unpack4xI8(word)); }
