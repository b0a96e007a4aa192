// F32, F16, BF16: rows are moved in 16-byte words, the same word of all 8 rows of a tile together; there are no scales.
import type { UnitLayout } from "./unit-layout.ts";

/** @param bytes of one element */
function floats(bytes: number): UnitLayout {
  const words = bytes / 2; // 16-bit words of an element
  const perUnit = 32 * words;
  return {
    columns: 32,
    exact: false,
    fileBytes: 32 * bytes,
    quantBytes: 32 * bytes,
    scaleBytes: 0,
    repack(source, from, { quants }, unit, row, columns) {
      const to = unit * 8 * perUnit + row * 8;
      for (let i = 0; i < columns * words; i++) quants[to + (i >> 3) * 64 + (i & 7)] = source[from + i]!;
    },
  };
}

export const floatLayouts: Record<string, UnitLayout> = { F32: floats(4), F16: floats(2), BF16: floats(2) };
