// Q4_0: weight = d * (q - 8), q of 4 bits. quants: word j of a block has weights 4j… in its low and 16+4j… in its high nibbles; scales: d.
import package::lib::weights::{quants, Block, Place, place_index, row_f16, low_nibbles, high_nibbles};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let w = quants[place_index(p)];
  let d = row_f16((p.tile * p.blocks + p.block) * 4u, p.row);
  return Block(array(
    low_nibbles(w.x) - 8.0, low_nibbles(w.y) - 8.0, low_nibbles(w.z) - 8.0, low_nibbles(w.w) - 8.0,
    high_nibbles(w.x) - 8.0, high_nibbles(w.y) - 8.0, high_nibbles(w.z) - 8.0, high_nibbles(w.w) - 8.0,
  ), vec2f(d), vec2f());
}
