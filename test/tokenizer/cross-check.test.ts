// The same ids as Hugging Face's own library, on a model that both can read.
import { Tokenizer } from "@huggingface/tokenizers";
import { describe, expect, it } from "vitest";
import { createTokenizer } from "../../src/tokenizer/tokenizer.ts";
import { fixtureJson, fixtureMetadata, hasFixtures } from "./fixtures.ts";

const texts = [
  "",
  "Hello world",
  "  two  spaces\n\nand lines\t",
  "I'll, we've; it's 12345 6.7",
  "Grüße, 世界! 🦙 مرحبا",
  "def f(x):\n    return x ** 2\n",
];

describe.skipIf(!hasFixtures)("@huggingface/tokenizers", () => {
  it("agrees on qwen3-tiny", async () => {
    const folder = ["safetensors", "qwen3-tiny"];
    const theirs = new Tokenizer(
      fixtureJson(...folder, "tokenizer.json"),
      fixtureJson(...folder, "tokenizer_config.json"),
    );
    const ours = createTokenizer(await fixtureMetadata("models", "qwen3-F16.gguf"));
    for (const text of texts) {
      const { ids } = theirs.encode(text, { add_special_tokens: false });
      expect([...ours.encode(text, { addSpecial: false })], text).toEqual(ids);
    }
  });
});

describe.skipIf(!hasFixtures)("@xenova/transformers", () => {
  it("agrees on qwen3-tiny, specials included", async () => {
    // By path: Node is given a build that wants native image codecs, the browser's needs none.
    const path = "../../node_modules/@xenova/transformers/dist/transformers.web.js";
    const { PreTrainedTokenizer } = (await import(path)) as typeof import("@xenova/transformers");
    const folder = ["safetensors", "qwen3-tiny"];
    const theirs = new PreTrainedTokenizer(
      fixtureJson(...folder, "tokenizer.json"),
      fixtureJson(...folder, "tokenizer_config.json"),
    );
    const ours = createTokenizer(await fixtureMetadata("models", "qwen3-F16.gguf"));
    for (const text of [...texts, "<|im_start|>user\nhi<|im_end|>\n"]) {
      expect([...ours.encode(text)], text).toEqual(theirs.encode(text));
    }
  });
});
