// Moves the planes of a block's codes (4, 2 or 1 bits) from the file's order, where in super-blocks a byte holds bits of several blocks,
// to that of the kernels, where it holds bits of one. All indices count 16-bit words.

/**
 * Lower nibbles of 32 bytes make one block of 32 codes, upper nibbles another, `step` further on.
 * In a block, code i is in the lower nibble of byte i, and code 16 + i in the upper one.
 */
export function moveNibbles(source: Uint16Array, from: number, to: Uint16Array, at: number, step: number): void {
  for (let i = 0; i < 8; i++) {
    const a = source[from + i]!;
    const b = source[from + 8 + i]!;
    to[at + i] = (a & 0x0f0f) | ((b & 0x0f0f) << 4);
    to[at + step + i] = ((a >> 4) & 0x0f0f) | (b & 0xf0f0);
  }
}

/** Where half h of block b goes: (b >> 1) · pair + (b & 1) · odd + h · half. */
export interface HalfBlocks {
  pair: number;
  odd: number;
  half: number;
}

/**
 * 64 bytes of 2-bit codes: byte 32n + l of the file has code l of block 4n + k at bit 2k. Each half block of 16 codes becomes a 32-bit word,
 * whose byte j has code 4i + j at bit 2i.
 * @param flip bits that are inverted in each 16-bit word
 */
export function movePairs(
  source: Uint16Array,
  from: number,
  to: Uint16Array,
  at: number,
  { pair, odd, half }: HalfBlocks,
  flip: number,
): void {
  for (let group = 0; group < 8; group++) {
    const [n, h, i] = [group >> 2, (group >> 1) & 1, group & 1];
    const first = from + n * 16 + h * 8 + i;
    const even = at + n * 2 * pair + h * half + i;
    // Two of the four words side by side: a 4 × 4 transposition of 2-bit fields in each byte.
    const a = source[first]! | (source[first + 4]! << 16);
    const b = source[first + 2]! | (source[first + 6]! << 16);
    const s = ((a >> 2) ^ b) & 0x33333333;
    const c = a ^ (s << 2);
    const d = b ^ s;
    const t = ((c >> 4) ^ (c >>> 16)) & 0x0f0f;
    const u = ((d >> 4) ^ (d >>> 16)) & 0x0f0f;
    to[even] = c ^ (t << 4) ^ flip;
    to[even + odd] = d ^ (u << 4) ^ flip;
    to[even + pair] = (c >>> 16) ^ t ^ flip;
    to[even + pair + odd] = (d >>> 16) ^ u ^ flip;
  }
}

/**
 * 32 bytes of single bits: byte l of the file has the bit of weight l of block b at bit b. Block b becomes the 32-bit word at 16 · b,
 * whose byte j has the bit of weight 4i + j at bit i.
 * @param flip −1 to invert all bits, else 0
 */
export function moveSingles(source: Uint16Array, from: number, to: Uint16Array, at: number, flip: number): void {
  for (let i = 0; i < 2; i++) {
    // Words 0 … 3 beside 4 … 7: an 8 × 8 transposition of the bits of each byte.
    let a = source[from + i]! | (source[from + 8 + i]! << 16);
    let b = source[from + 2 + i]! | (source[from + 10 + i]! << 16);
    let c = source[from + 4 + i]! | (source[from + 12 + i]! << 16);
    let d = source[from + 6 + i]! | (source[from + 14 + i]! << 16);
    let t = ((a >> 1) ^ b) & 0x55555555;
    a ^= t << 1;
    b ^= t;
    t = ((c >> 1) ^ d) & 0x55555555;
    c ^= t << 1;
    d ^= t;
    t = ((a >> 2) ^ c) & 0x33333333;
    a ^= t << 2;
    c ^= t;
    t = ((b >> 2) ^ d) & 0x33333333;
    b ^= t << 2;
    d ^= t;
    moveHalves(a, to, at + i, flip);
    moveHalves(b, to, at + 16 + i, flip);
    moveHalves(c, to, at + 32 + i, flip);
    moveHalves(d, to, at + 48 + i, flip);
  }
}

/** The last step: exchanges nibbles between the two 16-bit words of `both`. */
function moveHalves(both: number, to: Uint16Array, at: number, flip: number): void {
  const t = ((both >> 4) ^ (both >>> 16)) & 0x0f0f;
  to[at] = both ^ (t << 4) ^ flip;
  to[at + 64] = (both >>> 16) ^ t ^ flip;
}

/** For a byte of single bits, of weights 4i … 4i + 7: bit j moved to 8j, and bit 4 + j to 8j + 1. */
const SPREAD = Uint32Array.from({ length: 256 }, (_, byte) => {
  let word = 0;
  for (let bit = 0; bit < 8; bit++) word |= ((byte >> bit) & 1) << ((bit % 4) * 8 + (bit >> 2));
  return word;
});

/** The 32 single bits of a block in the kernels' order: that of weight 4i + j at bit 8j + i. */
export function spreadBits(low: number, high: number): number {
  return SPREAD[low & 255]! | (SPREAD[low >> 8]! << 2) | (SPREAD[high & 255]! << 4) | (SPREAD[high >> 8]! << 6);
}
