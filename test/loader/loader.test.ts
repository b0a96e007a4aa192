// The loader on buffers in memory: what arrives is the same however the bytes are cut, and wrong lengths are errors that name the tensor.
import { beforeAll, describe, expect, it, test } from "vitest";
import type { ChunkReader, ChunkRef, Manifest } from "../../src/base/manifest.ts";
import type { Progress } from "../../src/base/progress.ts";
import { readGguf } from "../../src/format/gguf/read.ts";
import { field, writeGguf } from "../../src/format/gguf/write.ts";
import { bytesSource } from "../../src/format/source.ts";
import type { GpuDevice } from "../../src/gpu/device.ts";
import { manifestOfFile } from "../../src/library/manifest.ts";
import { loadWeights, readFloats } from "../../src/loader/loader.ts";
import { readHyperparameters } from "../../src/model/hyperparameters.ts";
import { modelWeights } from "../../src/model/model-weights.ts";
import { type WeightSpecs, Weights } from "../../src/model/weights.ts";
import { MAKE_TYPES, type MakeType } from "../make/blocks.ts";
import { makeModel } from "../make/model.ts";
import { Random } from "../make/random.ts";

interface MemoryBuffer {
  label: string;
  data: Uint8Array;
}

/** As much of a device as the loader sees; buffers are arrays. */
function memoryDevice(maxStorageBufferBindingSize = 2 ** 27) {
  const buffers: MemoryBuffer[] = [];
  const queue = {
    writeBuffer({ data }: MemoryBuffer, at: number, source: ArrayBufferView) {
      data.set(new Uint8Array(source.buffer, source.byteOffset, source.byteLength), at);
    },
    onSubmittedWorkDone: async () => undefined,
  };
  const storage = (label: string, size: number) => {
    const buffer = { label, data: new Uint8Array(size) };
    buffers.push(buffer);
    return buffer;
  };
  const device = { limits: { maxStorageBufferBindingSize, maxBufferSize: 2 ** 28 } };
  const gpu = { buffers: { storage }, queue, device, check: () => undefined } as unknown as GpuDevice;
  return { gpu, buffers };
}

async function opened(bytes: Uint8Array): Promise<{ manifest: Manifest; specs: WeightSpecs; reader: ChunkReader }> {
  const file = await readGguf(bytesSource(bytes));
  const manifest = manifestOfFile(file);
  const { specs } = modelWeights(readHyperparameters(file.metadata), manifest.tensors);
  return { manifest, specs, reader: { read: async ({ offset, bytes: n }) => bytes.slice(offset, offset + n) } };
}

/** Cuts every tensor's ranges into random smaller ones of at most `most` bytes. */
function cut(manifest: Manifest, most: number, seed: number): Manifest {
  const random = new Random(seed);
  const cutRange = ({ digest, offset, bytes }: ChunkRef): ChunkRef[] => {
    const ranges: ChunkRef[] = [];
    for (let at = 0; at < bytes; at += ranges.at(-1)!.bytes) {
      ranges.push({ digest, offset: offset + at, bytes: Math.min(1 + random.below(most), bytes - at) });
    }
    return ranges;
  };
  const tensors = manifest.tensors.map((tensor) => ({ ...tensor, chunks: tensor.chunks.flatMap(cutRange) }));
  return { ...manifest, tensors };
}

