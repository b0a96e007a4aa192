// The quant types with blocks of 32: Q4_0, Q4_1, Q5_0, Q5_1, Q8_0. File layouts: ggml's block structs (ggml-common.h).
import { spreadBits } from "./bit-planes.ts";
import type { UnitLayout } from "./unit-layout.ts";

/** Codes of 4 bits lie in the file as the kernels want them. */
const q4_0: UnitLayout = {
  columns: 32,
  exact: true,
  fileBytes: 18,
  quantBytes: 16,
  scaleBytes: 16,
  repack(source, from, { quants, scales }, unit, row) {
    scales[unit * 8 + row] = source[from]!;
    const to = (unit * 8 + row) * 8;
    for (let i = 0; i < 8; i++) quants[to + i] = source[from + 1 + i]!;
  },
};

const q4_1: UnitLayout = {
  columns: 32,
  exact: true,
  fileBytes: 20,
  quantBytes: 16,
  scaleBytes: 32,
  repack(source, from, { quants, scales }, unit, row) {
    const at = (unit * 8 + row) * 2;
    scales[at] = source[from]!;
    scales[at + 1] = source[from + 1]!;
    const to = (unit * 8 + row) * 8;
    for (let i = 0; i < 8; i++) quants[to + i] = source[from + 2 + i]!;
  },
};

const q5_0: UnitLayout = {
  columns: 32,
  exact: true,
  fileBytes: 22,
  quantBytes: 16,
  scaleBytes: 48,
  repack(source, from, { quants, scales }, unit, row) {
    scales[unit * 24 + row] = source[from]!;
    const bits = ~spreadBits(source[from + 1]!, source[from + 2]!);
    const at = unit * 24 + 8 + row * 2;
    scales[at] = bits;
    scales[at + 1] = bits >>> 16;
    const to = (unit * 8 + row) * 8;
    for (let i = 0; i < 8; i++) quants[to + i] = source[from + 3 + i]!;
  },
};

const q5_1: UnitLayout = {
  columns: 32,
  exact: true,
  fileBytes: 24,
  quantBytes: 16,
  scaleBytes: 64,
  repack(source, from, { quants, scales }, unit, row) {
    const at = unit * 32 + row * 2;
    scales[at] = source[from]!;
    scales[at + 1] = source[from + 1]!;
    const bits = spreadBits(source[from + 2]!, source[from + 3]!);
    scales[at + 16] = bits;
    scales[at + 17] = bits >>> 16;
    const to = (unit * 8 + row) * 8;
    for (let i = 0; i < 8; i++) quants[to + i] = source[from + 4 + i]!;
  },
};

/** Two 16-byte words of codes, each lying with that of the other rows. */
const q8_0: UnitLayout = {
  columns: 32,
  exact: true,
  fileBytes: 34,
  quantBytes: 32,
  scaleBytes: 16,
  repack(source, from, { quants, scales }, unit, row) {
    scales[unit * 8 + row] = source[from]!;
    const to = unit * 128 + row * 8;
    for (let i = 0; i < 16; i++) quants[to + (i >> 3) * 64 + (i & 7)] = source[from + 1 + i]!;
  },
};

export const legacyLayouts: Record<string, UnitLayout> = {
  Q4_0: q4_0,
  Q4_1: q4_1,
  Q5_0: q5_0,
  Q5_1: q5_1,
  Q8_0: q8_0,
};
