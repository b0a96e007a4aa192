// Where files are cut: every byte of every tensor in exactly one chunk, in order, on row or block boundaries, and the same for what versions share.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { roundUp } from "../../src/base/bytes.ts";
import { bytesOf } from "../../src/base/manifest.ts";
import type { GgufFile, GgufTensor } from "../../src/format/gguf/types.ts";
import { QUANT_TYPES, type QuantType, tensorBytes } from "../../src/format/quant-blocks.ts";
import { cutFile, PACK_LIMIT } from "../../src/library/cut.ts";
import { FILE_DIGEST, manifestOf, manifestOfFile } from "../../src/library/manifest.ts";
import { CHUNK_LIMIT } from "../../src/store/schema.ts";

const MiB = 2 ** 20;

/** A file as the reader describes it; no bytes behind it. */
function described(tensors: { name: string; type: QuantType; shape: number[] }[], dataOffset = 4096): GgufFile {
  let end = dataOffset;
  const placed = tensors.map(({ name, type, shape }): GgufTensor => {
    const bytes = tensorBytes(type, shape);
    const offset = end;
    end = roundUp(end + bytes, 32);
    return { name, type, shape, offset, bytes };
  });
  const metadata = new Map([["general.architecture", "llama"]]);
  return { version: 3, metadata, types: new Map(), tensors: placed, dataOffset, alignment: 32, fileSize: end };
}

const matrix = (name: string, rows: number, columns: number, type: QuantType = "F32") => ({
  name,
  type,
  shape: [rows, columns],
});

test("a large tensor is cut at whole rows, small ones of a layer share a chunk, the header has its own", () => {
  const cuts = cutFile(
    described([
      matrix("token_embd.weight", 5000, 1025),
      matrix("blk.0.attn_norm.weight", 1, 64),
      matrix("blk.0.ffn_norm.weight", 1, 64),
      matrix("blk.1.attn_norm.weight", 1, 64),
    ]),
  );
  const rows = Math.floor(CHUNK_LIMIT / 4100);
  expect(cuts.map(({ bytes, parts }) => [bytes, parts.map(({ of }) => of)])).toEqual([
    [4096, ["header"]],
    [rows * 4100, [0]],
    [(5000 - rows) * 4100, [0]],
    [512, [1, 2]],
    [256, [3]],
  ]);
});

describe("limits", () => {
  test("a header longer than a chunk is cut too", () => {
    const cuts = cutFile(described([matrix("a", 1, 8)], 40 * MiB));
    expect(cuts.slice(0, 3).map(({ bytes }) => bytes)).toEqual([16 * MiB, 16 * MiB, 8 * MiB]);
  });

  test("a row longer than a chunk is cut at whole blocks", () => {
    const cuts = cutFile(described([matrix("a", 1, 32 * MiB, "Q4_0")])).slice(1);
    expect(cuts.map(({ bytes }) => bytes % 18)).toEqual(cuts.map(() => 0));
    expect(cuts[0]!.bytes).toBeGreaterThan(CHUNK_LIMIT - 18);
  });

  test("a layer's small tensors fill as many packs as they need", () => {
    const cuts = cutFile(described(["a", "b", "c"].map((name) => matrix(`blk.7.${name}`, 150, 1024)))).slice(1);
    expect(cuts.map(({ parts }) => parts.length)).toEqual([1, 1, 1]);
    const halves = cutFile(described(["a", "b", "c"].map((name) => matrix(`blk.7.${name}`, 128, 1024)))).slice(1);
    expect(halves.map(({ parts }) => parts.length)).toEqual([2, 1]);
  });

  test("a tensor without elements has no chunks, and a header without padding ends where the file does", () => {
    const file = { ...described([matrix("none", 0, 64), matrix("a", 1, 8)]) };
    expect(manifestOfFile(file).tensors[0]!.chunks).toEqual([]);
    const empty = { ...described([matrix("none", 0, 64)]), fileSize: 4000 };
    expect(manifestOfFile(empty).blobs.header).toEqual([{ digest: FILE_DIGEST, offset: 0, bytes: 4000 }]);
  });
});

