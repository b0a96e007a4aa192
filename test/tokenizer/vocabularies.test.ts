// Ids and texts of real vocabularies against llama.cpp's.
import { beforeAll, describe, expect, it } from "vitest";
import { createTokenizer, type Tokenizer } from "../../src/tokenizer/tokenizer.ts";
import { fixtureJson, fixtureMetadata, fixtureNames, fixtureText } from "./fixtures.ts";

const vocabularies = fixtureNames("vocab", ".gguf");

describe.each(vocabularies)("%s", (name) => {
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    tokenizer = createTokenizer(await fixtureMetadata("vocab", name));
  });

  it("encodes the vocabulary's own test cases", async () => {
    const inputs = fixtureText("vocab", `${name}.inp`).split("\n__ggml_vocab_test__\n");
    const lines = fixtureText("vocab", `${name}.out`).split("\n").slice(0, inputs.length);
    expect(inputs.length).toBeGreaterThan(40);
    for (const [at, input] of inputs.entries()) {
      const expected = lines[at]!.trim().split(/\s+/).filter(Boolean).map(Number);
      expect([...tokenizer.encode(input, { addSpecial: false, parseSpecial: false })], input).toEqual(expected);
    }
  });

  it("encodes the dev texts, plain and with specials, and decodes them", async () => {
    const dev = fixtureJson("tokens", name.replace(".gguf", ".dev.json"));
    expect(tokenizer.vocabSize).toBe(dev.n_tokens);
    expect(tokenizer.bos ?? -1).toBe(dev.bos);
    expect(tokenizer.eos ?? -1).toBe(dev.eos);
    for (const { text, ids, ids_special, detok } of dev.cases) {
      expect([...tokenizer.encode(text, { addSpecial: false, parseSpecial: false })], text).toEqual(ids);
      expect([...tokenizer.encode(text)], text).toEqual(ids_special);
      expect(tokenizer.decode(ids, { special: true }), text).toBe(detok);
    }
  });
});

const expectations = fixtureNames("expect", ".json");

describe.skipIf(expectations.length === 0)("the fixture models", () => {
  it.each(expectations)("%s encodes its prompts", async (name) => {
    const { file, precise } = fixtureJson("expect", name);
    const tokenizer = createTokenizer(await fixtureMetadata("models", file));
    expect(precise.prompts.length).toBeGreaterThan(0);
    for (const { text, tokens, detok, greedy, greedy_text } of precise.prompts) {
      expect([...tokenizer.encode(text)], text).toEqual(tokens);
      if (detok !== undefined) expect(tokenizer.decode(tokens, { special: true })).toBe(detok);
      if (greedy_text !== undefined) expect(tokenizer.decode(greedy, { special: true })).toBe(greedy_text);
    }
    for (const { text, tokens } of precise.nll ?? []) if (text) expect([...tokenizer.encode(text)]).toEqual(tokens);
  });
});
