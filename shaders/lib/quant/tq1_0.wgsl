// TQ1_0: weight = d * (q - 1), q of 0, 1, 2. The digits to base 3 are written as TQ2_0's codes of 2 bits when the weights are repacked.
import package::lib::weights::{Block, Place};
import package::lib::quant::tq2_0::ternary_block;

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block { return ternary_block(p); }
