// MXFP4: weight = 2^(e - 128) * value of q, q of 4 bits, e a byte. quants as in Q4_0; scales: e, a byte for each row.
// With e below 2 a block counts as 0, as its weights are below 2^-123 and many devices would make 0 of such a scale.
import package::lib::weights::{quants, scales, Block, Place, place_index};
import package::lib::value_table::{block_values, E2M1_TABLE};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let word = scales[(p.tile * p.blocks + p.block) * 2u + p.row / 4u];
  let e = (word >> (p.row % 4u * 8u)) & 255u;
  let d = bitcast<f32>((max(e, 1u) - 1u) << 23u);
  return Block(block_values(quants[place_index(p)], E2M1_TABLE), vec2f(d), vec2f());
}
