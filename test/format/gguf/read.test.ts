// The GGUF reader: descriptors from bytes in bounded reads, the types and values that were written, limits that hold.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readGguf } from "../../../src/format/gguf/read.ts";
import type { GgufType, GgufValue } from "../../../src/format/gguf/types.ts";
import { field, fieldsOf, type GgufField, writeGguf } from "../../../src/format/gguf/write.ts";
import { QUANT_TYPES, type QuantType, tensorBytes } from "../../../src/format/quant-blocks.ts";
import { type ByteSource, bytesSource, readCounts } from "../../../src/format/source.ts";

describe("readGguf", () => {
  it("gives metadata and tensors", async () => {
    const bytes = writeGguf({
      metadata: [
        ["general.architecture", "llama"],
        ["llama.block_count", field("uint32", 2)],
      ],
      tensors: [{ name: "w", type: "F32", shape: [2, 3], data: new Uint8Array(24).fill(7) }],
    });
    const file = await readGguf(bytesSource(bytes));
    expect(file.metadata.get("general.architecture")).toBe("llama");
    expect(file.metadata.get("llama.block_count")).toBe(2);
    expect(file.tensors).toEqual([{ name: "w", type: "F32", shape: [2, 3], offset: file.dataOffset, bytes: 24 }]);
    expect(bytes.subarray(file.dataOffset, file.dataOffset + 24)).toEqual(new Uint8Array(24).fill(7));
  });

  it("gives back what was written, whatever it was", async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, async ({ metadata, tensors, alignment, version }) => {
        const bytes = writeGguf({ metadata, tensors, alignment, version });
        const file = await readGguf(bytesSource(bytes));
        const fields = fieldsOf(file).filter(([key]) => key !== "general.alignment");
        expect(fields).toEqual(metadata);
        expect(file).toMatchObject({ alignment, version, fileSize: bytes.length });
        expect(file.dataOffset % alignment).toBe(0);
        const read = file.tensors.map(({ offset, bytes: length, ...rest }) => ({
          ...rest,
          data: bytes.slice(offset, offset + length),
        }));
        expect(read).toEqual(tensors);
        expect(file.tensors.every(({ offset }) => offset % alignment === 0)).toBe(true);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("reads 256 000 tokens across every read boundary", async () => {
    const tokens = Array.from({ length: 256_000 }, (_, id) => `▁token${id}`);
    const bytes = writeGguf({ metadata: [["tokenizer.ggml.tokens", tokens]], tensors: [] });
    const counts = readCounts();
    const file = await readGguf(bytesSource(bytes), { counts });
    expect(file.metadata.get("tokenizer.ggml.tokens")).toEqual(tokens);
    expect(counts.reads).toBeLessThan(10);
    expect(counts.bytesRead).toBe(bytes.length);
    expect(counts.kept).toBeLessThan(4 * bytes.length);
  });

  it("needs no tensor data where only the header is there", async () => {
    const data = new Uint8Array(4096);
    const bytes = writeGguf({ metadata: [["k", "v"]], tensors: [{ name: "w", type: "I8", shape: [4096], data }] });
    const whole = await readGguf(bytesSource(bytes));
    const header = bytesSource(bytes.subarray(0, whole.dataOffset));
    expect((await readGguf(header, { headerOnly: true })).tensors).toEqual(whole.tensors);
    await expect(readGguf(header)).rejects.toMatchObject({ code: "bad-model", data: { tensor: "w" } });
  });

  it("does not read tensor data beyond its first read-ahead", async () => {
    const data = new Uint8Array(2 ** 24);
    const bytes = writeGguf({ metadata: [["k", "v"]], tensors: [{ name: "w", type: "I8", shape: [2 ** 24], data }] });
    const counts = readCounts();
    await readGguf(bytesSource(bytes), { counts });
    expect(counts).toMatchObject({ reads: 1, bytesRead: 256 * 1024 });
  });

  it("keeps a leading U+FEFF, and integers too large for a number", async () => {
    const metadata: [string, GgufField][] = [
      ["bom", field("string[]", ["\ufeffa", "\ufeff"])],
      ["large", field("uint64", 2n ** 64n - 1n)],
      ["small", field("int64", -(2n ** 63n))],
      ["exact", field("uint64", 2 ** 53 - 1)],
    ];
    const file = await readGguf(bytesSource(writeGguf({ metadata, tensors: [] })));
    expect(fieldsOf(file)).toEqual(metadata);
  });

  it.each([
    ["keys", { keys: 1 }, "at most 1 metadata keys"],
    ["a key's bytes", { keyBytes: 1 }, "at most 1 bytes of key 1"],
    ["a string's bytes", { stringBytes: 2 }, 'at most 2 bytes of key "k"'],
    ["an array's length", { arrayLength: 1 }, "at most 1 elements"],
    ["nesting", { nesting: 1 }, "at most 1 deep"],
    ["tensors", { tensors: 1 }, "at most 1 tensors"],
    ["a tensor name's bytes", { nameBytes: 2 }, "at most 2 bytes of the name"],
    ["the header's bytes", { headerBytes: 100 }, "a header of at most 100 bytes"],
    ["memory", { keptBytes: 400 }, "fits in 400 bytes"],
  ])("refuses more than its limit on %s", async (_, limits, message) => {
    const metadata: [string, GgufField][] = [
      ["k", field("string", "abc")],
      ["array", field("uint8[]", new Uint8Array(2))],
      ["nested", field("uint8[][]", [new Uint8Array(1)])],
    ];
    const tensor = { type: "F32" as const, shape: [1], data: new Uint8Array(4) };
    const tensors = [
      { name: "one", ...tensor },
      { name: "two", ...tensor },
    ];
    const source = bytesSource(writeGguf({ metadata, tensors }));
    await expect(readGguf(source)).resolves.toBeDefined();
    await expect(readGguf(source, { limits })).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining(message),
    });
  });

  it("names a source that gives fewer bytes than its size", async () => {
    const source: ByteSource = { size: 1000, read: async () => new Uint8Array(10) };
    await expect(readGguf(source)).rejects.toMatchObject({ code: "bad-model", data: { expected: 1000, found: 10 } });
  });

  it("stops when its signal fires", async () => {
    const source = bytesSource(writeGguf({ metadata: [], tensors: [] }));
    await expect(readGguf(source, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "aborted" });
  });
});