describe("loadWeights", () => {
  it("brings every matrix and norm of a file to its buffers and reports the bytes", async () => {
    const { manifest, specs, reader } = await opened(makeModel({ type: "F32", dim: 64, ff: 96 }));
    const { gpu, buffers } = memoryDevice();
    const seen: Progress[] = [];
    await loadWeights(new Weights(gpu, specs), { gpu, manifest, reader, report: (progress) => seen.push(progress) });
    const norm = manifest.tensors.find(({ name }) => name === "output_norm.weight")!;
    const { data } = buffers.find(({ label }) => label === norm.name)!;
    expect(data.slice(0, 256)).toEqual(await reader.read(norm.chunks[0]!));
    expect(buffers.filter(({ label }) => !label.endsWith("scales")).every((b) => b.data.some((byte) => byte))).toBe(
      true,
    );
    const total = manifest.tensors.flatMap(({ chunks }) => chunks).reduce((sum, { bytes }) => sum + bytes, 0);
    expect(seen.at(-1)).toEqual({ stage: "load", done: total, total, unit: "bytes" });
    expect(seen.every(({ done }, i) => done <= total && done >= (seen[i - 1]?.done ?? 0))).toBe(true);
  });

  test.each(MAKE_TYPES)("%s: the buffers are the same however small and odd the ranges are", async (type: MakeType) => {
    const { manifest, specs, reader } = await opened(makeModel({ type, layers: 1, dim: 256, ff: 256, vocab: 261 }));
    const whole = memoryDevice();
    await loadWeights(new Weights(whole.gpu, specs), { gpu: whole.gpu, manifest, reader });
    for (const most of [700, 9001]) {
      const parts = memoryDevice();
      const pieces = cut(manifest, most, most);
      await loadWeights(new Weights(parts.gpu, specs), { gpu: parts.gpu, manifest: pieces, reader });
      expect(parts.buffers.map(({ label }) => label)).toEqual(whole.buffers.map(({ label }) => label));
      for (const [i, { label, data }] of parts.buffers.entries()) {
        expect(Buffer.compare(data, whole.buffers[i]!.data), `${label} in ranges of ${most}`).toBe(0);
      }
    }
  });

  test("shards hold together what one buffer does", async () => {
    const { manifest, specs, reader } = await opened(
      makeModel({ type: "Q8_0", layers: 1, dim: 64, ff: 96, vocab: 301 }),
    );
    const whole = memoryDevice();
    await loadWeights(new Weights(whole.gpu, specs), { gpu: whole.gpu, manifest, reader });
    const small = memoryDevice(4096);
    await loadWeights(new Weights(small.gpu, specs), { gpu: small.gpu, manifest: cut(manifest, 999, 1), reader });
    const joined = new Map<string, Buffer>();
    for (const { label, data } of small.buffers) {
      expect(data.length, label).toBeLessThanOrEqual(4096);
      joined.set(label, Buffer.concat([joined.get(label) ?? Buffer.alloc(0), data]));
    }
    expect(small.buffers.length).toBeGreaterThan(whole.buffers.length);
    for (const { label, data } of whole.buffers) expect(Buffer.compare(joined.get(label)!, data), label).toBe(0);
  });

  describe("refuses", () => {
    let model: Awaited<ReturnType<typeof opened>>;
    beforeAll(async () => {
      model = await opened(makeModel({ type: "Q8_0", layers: 1, dim: 64, ff: 96 }));
    });

    /** Loads with the bytes of one tensor changed in number. */
    async function withLength(name: string, change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>) {
      const { manifest, specs, reader } = model;
      const { offset } = manifest.tensors.find((tensor) => tensor.name === name)!.chunks[0]!;
      const read: ChunkReader["read"] = async (ref) => {
        const bytes = await reader.read(ref);
        return ref.offset === offset ? change(bytes) : bytes;
      };
      const { gpu } = memoryDevice();
      await loadWeights(new Weights(gpu, specs), { gpu, manifest, reader: { read } });
    }

    test.each([
      ["a matrix cut short", "blk.0.ffn_up.weight", 6528, (b: Uint8Array<ArrayBuffer>) => b.slice(0, 100)],
      ["an empty matrix", "blk.0.ffn_up.weight", 6528, () => new Uint8Array()],
      ["a matrix that goes on", "blk.0.ffn_up.weight", 6528, (b: Uint8Array<ArrayBuffer>) => Uint8Array.of(...b, 1)],
      ["a norm cut short", "output_norm.weight", 256, (b: Uint8Array<ArrayBuffer>) => b.slice(0, 100)],
      [
        "a norm that goes on",
        "output_norm.weight",
        256,
        (b: Uint8Array<ArrayBuffer>) => Uint8Array.of(...b, 1, 2, 3, 4),
      ],
    ])("%s", async (_name, tensor, bytes, change) => {
      const message = expect.stringMatching(`^Expected ${bytes} bytes in ${tensor} but found \\d+$`);
      await expect(withLength(tensor, change)).rejects.toMatchObject({ code: "bad-model", message });
    });

    test("a matrix of which 8 rows fit no binding", () => {
      const { gpu } = memoryDevice(256);
      expect(() => new Weights(gpu, model.specs)).toThrow(/to fit 256 bytes but they need/);
    });

    test("a type without kernels", async () => {
      const { manifest, specs } = model;
      const matrices = specs.matrices.map((spec) => ({ ...spec, type: "Q8_K" }));
      expect(() => new Weights(memoryDevice().gpu, { ...specs, matrices })).toThrow(/found Q8_K/);
      expect(manifest.tensors).not.toHaveLength(0);
    });
  });

  test("stops between two ranges when the signal fires", async () => {
    const { manifest, specs, reader } = await opened(makeModel({ type: "F16", layers: 1, dim: 64, ff: 96 }));
    const { gpu } = memoryDevice();
    const controller = new AbortController();
    let reads = 0;
    const counting: ChunkReader = {
      read: (ref, signal) => {
        reads++;
        if (reads === 5) controller.abort("enough");
        return reader.read(ref, signal);
      },
    };
    const options = { gpu, manifest: cut(manifest, 500, 4), reader: counting, signal: controller.signal };
    await expect(loadWeights(new Weights(gpu, specs), options)).rejects.toMatchObject({
      code: "aborted",
      cause: "enough",
    });
    expect(reads).toBe(5);
  });
});

describe("readFloats", () => {
  const values = Float32Array.of(1, -2.5, 0.125);
  const tensor = async (type: "F32" | "F16" | "BF16" | "Q8_0", data: Uint8Array) => {
    const shape = [type === "Q8_0" ? 32 : 3];
    const bytes = writeGguf({
      metadata: [
        ["general.architecture", "llama"],
        ["n", field("uint32", 1)],
      ],
      tensors: [{ name: "t", type, shape, data }],
    });
    const manifest = manifestOfFile(await readGguf(bytesSource(bytes)));
    const read: ChunkReader["read"] = async ({ offset, bytes: n }) => bytes.slice(offset, offset + n);
    return readFloats(manifest.tensors[0]!, { read });
  };

  test.each([
    ["F32", new Uint8Array(values.buffer)],
    ["F16", new Uint8Array(Uint16Array.of(0x3c00, 0xc100, 0x3000).buffer)],
    ["BF16", new Uint8Array(Uint16Array.of(0x3f80, 0xc020, 0x3e00).buffer)],
  ] as const)("%s", async (type, data) => {
    expect(await tensor(type, data)).toEqual(values);
  });

  test("a quantized vector is refused by name", async () => {
    const message = "Expected t of type F32, F16 or BF16 but found Q8_0";
    await expect(tensor("Q8_0", new Uint8Array(34))).rejects.toMatchObject({ code: "unsupported", message });
  });
});
