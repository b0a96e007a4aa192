// The GGUF writer: what it lays out, and what it refuses.
import { describe, expect, it } from "vitest";
import { field, type GgufField, ggufHeader, writeGguf } from "../../../src/format/gguf/write.ts";

describe("writeGguf", () => {
  it("writes the smallest file there is", () => {
    const bytes = writeGguf({ metadata: [], tensors: [] });
    expect([...bytes.subarray(0, 8)]).toEqual([0x47, 0x47, 0x55, 0x46, 3, 0, 0, 0]);
    expect(bytes).toHaveLength(32);
  });

  it("places each tensor after the one before, aligned", () => {
    const tensor = { type: "I8" as const, shape: [5] };
    const tensors = ["a", "b", "c"].map((name) => ({ name, ...tensor }));
    const { header, offsets } = ggufHeader({ metadata: [], tensors, alignment: 16 });
    expect(offsets.map((offset) => offset - header.length)).toEqual([0, 16, 32]);
    expect(header.length % 16).toBe(0);
  });

  it("takes arrays and texts as they are", () => {
    const plain = writeGguf({
      metadata: [
        ["a", Float32Array.of(1)],
        ["b", ["x"]],
        ["c", true],
      ],
      tensors: [],
    });
    const typed: [string, GgufField][] = [
      ["a", field("float32[]", Float32Array.of(1))],
      ["b", field("string[]", ["x"])],
      ["c", field("bool", true)],
    ];
    expect(writeGguf({ metadata: typed, tensors: [] })).toEqual(plain);
  });

  const data = new Uint8Array(4);
  const f32 = { name: "t", type: "F32" as const, shape: [1], data };
  it.each([
    ["an alignment of 13", { metadata: [], tensors: [], alignment: 13 }],
    ["an alignment of 0", { metadata: [], tensors: [], alignment: 0 }],
    ["two alignments", { metadata: [["general.alignment", field("uint32", 64)] as const], tensors: [] }],
    ["an empty key", { metadata: [["", "x"] as const], tensors: [] }],
    ["an integer that does not fit", { metadata: [["k", field("uint8", 256)] as const], tensors: [] }],
    ["a fraction as an integer", { metadata: [["k", field("uint32", 1.5)] as const], tensors: [] }],
    ["a text as a number", { metadata: [["k", field("uint32", "1")] as const], tensors: [] }],
    ["an array of another type", { metadata: [["k", field("int8[]", new Uint8Array(1))] as const], tensors: [] }],
    ["a number as an array", { metadata: [["k", field("int8[]", 1)] as const], tensors: [] }],
    ["one name twice", { metadata: [], tensors: [f32, f32] }],
    ["a long name", { metadata: [], tensors: [{ ...f32, name: "x".repeat(64) }] }],
    ["five dimensions", { metadata: [], tensors: [{ ...f32, shape: [1, 1, 1, 1, 1] }] }],
    ["too little data", { metadata: [], tensors: [{ ...f32, shape: [2] }] }],
  ])("refuses %s", (_, spec) => {
    expect(() => writeGguf(spec)).toThrow(expect.objectContaining({ code: "bad-request" }));
  });
});