const tensorShape = fc
  .record({
    layer: fc.constantFrom("", "blk.0.", "blk.1.", "blk.12."),
    type: fc.constantFrom<QuantType>("F32", "F16", "Q4_0", "Q8_0", "Q6_K"),
    rows: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 40_000 })),
    blocks: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 300 })),
  })
  .map(({ layer, type, rows, blocks }) => ({ layer, type, shape: [rows, blocks * QUANT_TYPES[type].blockSize] }));

const files = fc
  .array(tensorShape, { minLength: 1, maxLength: 20 })
  .map((tensors) =>
    described(tensors.map(({ layer, ...rest }, index) => ({ name: `${layer}t${index}.weight`, ...rest }))),
  );

describe("for any file", () => {
  test("the ranges of a tensor, one after the other, are its bytes in the file", () => {
    fc.assert(
      fc.property(files, (file) => {
        const manifest = manifestOfFile(file);
        for (const [index, { chunks }] of manifest.tensors.entries()) {
          let at = file.tensors[index]!.offset;
          for (const { offset, bytes } of chunks) {
            expect(offset).toBe(at);
            at += bytes;
          }
          expect(bytesOf(chunks)).toBe(file.tensors[index]!.bytes);
        }
        expect(manifest.blobs.header).toEqual([{ digest: FILE_DIGEST, offset: 0, bytes: file.dataOffset }]);
      }),
    );
  });

  test("chunks keep their limits, no byte is in two, and a part never splits a row that fits", () => {
    fc.assert(
      fc.property(files, (file) => {
        const cuts = cutFile(file);
        let total = 0;
        for (const { bytes, parts } of cuts) {
          expect(bytes).toBeLessThanOrEqual(parts.length > 1 ? PACK_LIMIT : CHUNK_LIMIT);
          expect(bytes).toBe(parts.reduce((sum, part) => sum + part.bytes, 0));
          total += bytes;
          for (const part of parts) {
            if (part.of === "header") continue;
            const { shape, bytes: whole } = file.tensors[part.of]!;
            expect(part.bytes % (whole / shape[0]!)).toBe(0);
          }
        }
        expect(total).toBe(file.dataOffset + file.tensors.reduce((sum, tensor) => sum + tensor.bytes, 0));
      }),
    );
  });

  test("in a chunk, ranges lie end to end from its first byte to its last", () => {
    fc.assert(
      fc.property(files, (file) => {
        const cuts = cutFile(file);
        const ends = new Map<string, number>();
        manifestOf(file, cuts, (part, cut, offset) => {
          const digest = String(cut);
          expect(offset).toBe(ends.get(digest) ?? 0);
          ends.set(digest, offset + part.bytes);
          return { digest, offset, bytes: part.bytes };
        });
        expect([...ends.values()]).toEqual(cuts.map(({ bytes }) => bytes));
      }),
    );
  });

  test("the order of the tensors in the file, and what is in other layers, change no cut of a layer", () => {
    fc.assert(
      fc.property(files, fc.integer(), (file, rotate) => {
        const turn = ((rotate % file.tensors.length) + file.tensors.length) % file.tensors.length;
        const other = described([
          ...file.tensors.slice(turn),
          ...file.tensors.slice(0, turn),
          matrix("blk.99.new.weight", 3, 32),
        ]);
        const contents = (of: GgufFile): string[] =>
          cutFile(of)
            .map(({ parts }) =>
              parts
                .map((part) => {
                  if (part.of === "header") return "header";
                  const tensor = of.tensors[part.of]!;
                  return `${tensor.name}+${part.offset - tensor.offset}:${part.bytes}`;
                })
                .join(),
            )
            .filter((content) => !content.startsWith("blk.99."))
            .sort();
        expect(contents(other)).toEqual(contents(file));
      }),
    );
  });
});
