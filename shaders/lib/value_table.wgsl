// Codes of 4 bits that stand for 16 values. A table has the values as signed bytes, four in a word, that of code 0 lowest.
// Looked up with selects: what a driver makes of a constant array with a computed index can be slow.

// IQ4_NL, IQ4_XS: -127 -104 -83 -65, -49 -35 -22 -10, 1 13 25 38, 53 69 89 113.
const IQ4_TABLE = vec4u(0xbfad9881u, 0xf6eaddcfu, 0x26190d01u, 0x71594535u);
// E2M1 (sign, two bits of exponent, one of mantissa) doubled: 0 1 2 3, 4 6 8 12, and the same negated, without a negative 0.
const E2M1_TABLE = vec4u(0x03020100u, 0x0c080604u, 0xfdfeff00u, 0xf4f8fafcu);

// The values of the low nibbles of a word.
fn low_values(word: u32, table: vec4u) -> vec4f {
  let code = unpack4xU8(word & 0x0f0f0f0fu);
  let second = (code & vec4u(4u)) != vec4u();
  let low = select(vec4u(table.x), vec4u(table.y), second);
  let high = select(vec4u(table.z), vec4u(table.w), second);
  let four = select(low, high, code >= vec4u(8u));
  // The byte goes to the top, and down again with its sign.
  return vec4f(bitcast<vec4i>(four << (vec4u(24u) - (code & vec4u(3u)) * 8u)) >> vec4u(24u));
}

fn high_values(word: u32, table: vec4u) -> vec4f { return low_values(word >> 4u, table); }

// A block whose codes lie as those of Q4_0.
fn block_values(w: vec4u, table: vec4u) -> array<vec4f, 8> {
  return array(
    low_values(w.x, table), low_values(w.y, table), low_values(w.z, table), low_values(w.w, table),
    high_values(w.x, table), high_values(w.y, table), high_values(w.z, table), high_values(w.w, table),
  );
}
