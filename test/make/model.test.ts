// The model maker: files that read back, weights of the size they should have, the same bytes for the same seed.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkModel } from "../../src/format/gguf/check.ts";
import { readGguf } from "../../src/format/gguf/read.ts";
import { bytesSource } from "../../src/format/source.ts";
import { MAKE_TYPES } from "./blocks.ts";
import { makeModel, makeModelFile } from "./model.ts";
import { referenceModel } from "./reference-model.ts";

describe("makeModel", () => {
  it.each(MAKE_TYPES)("%s: reads back, with logits that spread", async (type) => {
    const bytes = makeModel({ type, seed: 3 });
    const file = await readGguf(bytesSource(bytes));
    checkModel(file);
    expect(file.tensors.filter((tensor) => tensor.shape.length === 2).every((tensor) => tensor.type === type)).toBe(
      true,
    );
    const { logits, weights } = await referenceModel(bytes);
    for (const [name, values] of weights) {
      if (!name.startsWith("blk.") || name.includes("norm")) continue;
      const cols = name.includes("down") ? 512 : 256;
      const size = Math.sqrt(Array.from(values).reduce((sum, x) => sum + x * x, 0) / values.length) * Math.sqrt(cols);
      expect(size, name).toBeGreaterThan(0.7);
      expect(size, name).toBeLessThan(1.4);
    }
    const last = logits([1, 260, 270, 280]).at(-1)!;
    expect(last.every(Number.isFinite)).toBe(true);
    const spread = Math.sqrt(last.reduce((sum, x) => sum + x * x, 0) / last.length);
    expect(spread).toBeGreaterThan(0.5);
    expect(spread).toBeLessThan(10);
  });

  it("makes the shape asked for, tied, with frequency factors and scaling", async () => {
    const rope = { base: 500000, freqs: true, scaling: { type: "yarn", factor: 4, originalContext: 64 } as const };
    const bytes = makeModel({
      type: "Q8_0",
      layers: 1,
      dim: 64,
      ff: 96,
      heads: 2,
      kvHeads: 1,
      vocab: 300,
      tied: true,
      rope,
    });
    const { config, weights, logits } = await referenceModel(bytes);
    expect(config).toMatchObject({ layers: 1, dim: 64, heads: 2, kvHeads: 1, rope: { base: 500000, scale: 0.25 } });
    expect(weights.has("output.weight")).toBe(false);
    expect(weights.get("rope_freqs.weight")).toHaveLength(16);
    expect(logits([1, 2])[1]).toHaveLength(300);
  });

  it("writes the same bytes to a file, by the seed alone", async () => {
    const folder = await mkdtemp(join(tmpdir(), "oriel-"));
    try {
      await makeModelFile(join(folder, "m.gguf"), { type: "Q4_0", seed: 9 });
      const bytes = makeModel({ type: "Q4_0", seed: 9 });
      expect(Buffer.compare(await readFile(join(folder, "m.gguf")), bytes)).toBe(0);
      expect(Buffer.compare(makeModel({ type: "Q4_0", seed: 10 }), bytes)).not.toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
