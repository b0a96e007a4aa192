// The quant types with super-blocks of 256: Q2_K … Q6_K. File layouts: ggml's block structs (ggml-common.h); what the kernels want: shaders/lib/quant/.
import { type HalfBlocks, moveNibbles, movePairs, moveSingles } from "./bit-planes.ts";
import type { UnitLayout } from "./unit-layout.ts";

/** Half blocks of 2-bit codes in `quants`: a block is half of a 16-byte word. */
const QUARTERS: HalfBlocks = { pair: 64, odd: 4, half: 2 };
/** Half blocks of 2-bit codes in `scales`: each is a word, and lies with that of the other rows. */
const WORDS: HalfBlocks = { pair: 64, odd: 32, half: 16 };

/** 16 × (scale, min) of 4 bits, 256 × 2 bits, d, dmin. */
const q2_k: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 84,
  quantBytes: 64,
  scaleBytes: 160,
  repack(source, from, { quants, scales }, unit, row) {
    movePairs(source, from + 8, quants, unit * 256 + row * 8, QUARTERS, 0);
    const at = unit * 80 + row * 2;
    for (let i = 0; i < 8; i++) scales[at + 16 + (i >> 1) * 16 + (i & 1)] = source[from + i]!;
    scales[at] = source[from + 40]!;
    scales[at + 1] = source[from + 41]!;
  },
};

/** 256 × the third bit, 256 × 2 bits, 16 scales of 6 bits, d. */
const q3_k: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 110,
  quantBytes: 64,
  scaleBytes: 368,
  repack(source, from, { quants, scales }, unit, row) {
    movePairs(source, from + 16, quants, unit * 256 + row * 8, QUARTERS, 0);
    const first = unit * 184;
    scales[first + row] = source[from + 54]!;
    const at = first + 8 + row * 2;
    for (let i = 0; i < 6; i++) scales[at + (i >> 1) * 16 + (i & 1)] = source[from + 48 + i]!;
    moveSingles(source, from, scales, at + 48, -1);
  },
};

/** d, dmin, 8 × (scale, min) of 6 bits, 256 × 4 bits. */
const q4_k: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 144,
  quantBytes: 128,
  scaleBytes: 128,
  repack(source, from, { quants, scales }, unit, row) {
    moveScales(source, from, scales, unit * 64 + row * 2);
    const to = unit * 512 + row * 8;
    for (let pair = 0; pair < 4; pair++) moveNibbles(source, from + 8 + pair * 16, quants, to + pair * 128, 64);
  },
};

/** d, dmin, 8 × (scale, min) of 6 bits, 256 × the fifth bit, 256 × 4 bits. */
const q5_k: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 176,
  quantBytes: 128,
  scaleBytes: 384,
  repack(source, from, { quants, scales }, unit, row) {
    const at = unit * 192 + row * 2;
    moveScales(source, from, scales, at);
    moveSingles(source, from + 8, scales, at + 64, 0);
    const to = unit * 512 + row * 8;
    for (let pair = 0; pair < 4; pair++) moveNibbles(source, from + 24 + pair * 16, quants, to + pair * 128, 64);
  },
};

/** 256 × the lower 4 bits, 256 × the upper 2 bits, 16 signed scales, d. */
const q6_k: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 210,
  quantBytes: 128,
  scaleBytes: 656,
  repack(source, from, { quants, scales }, unit, row) {
    const to = unit * 512 + row * 8;
    for (let pair = 0; pair < 4; pair++) {
      // Pairs are blocks (0, 2), (1, 3), (4, 6) and (5, 7).
      const block = (pair >> 1) * 4 + (pair & 1);
      moveNibbles(source, from + pair * 16, quants, to + block * 64, 128);
    }
    const first = unit * 328;
    scales[first + row] = source[from + 104]!;
    const at = first + 8 + row * 2;
    for (let i = 0; i < 8; i++) scales[at + (i >> 1) * 16 + (i & 1)] = source[from + 96 + i]!;
    movePairs(source, from + 64, scales, at + 64, WORDS, 0xaaaa);
  },
};

/** The head of Q4_K and Q5_K: (d, dmin), then the 12 bytes of scales and mins sorted into lower nibbles and upper bits (see q4_k.wgsl). */
function moveScales(source: Uint16Array, from: number, scales: Uint16Array, at: number): void {
  for (let i = 0; i < 2; i++) {
    const [a, b] = [source[from + 2 + i]!, source[from + 4 + i]!];
    scales[at + i] = source[from + i]!;
    scales[at + 16 + i] = (a & 0x0f0f) | ((b & 0x0f0f) << 4);
    scales[at + 32 + i] = source[from + 6 + i]!;
    const upper = ((a >> 4) & 0x0303) | ((b >> 2) & 0x0c0c);
    scales[at + 48 + i] = upper | (((a >> 6) & 0x0303) << 4) | (((b >> 4) & 0x0c0c) << 4);
  }
}

export const superBlockLayouts: Record<string, UnitLayout> = {
  Q2_K: q2_k,
  Q3_K: q3_k,
  Q4_K: q4_k,
  Q5_K: q5_k,
  Q6_K: q6_k,
};
