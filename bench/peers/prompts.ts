// The prompts that are measured, as ids and as text, since wllama takes only text; and the text of a drawn token, to compare what engines answer.
import { getNumbers, getStrings } from "../../src/base/metadata.ts";
import { openFile } from "../../src/cli/model-file.ts";
import { readGguf } from "../../src/format/gguf/read.ts";
import { createTokenizer } from "../../src/tokenizer/tokenizer.ts";
import { Random } from "../../test/make/random.ts";
import type { Prompt, Token } from "./page/peer.ts";

/** Words that the made vocabulary (test/make/tokenizer.ts) has as one token each. */
const WORDS = ["the", "and", "to", "a", "o", "c", "b", "s", "w", "t"];

/** GGUF's token type of a piece of text. */
const NORMAL = 1;

export interface Prompts {
  /** A prompt of so many tokens, the first one BOS. */
  of(length: number): Prompt;
  /** What an engine adds to its answer for a token. */
  textOf(token: Token): string;
}

/** Prompts for a made model. @throws OrielError as `readGguf` and `createTokenizer` */
export async function promptsFor(path: string): Promise<Prompts> {
  await using source = await openFile(path);
  const { metadata } = await readGguf(source);
  const tokenizer = createTokenizer(metadata);
  const names = getStrings(metadata, "tokenizer.ggml.tokens");
  const types = getNumbers(metadata, "tokenizer.ggml.token_type");
  return {
    of(length) {
      const random = new Random(7);
      const text = Array.from({ length: length - 1 }, () => WORDS[random.below(WORDS.length)]).join(" ");
      const ids = [...tokenizer.encode(text)];
      if (ids.length !== length) throw new Error(`Expected ${length} tokens but found ${ids.length}`);
      return { ids, text };
    },
    textOf(token) {
      if (typeof token === "string") return token;
      return types[token] === NORMAL ? names[token]!.replaceAll("▁", " ") : "";
    },
  };
}
