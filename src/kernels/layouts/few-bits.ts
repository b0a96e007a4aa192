// The quant types with one scale and codes of at most 2 bits: Q1_0, Q2_0, TQ1_0, TQ2_0. File layouts: ggml's block structs (ggml-common.h).
import { type HalfBlocks, movePairs, spreadBits } from "./bit-planes.ts";
import type { UnitLayout } from "./unit-layout.ts";

/** d, 128 × 1 bit. Four blocks of a row are a 16-byte word. */
const q1_0: UnitLayout = {
  columns: 128,
  exact: true,
  fileBytes: 18,
  quantBytes: 16,
  scaleBytes: 16,
  repack(source, from, { quants, scales }, unit, row) {
    scales[unit * 8 + row] = source[from]!;
    const to = (unit * 8 + row) * 8;
    for (let i = 0; i < 8; i += 2) {
      const bits = spreadBits(source[from + 1 + i]!, source[from + 2 + i]!);
      quants[to + i] = bits;
      quants[to + i + 1] = bits >>> 16;
    }
  },
};

/** d, 64 × 2 bits in the order of the weights. Two blocks of a row are a 16-byte word. */
const q2_0: UnitLayout = {
  columns: 64,
  exact: true,
  fileBytes: 18,
  quantBytes: 16,
  scaleBytes: 16,
  repack(source, from, { quants, scales }, unit, row) {
    scales[unit * 8 + row] = source[from]!;
    const to = (unit * 8 + row) * 8;
    for (let i = 0; i < 8; i += 2) {
      // Code j of byte i becomes code i of byte j: a 4 × 4 transposition of 2-bit fields.
      let word = source[from + 1 + i]! | (source[from + 2 + i]! << 16);
      let t = (word ^ (word >>> 6)) & 0x00cc00cc;
      word ^= t ^ (t << 6);
      t = (word ^ (word >>> 12)) & 0x0000f0f0;
      word ^= t ^ (t << 12);
      quants[to + i] = word;
      quants[to + i + 1] = word >>> 16;
    }
  },
};

/** As those of Q2_K: a block is half of a 16-byte word. */
const QUARTERS: HalfBlocks = { pair: 64, odd: 4, half: 2 };

/** 256 × 2 bits, d. */
const tq2_0: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 66,
  quantBytes: 64,
  scaleBytes: 16,
  repack(source, from, { quants, scales }, unit, row) {
    movePairs(source, from, quants, unit * 256 + row * 8, QUARTERS, 0);
    scales[unit * 8 + row] = source[from + 32]!;
  },
};

/**
 * 240 weights to base 3, five in a byte; 16 weights, four in a byte; d. They are repacked as TQ2_0, whose codes are shifted instead of multiplied
 * and have 2 bits for 1.6: 66 bytes where the file has 54.
 */
const tq1_0: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 54,
  quantBytes: 64,
  scaleBytes: 16,
  repack(source, from, to, unit, row, columns) {
    // What a block of TQ2_0 has: byte 32h + l holds weights 128h + 32k + l at bits 2k.
    for (let l = 0; l < 16; l++) {
      const a = DIGITS[byteAt(source, from, l)]!;
      const b = DIGITS[byteAt(source, from, 16 + l)]!;
      const c = DIGITS[byteAt(source, from, 32 + l)]!;
      const d = DIGITS[byteAt(source, from, 48 + (l & 3))]! >> (2 * (l >> 2));
      ternary[l] = a;
      ternary[16 + l] = b;
      ternary[32 + l] = (a >> 8) | ((c & 3) << 2) | (c & 0x30) | ((c & 0x300) >> 2);
      ternary[48 + l] = (b >> 8) | (c & 0x0c) | ((c & 0xc0) >> 2) | ((d & 3) << 6);
    }
    ternaryWords[32] = source[from + 26]!;
    tq2_0.repack(ternaryWords, 0, to, unit, row, columns);
  },
};

/** The five digits to base 3 of a byte b, which stands for b / 256 of 3⁵, the first one at bits 0 and 1. */
const DIGITS = Uint16Array.from({ length: 256 }, (_, byte) => {
  let digits = 0;
  for (let i = 0, rest = byte; i < 5; i++, rest = (rest * 3) & 255) digits |= ((rest * 3) >> 8) << (2 * i);
  return digits;
});

/** A block of TQ2_0 that is written anew for each one of TQ1_0. */
const ternary = new Uint8Array(66);
const ternaryWords = new Uint16Array(ternary.buffer);

/** Byte `index` of those that begin with 16-bit word `from`. */
function byteAt(source: Uint16Array, from: number, index: number): number {
  return (source[from + (index >> 1)]! >> (8 * (index & 1))) & 255;
}

export const fewBitLayouts: Record<string, UnitLayout> = { Q1_0: q1_0, Q2_0: q2_0, TQ1_0: tq1_0, TQ2_0: tq2_0 };
