// IQ4_NL: weight = d * value of q, q of 4 bits. quants and scales as in Q4_0.
import package::lib::weights::{quants, Block, Place, place_index, row_f16};
import package::lib::value_table::{block_values, IQ4_TABLE};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let d = row_f16((p.tile * p.blocks + p.block) * 4u, p.row);
  return Block(block_values(quants[place_index(p)], IQ4_TABLE), vec2f(d), vec2f());
}
