// The quant types whose codes of 4 bits stand for values of a table: IQ4_NL, IQ4_XS, MXFP4, NVFP4. File layouts: ggml's block structs (ggml-common.h);
// the tables: shaders/lib/value_table.wgsl.
import { legacyLayouts } from "./legacy.ts";
import type { UnitLayout } from "./unit-layout.ts";

/** d, 2 upper bits of 8 scales, 4 lower bits of each, 256 × 4 bits. Codes lie in the file as the kernels want them. */
const iq4_xs: UnitLayout = {
  columns: 256,
  exact: true,
  fileBytes: 136,
  quantBytes: 128,
  scaleBytes: 64,
  repack(source, from, { quants, scales }, unit, row) {
    const at = unit * 32 + row * 2;
    for (let i = 0; i < 4; i++) scales[at + (i >> 1) * 16 + (i & 1)] = source[from + i]!;
    const to = unit * 512 + row * 8;
    for (let i = 0; i < 64; i++) quants[to + (i >> 3) * 64 + (i & 7)] = source[from + 4 + i]!;
  },
};

/** The exponent of 2, a byte; 32 × 4 bits. */
const mxfp4: UnitLayout = {
  columns: 32,
  exact: true,
  fileBytes: 17,
  quantBytes: 16,
  scaleBytes: 8,
  repack(source, from, { quants, scales }, unit, row) {
    const byte = source[from]! >> 8;
    const at = unit * 4 + (row >> 1);
    scales[at] = row & 1 ? (scales[at]! & 255) | (byte << 8) : (scales[at]! & 0xff00) | byte;
    const to = (unit * 8 + row) * 8;
    for (let i = 0; i < 8; i++) quants[to + i] = source[from + 1 + i]!;
  },
};

/** 4 scales of 7 bits, 64 × 4 bits. A scale of 127 (the number it would be is none) stands for 0 and becomes it; the bit above a scale is dropped. */
const nvfp4: UnitLayout = {
  columns: 64,
  exact: true,
  fileBytes: 36,
  quantBytes: 32,
  scaleBytes: 32,
  repack(source, from, { quants, scales }, unit, row) {
    for (let i = 0; i < 2; i++) {
      const pair = source[from + i]!;
      scales[(unit * 8 + row) * 2 + i] = scale(pair & 255) | (scale(pair >> 8) << 8);
    }
    const to = unit * 128 + row * 8;
    for (let i = 0; i < 16; i++) quants[to + (i >> 3) * 64 + (i & 7)] = source[from + 2 + i]!;
  },
};

const scale = (byte: number): number => (byte === 127 ? 0 : byte & 127);

export const valueTableLayouts: Record<string, UnitLayout> = {
  // Only what a code stands for differs.
  IQ4_NL: legacyLayouts.Q4_0!,
  IQ4_XS: iq4_xs,
  MXFP4: mxfp4,
  NVFP4: nvfp4,
};
