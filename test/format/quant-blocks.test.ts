// Sizes of tensors and rows in each storage type.
import { describe, expect, it } from "vitest";
import { QUANT_TYPES, quantTypeOf, rowBytes, tensorBytes } from "../../src/format/quant-blocks.ts";

describe("quant blocks", () => {
  it("sizes a row", () => {
    expect(rowBytes("Q4_0", 64)).toBe(36);
    expect(rowBytes("F16", 3)).toBe(6);
    expect(tensorBytes("Q6_K", [10, 512])).toBe(10 * 2 * 210);
    expect(tensorBytes("F32", [])).toBe(4);
    expect(tensorBytes("Q8_0", [0, 32])).toBe(0);
  });

  it("refuses a row that is no whole number of blocks", () => {
    expect(() => rowBytes("Q4_K", 128)).toThrow(
      "Expected rows of a multiple of 256 elements in type Q4_K but found 128",
    );
  });

  it("finds each type by its id, and names the ids it does not know", () => {
    for (const [name, { id }] of Object.entries(QUANT_TYPES)) expect(quantTypeOf(id, "t")).toBe(name);
    expect(() => quantTypeOf(4, "t")).toThrow("Q4_2");
    expect(() => quantTypeOf(999, "t")).toThrow(expect.objectContaining({ code: "unsupported" }));
  });
});
