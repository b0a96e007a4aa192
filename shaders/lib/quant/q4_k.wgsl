// Q4_K: weight = d * scale * q - dmin * min, q of 4 bits, scale and min of 6 bits for each 32. quants as in Q4_0. scales: (d, dmin); the lower nibbles
// of the blocks' (scale, min), a byte each, in two words; the upper bits, a nibble each, blocks 0…3 in the lower; a word of 8 rows together.
import package::lib::weights::{quants, scales, Block, Place, place_index, low_nibbles, high_nibbles};

const HAS_OFFSET = true;

fn load_block(p: Place) -> Block {
  let w = quants[place_index(p)];
  let factors = scale_offset(place_index(p) / 64u * 32u + p.row, p.block % 8u);
  return Block(array(
    low_nibbles(w.x), low_nibbles(w.y), low_nibbles(w.z), low_nibbles(w.w),
    high_nibbles(w.x), high_nibbles(w.y), high_nibbles(w.z), high_nibbles(w.w),
  ), factors.xx, factors.yy);
}

// Scale and offset of block 0…7 of a super-block whose (d, dmin) is the word `at`.
fn scale_offset(at: u32, block: u32) -> vec2f {
  let dm = unpack2x16float(scales[at]);
  let shift = block % 4u * 8u;
  let low = scales[at + 8u + block / 4u * 8u] >> shift;
  let high = scales[at + 24u] >> (shift + block / 4u * 4u);
  return vec2f(dm.x, -dm.y) * vec2f(vec2u((low & 15u) | ((high & 3u) << 4u), ((low >> 4u) & 15u) | ((high & 12u) << 2u)));
}
