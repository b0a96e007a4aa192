// IQ4_XS: weight = d * (scale - 32) * value of q, q of 4 bits, scale of 6 bits for each 32. quants as in Q4_0. scales: d and, in the upper half of its word,
// two upper bits of each scale; a word with the lower four bits of each; a word of 8 rows together.
import package::lib::weights::{quants, scales, Block, Place, place_index};
import package::lib::value_table::{block_values, IQ4_TABLE};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let at = place_index(p) / 64u * 16u + p.row;
  let block = p.block % 8u;
  let head = scales[at];
  let scale = ((scales[at + 8u] >> (block * 4u)) & 15u) | (((head >> (16u + block * 2u)) & 3u) << 4u);
  let d = unpack2x16float(head).x * (f32(scale) - 32.0);
  return Block(block_values(quants[place_index(p)], IQ4_TABLE), vec2f(d), vec2f());
}
