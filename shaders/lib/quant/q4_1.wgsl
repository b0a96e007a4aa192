// Q4_1: weight = d * q + m, q of 4 bits. quants as in Q4_0; scales: a word (d, m) per row.
import package::lib::weights::{quants, scales, Block, Place, place_index, low_nibbles, high_nibbles};

const HAS_OFFSET = true;

fn load_block(p: Place) -> Block {
  let w = quants[place_index(p)];
  let dm = unpack2x16float(scales[place_index(p)]);
  return Block(array(
    low_nibbles(w.x), low_nibbles(w.y), low_nibbles(w.z), low_nibbles(w.w),
    high_nibbles(w.x), high_nibbles(w.y), high_nibbles(w.z), high_nibbles(w.w),
  ), dm.xx, dm.yy);
}
