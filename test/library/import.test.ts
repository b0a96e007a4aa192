// What an import stores is what the file holds, byte for byte, and it holds no more of it in memory than a chunk at a time.
import "fake-indexeddb/auto";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { readGguf } from "../../src/format/gguf/read.ts";
import { QUANT_TYPES, type QuantType } from "../../src/format/quant-blocks.ts";
import { bytesSource } from "../../src/format/source.ts";
import { localLocks } from "../../src/library/locks.ts";
import { ModelLibrary } from "../../src/library/service.ts";
import { StoredChunkReader } from "../../src/store/chunk-reader.ts";
import { CHUNK_LIMIT } from "../../src/store/schema.ts";
import { openStore } from "../../src/store/store.ts";
import { fixtureBytes, fixtureNames, hasFixtures } from "../make/fixtures.ts";
import { type TinyTensor, tinyFile, tinyGguf } from "./tiny.ts";

const never = new AbortController().signal;
let databases = 0;

/** Imports a file and compares every tensor and the header, read back through a fresh reader, with the file. */
async function expectRoundTrip(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  using store = await openStore({ name: `import-test-${databases++}` });
  const library = new ModelLibrary({ store, locks: localLocks() });
  await library.import(new Blob([bytes]), "m", () => {}, never);
  const { manifest } = await library.resolve("m");
  const { tensors, dataOffset } = await readGguf(bytesSource(bytes));
  const reader = new StoredChunkReader(store.chunks);
  const places = [
    { chunks: manifest.blobs.header!, offset: 0, bytes: dataOffset, name: "header" },
    ...tensors.map((tensor, index) => ({ ...tensor, chunks: manifest.tensors[index]!.chunks })),
  ];
  for (const { chunks, offset, bytes: length, name } of places) {
    const parts: Uint8Array[] = [];
    for (const ref of chunks) parts.push(await reader.read(ref));
    expect(Buffer.concat(parts).equals(bytes.subarray(offset, offset + length)), name).toBe(true);
  }
  expect(manifest.tensors.map(({ name, type, shape }) => ({ name, type, shape }))).toEqual(
    tensors.map(({ name, type, shape }) => ({ name, type, shape })),
  );
}

test("a tensor of several chunks and its small neighbours come back whole", async () => {
  await expectRoundTrip(
    tinyGguf([
      { name: "token_embd.weight", type: "F32", shape: [4200, 1025], seed: 1 },
      { name: "output_norm.weight", type: "F32", shape: [1025], seed: 2 },
      { name: "none.weight", type: "F32", shape: [0, 32], seed: 3 },
    ]),
  );
});

test("any mix of tensors comes back whole", async () => {
  const tensor = fc
    .record({
      layer: fc.constantFrom("", "blk.0.", "blk.1."),
      type: fc.constantFrom<QuantType>("F32", "Q4_0", "Q6_K"),
      rows: fc.integer({ min: 0, max: 40 }),
      blocks: fc.integer({ min: 1, max: 40 }),
      seed: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ layer, type, rows, blocks, seed }) => ({
      layer,
      type,
      shape: [rows, blocks * QUANT_TYPES[type].blockSize],
      seed,
    }));
  const mix = fc
    .array(tensor, { minLength: 1, maxLength: 12 })
    .map((tensors) => tensors.map(({ layer, ...rest }, index): TinyTensor => ({ name: `${layer}t${index}`, ...rest })));
  await fc.assert(
    fc.asyncProperty(mix, (tensors) => expectRoundTrip(tinyGguf(tensors))),
    { numRuns: 40 },
  );
});

test("the file is read one range at a time, none longer than a chunk", async () => {
  using store = await openStore({ name: `import-test-${databases++}` });
  const library = new ModelLibrary({ store, locks: localLocks() });
  const file = tinyFile("big.gguf", [{ name: "token_embd.weight", type: "F32", shape: [9000, 1024], seed: 1 }]);
  const slice = file.slice.bind(file);
  const longest = { range: 0, open: 0 };
  let open = 0;
  file.slice = (start, end) => {
    const part = slice(start, end);
    const read = part.arrayBuffer.bind(part);
    part.arrayBuffer = async () => {
      longest.range = Math.max(longest.range, part.size);
      longest.open = Math.max(longest.open, ++open);
      const bytes = await read();
      open--;
      return bytes;
    };
    return part;
  };
  const { bytes } = await library.import(file, undefined, () => {}, never);
  expect(bytes).toBeGreaterThan(2 * CHUNK_LIMIT);
  expect(longest).toEqual({ range: CHUNK_LIMIT, open: 1 });
});

test("equal chunks are written once, each relaxed, and the tag is moved in one strict transaction at the end", async () => {
  using store = await openStore({ name: `import-test-${databases++}` });
  const library = new ModelLibrary({ store, locks: localLocks() });
  const open = vi.spyOn(IDBDatabase.prototype, "transaction");
  const twice = ["a.weight", "b.weight"].map(
    (name): TinyTensor => ({ name, type: "F32", shape: [300, 1024], seed: 1 }),
  );
  try {
    await library.import(tinyFile("m.gguf", twice), undefined, () => {}, never);
    const writes = open.mock.calls.filter(([, mode]) => mode === "readwrite");
    expect(writes.map(([names, , options]) => [names, options?.durability])).toEqual([
      [["chunks", "pulls"], "relaxed"],
      [["chunks", "pulls"], "relaxed"],
      [["manifests", "tags", "pulls"], "strict"],
    ]);
  } finally {
    open.mockRestore();
  }
});

describe.skipIf(!hasFixtures)("third-party models", () => {
  const names = fixtureNames("models", ".gguf").filter((name) => /^(stories260K|shakes3M|llama)-/.test(name));

  test.each(names)("%s", async (name) => {
    await expectRoundTrip(fixtureBytes("models", name));
  });
});
