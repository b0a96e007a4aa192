// The quant types whose codes point into a codebook: IQ1_S, IQ1_M, IQ2_XXS, IQ2_XS, IQ2_S, IQ3_XXS, IQ3_S. File layouts: ggml's block structs (ggml-common.h);
// what the kernels want: shaders/lib/quant/.
import { codebook } from "./codebooks.ts";
import type { UnitLayout } from "./unit-layout.ts";

/** `count` 16-bit words as parts of 16-byte words, each lying with that of the other rows. */
function moveQuads(source: Uint16Array, from: number, count: number, to: Uint16Array, at: number): void {
  for (let i = 0; i < count; i++) to[at + (i >> 3) * 64 + (i & 7)] = source[from + i]!;
}

/** `count` 16-bit words as halves of 32-bit words, each lying with that of the other rows. */
function moveWords(source: Uint16Array, from: number, count: number, to: Uint16Array, at: number): void {
  for (let i = 0; i < count; i++) to[at + (i >> 1) * 16 + (i & 1)] = source[from + i]!;
}

/** d; 32 × the lower 8 bits of an index; per block 4 × the upper 3 bits, 3 bits of scale, 1 of shift. */
const iq1_s: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 50,
  quantBytes: 32,
  scaleBytes: 144,
  codebook: () => codebook("iq1"),
  repack(source, from, { quants, scales }, unit, row) {
    scales[unit * 72 + row] = source[from]!;
    moveQuads(source, from + 1, 16, quants, unit * 128 + row * 8);
    moveWords(source, from + 17, 8, scales, unit * 72 + 8 + row * 2);
  },
};

/** 32 × the lower 8 bits of an index; 32 × (the upper 3 bits, 1 of shift); 4 × (4 × 3 bits of scale, a quarter of d). */
const iq1_m: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 56,
  quantBytes: 32,
  scaleBytes: 192,
  codebook: () => codebook("iq1"),
  repack(source, from, { quants, scales }, unit, row) {
    const at = unit * 96 + row * 2;
    for (let i = 0; i < 2; i++) {
      // 24 bits of scales, then 8 of d.
      const [a, b] = [source[from + 24 + 2 * i]!, source[from + 25 + 2 * i]!];
      scales[at + 16 * i] = (a & 0xfff) | (b << 12);
      scales[at + 16 * i + 1] = ((b >> 4) & 0xff) | ((a >> 4) & 0xf00) | (b & 0xf000);
    }
    moveQuads(source, from, 16, quants, unit * 128 + row * 8);
    moveWords(source, from + 16, 8, scales, at + 32);
  },
};

/** d; per block 4 bytes of indices, 4 × 7 signs, 4 bits of scale. */
const iq2_xxs: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 66,
  quantBytes: 64,
  scaleBytes: 16,
  codebook: () => codebook("iq2_xxs"),
  repack(source, from, { quants, scales }, unit, row) {
    scales[unit * 8 + row] = source[from]!;
    moveQuads(source, from + 1, 32, quants, unit * 256 + row * 8);
  },
};

/** d; 32 × (9 bits of index, 7 signs); 16 × 4 bits of scale. */
const iq2_xs: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 74,
  quantBytes: 64,
  scaleBytes: 80,
  codebook: () => codebook("iq2_xs"),
  repack(source, from, { quants, scales }, unit, row) {
    scales[unit * 40 + row] = source[from]!;
    moveQuads(source, from + 1, 32, quants, unit * 256 + row * 8);
    moveWords(source, from + 33, 4, scales, unit * 40 + 8 + row * 2);
  },
};

/** d; 32 × the lower 8 bits of an index; 256 signs; 32 × the upper 2 bits; 16 × 4 bits of scale. */
const iq2_s: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 82,
  quantBytes: 64,
  scaleBytes: 144,
  codebook: () => codebook("iq2_s"),
  repack(source, from, { quants, scales }, unit, row) {
    scales[unit * 72 + row] = source[from]!;
    const to = unit * 256 + row * 8;
    for (let i = 0; i < 16; i++) {
      const at = to + (i >> 2) * 64 + ((i >> 1) & 1) * 4 + (i & 1);
      quants[at] = source[from + 1 + i]!;
      quants[at + 2] = source[from + 17 + i]!;
    }
    const at = unit * 72 + 8 + row * 2;
    for (let i = 0; i < 4; i++) {
      const [upper, scale] = [source[from + 33 + i]!, source[from + 37 + i]!];
      scales[at + i * 16] = (scale & 255) | (upper << 8);
      scales[at + i * 16 + 1] = (scale >> 8) | (upper & 0xff00);
    }
  },
};

/** d; 64 bytes of indices; per block 4 × 7 signs, 4 bits of scale. */
const iq3_xxs: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 98,
  quantBytes: 64,
  scaleBytes: 272,
  codebook: () => codebook("iq3_xxs"),
  repack(source, from, { quants, scales }, unit, row) {
    scales[unit * 136 + row] = source[from]!;
    moveQuads(source, from + 1, 32, quants, unit * 256 + row * 8);
    moveWords(source, from + 33, 16, scales, unit * 136 + 8 + row * 2);
  },
};

/** d; 64 × the lower 8 bits of an index; 64 × the ninth; 256 signs; 8 × 4 bits of scale. */
const iq3_s: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 110,
  quantBytes: 64,
  scaleBytes: 368,
  codebook: () => codebook("iq3_s"),
  repack(source, from, { quants, scales }, unit, row) {
    scales[unit * 184 + row] = source[from]!;
    moveQuads(source, from + 1, 32, quants, unit * 256 + row * 8);
    moveWords(source, from + 33, 22, scales, unit * 184 + 8 + row * 2);
  },
};

export const codebookLayouts: Record<string, UnitLayout> = {
  IQ1_S: iq1_s,
  IQ1_M: iq1_m,
  IQ2_XXS: iq2_xxs,
  IQ2_XS: iq2_xs,
  IQ2_S: iq2_s,
  IQ3_XXS: iq3_xxs,
  IQ3_S: iq3_s,
};
