// NVFP4: weight = d * value of q, q of 4 bits, d for each 16 (4 bits of exponent, 3 of mantissa). quants: of each 16 weights, 8 bytes have the first 8 in
// their low and the others in their high nibbles. scales: a word of four d for two blocks of a row; a word of 8 rows together.
import package::lib::weights::{quants, scales, Block, Place, place_index};
import package::lib::value_table::{low_values, high_values, E2M1_TABLE};

const HAS_OFFSET = false;

fn load_block(p: Place) -> Block {
  let t = E2M1_TABLE;
  let w = quants[place_index(p)];
  let word = scales[(p.tile * p.blocks + p.block) / 2u * 8u + p.row] >> (16u * (p.block & 1u));
  return Block(array(
    low_values(w.x, t), low_values(w.y, t), high_values(w.x, t), high_values(w.y, t),
    low_values(w.z, t), low_values(w.w, t), high_values(w.z, t), high_values(w.w, t),
  ), half_e4m3(vec2u(word & 127u, (word >> 8u) & 127u)), vec2f());
}

// Half of an unsigned E4M3 number, since the table has the doubled values.
fn half_e4m3(bits: vec2u) -> vec2f {
  let normal = bitcast<vec2f>((bits << vec2u(20u)) + (119u << 23u));
  return select(normal, vec2f(bits) * 0x1p-10, bits < vec2u(8u));
}