const ints = (type: GgufType, min: number, max: number) => fc.integer({ min, max }).map((n) => field(type, n));
const bytesOf = (make: (buffer: ArrayBuffer) => GgufValue, width: number) =>
  fc.uint8Array({ maxLength: 5 * width }).map((raw) => make(raw.slice(0, raw.length - (raw.length % width)).buffer));
const text = fc.string({ unit: "grapheme", maxLength: 12 }).map((value) => value.toWellFormed());
const bytes8 = bytesOf((buffer) => new Uint8Array(buffer), 1);

const anyField: fc.Arbitrary<GgufField> = fc.oneof(
  ints("uint8", 0, 255),
  ints("int8", -128, 127),
  ints("uint16", 0, 65535),
  ints("int16", -32768, 32767),
  ints("uint32", 0, 2 ** 32 - 1),
  ints("int32", -(2 ** 31), 2 ** 31 - 1),
  fc.float({ noNaN: true }).map((n) => field("float32", n)),
  fc.double({ noNaN: true }).map((n) => field("float64", n)),
  fc.maxSafeInteger().map((n) => field("int64", n)),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }).map((n) => field("uint64", n)),
  fc.boolean().map((value) => field("bool", value)),
  text.map((value) => field("string", value)),
  fc.array(text).map((value) => field("string[]", value)),
  fc.array(fc.boolean()).map((value) => field("bool[]", value)),
  bytes8.map((value) => field("uint8[]", value)),
  bytesOf((buffer) => new Int32Array(buffer), 4).map((value) => field("int32[]", value)),
  bytesOf((buffer) => new BigUint64Array(buffer), 8).map((value) => field("uint64[]", value)),
  fc.array(bytes8).map((value) => field("uint8[][]", value)),
  fc.array(fc.array(text), { minLength: 1 }).map((value) => field("string[][]", value)),
);

const anyTensor = fc
  .record({
    type: fc.constantFrom(...(Object.keys(QUANT_TYPES) as QuantType[])),
    blocks: fc.integer({ min: 0, max: 3 }),
    outer: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
  })
  .map(({ type, blocks, outer }) => {
    const shape = [...outer, blocks * QUANT_TYPES[type].blockSize];
    return { type, shape, data: Uint8Array.from({ length: tensorBytes(type, shape) }, (_, i) => i) };
  });

const anyFile = fc.record({
  metadata: fc.uniqueArray(fc.tuple(text.filter(Boolean), anyField), { selector: ([key]) => key, maxLength: 8 }),
  tensors: fc.array(anyTensor, { maxLength: 5 }).map((all) => all.map((tensor, i) => ({ name: `t${i}`, ...tensor }))),
  alignment: fc.constantFrom(1, 8, 32, 64, 4096),
  version: fc.constantFrom(2 as const, 3 as const),
});
