// What is refused before a file is stored, though its structure is sound.
import { describe, expect, it } from "vitest";
import type { TensorEntry } from "../../src/base/manifest.ts";
import { readGguf } from "../../src/format/gguf/read.ts";
import { bytesSource } from "../../src/format/source.ts";
import { checkLoadable } from "../../src/model/loadable.ts";
import { type ModelShape, makeModel } from "../make/model.ts";

interface Changes {
  shape?: Partial<ModelShape>;
  metadata?: Record<string, unknown>;
  types?: Record<string, string>;
}

async function checked({ shape, metadata = {}, types = {} }: Changes = {}) {
  const file = await readGguf(bytesSource(makeModel({ type: "F16", layers: 1, dim: 64, ff: 96, heads: 2, ...shape })));
  const tensors = file.tensors.map(
    ({ name, type, shape: sizes }): TensorEntry => ({ name, type: types[name] ?? type, shape: sizes, chunks: [] }),
  );
  return checkLoadable(new Map<string, unknown>([...file.metadata, ...Object.entries(metadata)]), tensors);
}

describe("checkLoadable", () => {
  it("gives what loading needs", async () => {
    const { hyperparameters, names, tokenizer } = await checked();
    expect(hyperparameters).toMatchObject({ dim: 64, ff: 96 });
    expect(names.vocabSize).toBe(320);
    expect(tokenizer).toMatchObject({ vocabSize: 320 });
  });

  it("takes a tokenizer of an unknown kind, and norms in half precision", async () => {
    expect((await checked({ metadata: { "tokenizer.ggml.model": "rwkv" } })).tokenizer).toMatchObject({
      code: "unsupported",
    });
    await expect(checked({ types: { "output_norm.weight": "BF16" } })).resolves.toBeDefined();
  });

  it.each<[string, Changes, string, RegExp]>([
    ["a broken vocabulary", { metadata: { "tokenizer.ggml.tokens": ["a", "a"] } }, "bad-model", /"a" as 0 and 1/],
    ["built-in tools that are no JSON", { metadata: { "oriel.tools": "{" } }, "bad-model", /"oriel\.tools"/],
    ["no vocabulary", { metadata: { "tokenizer.ggml.tokens": undefined } }, "bad-model", /tokenizer\.ggml\.tokens/],
    ["a quantized norm", { types: { "blk.0.attn_norm.weight": "Q8_0" } }, "unsupported", /attn_norm.* found Q8_0/],
    [
      "quantized RoPE factors",
      { shape: { rope: { freqs: true } }, types: { "rope_freqs.weight": "F64" } },
      "unsupported",
      /rope_freqs.* found F64/,
    ],
    ["a feed-forward width of 98", { shape: { ff: 98 } }, "unsupported", /multiple of 4 but found 98/],
    ["a weight type without kernels", { types: { "token_embd.weight": "Q8_K" } }, "unsupported", /found Q8_K/],
  ])("refuses %s", async (_name, changes, code, message) => {
    await expect(checked(changes)).rejects.toThrow(message);
    await expect(checked(changes)).rejects.toMatchObject({ code });
  });
});
