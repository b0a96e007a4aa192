// WordPiece vocabularies (`bert`): words cut at white space and punctuation, each covered by its longest tokens.
// GGUF stores tokens with U+2581 where a word starts and bare inside it.

import { getBoolean, type Metadata } from "../base/metadata.ts";
import type { Encoder } from "./encoder.ts";
import { PrefixIndex } from "./prefix-index.ts";
import type { Vocabulary } from "./vocab.ts";

const space = /^\p{White_Space}$/u;
const dropped = /^[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u{FFFD}]$/u;
const mark = /^\p{M}$/u;
const alone = /^\p{P}$/u;
const symbol = /^\p{S}$/u;
/** Blocks of CJK ideographs; 2B920 is what the reference implementations have. */
const ideograph =
  /^[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B920}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]$/u;

function firstOf(text: string): string {
  return String.fromCodePoint(text.codePointAt(0)!);
}

export class WordPieceEncoder implements Encoder {
  readonly #index: PrefixIndex;
  readonly #unk: number | null;
  readonly #lowercase: boolean;
  readonly #stripAccents: boolean;

  constructor(vocabulary: Vocabulary, metadata: Metadata) {
    this.#index = new PrefixIndex(vocabulary.ids);
    this.#unk = vocabulary.rules.unk;
    this.#lowercase = getBoolean(metadata, "tokenizer.ggml.normalizer.lowercase", true);
    this.#stripAccents = getBoolean(metadata, "tokenizer.ggml.normalizer.strip_accents", this.#lowercase);
  }

  encode(text: string, out: number[]): void {
    for (const word of this.#words(text)) this.#encodeWord(`▁${word}`, out);
  }

  /** The words of a text, normalized. */
  #words(text: string): string[] {
    const words: string[] = [];
    let word: string[] = [];
    const close = () => {
      if (word.length > 0) words.push(word.join(""));
      word = [];
    };
    for (const original of text) {
      const char = this.#stripAccents ? firstOf(original.normalize("NFD")) : original;
      if (space.test(char)) {
        close();
        continue;
      }
      if (dropped.test(char) || (this.#stripAccents && mark.test(char))) continue;
      const kept = this.#lowercase ? firstOf(char.toLowerCase()) : char;
      if (alone.test(char) || (char < "\x7f" && symbol.test(char)) || ideograph.test(char)) {
        close();
        words.push(kept);
      } else word.push(kept);
    }
    close();
    return words;
  }

  #encodeWord(word: string, out: number[]): void {
    const before = out.length;
    for (let at = 0; at < word.length; ) {
      const match = this.#index.longest(word, at);
      if (!match) {
        out.length = before;
        if (this.#unk !== null) out.push(this.#unk);
        return;
      }
      out.push(match.value);
      at = match.end;
    }
  }
}
