// Q5_K: Q4_K with a fifth bit. scales, for 8 rows: the 32 words of Q4_K, then a word per block of fifth bits as in Q5_1.
import package::lib::weights::{quants, scales, Block, Place, place_index};
import package::lib::quant::q4_k::scale_offset;
import package::lib::quant::q5_1::five_bits;

const HAS_OFFSET = true;

fn load_block(p: Place) -> Block {
  let block = p.block % 8u;
  let at = place_index(p) / 64u * 96u + p.row;
  let factors = scale_offset(at, block);
  return Block(five_bits(quants[place_index(p)], scales[at + 32u + block * 8u]), factors.xx, factors.yy);
}
