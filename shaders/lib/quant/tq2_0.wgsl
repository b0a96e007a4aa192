// TQ2_0: weight = d * (q - 1), q of 2 bits. quants: as in Q2_K; scales, for 8 rows and 8 blocks: d in 4 words.
import package::lib::weights::{quants, Block, Place, row_f16};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block { return ternary_block(p); }

fn ternary_block(p: Place) -> Block {
  let unit = (p.tile * p.blocks + p.block) / 8u;
  let block = p.block % 8u;
  let pair = quants[unit * 32u + block / 2u * 8u + p.row];
  return Block(ternary(select(pair.xy, pair.zw, (block & 1u) == 1u)), vec2f(row_f16(unit * 4u, p.row)), vec2f());
}

// Two words of 16 codes, each with codes 4i… at bits 2i of its bytes.
fn ternary(w: vec2u) -> array<vec4f, 8> {
  return array(
    code(w.x), code(w.x >> 2u), code(w.x >> 4u), code(w.x >> 6u), code(w.y), code(w.y >> 2u), code(w.y >> 4u), code(w.y >> 6u),
  );
}

fn code(word: u32) -> vec4f { return vec4f(unpack4xU8(word & 0x03030303u)) - 1.0; }
