// Q2_0: weight = d * (q - 1), q of 2 bits. quants: two words of a row's block are half of a 16-byte word, with codes as in Q2_K;
// scales, for 8 rows and 2 blocks: d in 4 words.
import package::lib::weights::{quants, Block, Place, row_f16};
import package::lib::quant::tq2_0::ternary;

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let unit = (p.tile * p.blocks + p.block) / 2u;
  let pair = quants[unit * 8u + p.row];
  return Block(ternary(select(pair.xy, pair.zw, (p.block & 1u) == 1u)), vec2f(row_f16(unit * 4u, p.row)), vec2f());
}
