// Sizes and refusals of weight layouts, and that repacking by tiles gives the same as repacking at once. What the streams mean: row-gather.test.ts.
import { describe, expect, it } from "vitest";
import { type QuantType, rowBytes } from "../../src/format/quant-blocks.ts";
import { WEIGHT_TYPES, WeightLayout } from "../../src/kernels/weight-layout.ts";
import { type MakeType, randomBlocks } from "../make/blocks.ts";
import { Random } from "../make/random.ts";
import { GRIDS } from "../reference/codebooks.ts";
import { columnsOf } from "./weights.ts";

const bytesOf = (words: Uint16Array) => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

/** How many bits are set. */
function ones(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll("0", "").length, 0);
}

describe("WeightLayout", () => {
  it("gives the sizes of a tile of 8 rows", () => {
    const layout = new WeightLayout("Q4_0", 20, 64);
    expect(layout).toMatchObject({ tiles: 3, rowBytes: 36, quantBytes: 8 * 32, scaleBytes: 8 * 4 });
  });

  it.each(WEIGHT_TYPES)("%s takes as many bytes as in the file", (type) => {
    const { columns, ...layout } = new WeightLayout(type, 8, 512);
    // Digits to base 3 become codes of 2 bits: 66 bytes for 54.
    const grown = type === "TQ1_0" ? 66 / 54 : 1;
    expect(layout.quantBytes + layout.scaleBytes).toBe(8 * layout.rowBytes * grown);
    expect(layout.quantBytes % 16).toBe(0);
    expect(layout.scaleBytes % 4).toBe(0);
    expect(layout.rowBytes).toBe(rowBytes(type as QuantType, columns));
  });

  it.each(WEIGHT_TYPES)("%s repacked by tiles, from an even address, is as repacked at once", (type) => {
    const [rows, columns] = [21, columnsOf(type)];
    const source = randomBlocks(type as MakeType, rows * columns, 1, new Random(1));
    const layout = new WeightLayout(type, rows, columns);
    const whole = layout.repack(source, rows);
    expect(whole.quants.byteLength).toBe(layout.tiles * layout.quantBytes);
    expect(whole.scales.byteLength).toBe(layout.tiles * layout.scaleBytes);
    for (let tile = 0; tile < layout.tiles; tile++) {
      const piece = source.subarray(tile * 8 * layout.rowBytes, (tile + 1) * 8 * layout.rowBytes);
      const shifted = new Uint8Array(piece.length + 2);
      shifted.set(piece, 2);
      const part = layout.repack(shifted.subarray(2), Math.min(8, rows - tile * 8));
      const range = (bytes: number) => [tile * bytes, (tile + 1) * bytes] as const;
      expect(bytesOf(part.quants)).toEqual(bytesOf(whole.quants).slice(...range(layout.quantBytes)));
      expect(bytesOf(part.scales)).toEqual(bytesOf(whole.scales).slice(...range(layout.scaleBytes)));
    }
  });

  // The others invert some bits, or write TQ1_0's digits anew.
  it.each(WEIGHT_TYPES.filter((type) => !["Q5_0", "Q3_K", "Q6_K", "TQ1_0"].includes(type)))(
    "%s keeps every bit",
    (type) => {
      const [rows, columns] = [9, columnsOf(type)];
      const source = randomBlocks(type as MakeType, rows * columns, 1, new Random(2));
      const { quants, scales } = new WeightLayout(type, rows, columns).repack(source, rows);
      expect(ones(bytesOf(quants)) + ones(bytesOf(scales))).toBe(ones(source));
    },
  );

  it.each([
    ["IQ1_S", "iq1"],
    ["IQ1_M", "iq1"],
    ["IQ2_XXS", "iq2_xxs"],
    ["IQ2_XS", "iq2_xs"],
    ["IQ2_S", "iq2_s"],
    ["IQ3_XXS", "iq3_xxs"],
    ["IQ3_S", "iq3_s"],
  ] as const)("has the codebook of %s before the scales", (type, name) => {
    const layout = new WeightLayout(type, 9, 256);
    const words = new Uint32Array(layout.codebook.buffer);
    const values = [...new Set(GRIDS[name])].sort((a, b) => a - b);
    const digits = name.startsWith("iq3") ? 4 : 8;
    expect(words.length * 2 * digits).toBe(GRIDS[name].length);
    const found = GRIDS[name].map((_, i) => {
      const [index, digit] = [Math.floor(i / digits), i % digits];
      const bits = words[index >> 1]! >>> ((index & 1) * 4 + (digit % 4) * 8 + (digit >> 2) * 2);
      return values[bits & (digits === 8 ? 3 : 7)];
    });
    expect(found).toEqual(GRIDS[name]);

    const source = randomBlocks(type, 9 * 256, 1, new Random(4));
    const [packed, plain] = [layout.pack(source), layout.repack(source, 9)];
    expect(layout.codebook.byteLength % 16).toBe(0);
    expect(bytesOf(packed.quants)).toEqual(bytesOf(plain.quants));
    expect([...packed.scales]).toEqual([...layout.codebook, ...plain.scales]);
  });

  it("has no codebook for other types", () => {
    const layout = new WeightLayout("Q4_0", 8, 32);
    expect(layout.codebook).toHaveLength(0);
    expect(layout.pack(new Uint8Array(8 * 18).fill(1))).toEqual(layout.repack(new Uint8Array(8 * 18).fill(1), 8));
  });

  it("takes NVFP4's scale that is no number for 0, and drops the bit above a scale", () => {
    const block = new Uint8Array(36).fill(0, 4);
    block.set([0x7f, 0x80, 0xff, 0x38]);
    const { scales } = new WeightLayout("NVFP4", 1, 64).repack(block, 1);
    expect([...bytesOf(scales).slice(0, 4)]).toEqual([0, 0, 0x7f, 0x38]);
  });

  it("refuses a type without kernels", () => {
    expect(() => new WeightLayout("Q9_X", 8, 256)).toThrow(
      expect.objectContaining({ code: "unsupported", message: expect.stringContaining("found Q9_X") }),
    );
  });

  it.each([
    ["Q4_0", 172],
    ["Q4_K", 128],
    ["NVFP4", 96],
    ["Q1_0", 192],
    ["IQ2_XXS", 128],
  ])("refuses %s rows of %d columns", (type, columns) => {
    expect(() => new WeightLayout(type, 8, columns)).toThrow(expect.objectContaining({ code: "bad-model" }));
  });
});
