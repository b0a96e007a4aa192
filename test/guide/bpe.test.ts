// The tokenizer that is learned for Guide, against the engine's own on the same merges.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTokenizer } from "../../src/tokenizer/tokenizer.ts";
import { Bpe, learnMerges, PRE } from "../../tools/guide/bpe.ts";
import { Random } from "../make/random.ts";

const TEXTS = [
  "the model and the memory of the model",
  "模型和内存",
  "load the model, then the other model",
  "加载模型",
];
const bpe = new Bpe(learnMerges(Array(50).fill(TEXTS).flat(), new Set(["model"]), 120));

function engineTokenizer() {
  const { tokens, merges } = bpe.spell();
  const metadata = new Map<string, never>(
    Object.entries({
      "tokenizer.ggml.model": "gpt2",
      "tokenizer.ggml.pre": PRE,
      "tokenizer.ggml.tokens": tokens,
      "tokenizer.ggml.token_type": Int32Array.from(tokens, () => 1),
      "tokenizer.ggml.merges": merges,
    }) as never,
  );
  return createTokenizer(metadata);
}

function textOf(ids: readonly number[]): string {
  const bytes = (id: number): number[] => (id < 256 ? [id] : bpe.merges[id - 256]!.flatMap(bytes));
  return new TextDecoder().decode(Uint8Array.from(ids.flatMap(bytes)));
}

describe("byte-level BPE", () => {
  test("learns what is frequent", () => {
    expect(bpe.encode("the model")).toHaveLength(2);
    expect(bpe.encode("the memory")).toHaveLength(bpe.encode("the").length + 1 + bpe.encode("memory").length);
    expect(bpe.encode("模型").length).toBeLessThan(6);
  });

  test("no token is a phrase", () => {
    for (const token of bpe.merges.keys()) expect([...textOf([256 + token])].length).toBeLessThanOrEqual(17);
    const phrases = new Bpe(learnMerges(Array(50).fill("请帮我打开模型窗口"), new Set(), 200));
    expect(phrases.encode("请帮我打开模型窗口").length).toBeGreaterThanOrEqual(3);
  });

  test("gives the ids of the engine's tokenizer", () => {
    const tokenizer = engineTokenizer();
    const words = fc.constantFrom("the ", "model", "模型", "加载", ", ", "mem", "Q4_K_M", "\n", "🦊", "é");
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(words).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (text) => {
        fc.pre(text.isWellFormed());
        expect(bpe.encode(text)).toEqual([...tokenizer.encode(text)]);
      }),
    );
  });

  test("gives a name the same tokens after a space, a quote and an ideograph", () => {
    const name = bpe.encode("other-the-memory");
    for (const before of [" ", '"', "加载", "\n"])
      expect(bpe.encode(`${before}other-the-memory`).slice(-name.length)).toEqual(name);
  });

  test("with dropout, spells the same text in several ways", () => {
    const random = new Random(1);
    const spellings = Array.from({ length: 50 }, () => bpe.encode("load the model", 0.3, random));
    expect(new Set(spellings.map(String)).size).toBeGreaterThan(5);
    for (const ids of spellings) expect(textOf(ids)).toBe("load the model");
  });
});
