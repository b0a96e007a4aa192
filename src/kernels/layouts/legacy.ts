// The quant types with blocks of 32: Q4_0, Q4_1, Q5_0, Q5_1, Q8_0. File layouts: ggml's block structs (ggml-common.h).
import type { UnitLayout } from "./unit-layout.ts";

/** A block of `head` 16-bit words of scale followed by codes in file order; codes of 16 bytes a row lie row by row, of 32 bytes word by word. */
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

export const legacyLayouts: Record<string, UnitLayout> = { Q4_0: q4_0, Q8_0: q8_0 };
