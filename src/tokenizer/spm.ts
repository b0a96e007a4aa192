// SentencePiece-style vocabularies (`llama`): pieces of the text merge by score, what stays unknown becomes bytes.
import { OrielError } from "../base/errors.ts";
import { bytesOfText, byteTokenText, type Encoder, WordCache } from "./encoder.ts";
import { Merger } from "./merger.ts";
import type { Vocabulary } from "./vocab.ts";

const MARK = "▁";

export class SpmEncoder implements Encoder {
  readonly merger = new Merger();
  readonly #vocabulary: Vocabulary;
  /** By id: 0 for the highest score; equal scores share a rank. */
  readonly #ranks: Int32Array;
  readonly #longest: number;
  /** True when no token has a mark after another character, so that words can be encoded one by one. */
  readonly #splits: boolean;
  readonly #cache = new WordCache();
  #word = "";

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    const { scores, texts } = vocabulary;
    const distinct = [...new Set(scores)].sort((a, b) => b - a);
    const rankOf = new Map(distinct.map((score, rank) => [score, rank]));
    this.#ranks = Int32Array.from(scores, (score) => rankOf.get(score)!);
    let longest = 0;
    for (const text of texts) longest = Math.max(longest, text.length);
    this.#longest = longest;
    this.#splits = !texts.some((text) => /[^▁]▁/.test(text));
  }

  /** Encodes text in which a space prefix, where one is due, is already a space. */
  encode(text: string, out: number[]): void {
    const escaped = text.replaceAll(" ", MARK);
    if (!this.#splits) {
      this.#encodeWord(escaped, out);
      return;
    }
    for (let at = 0; at < escaped.length; ) {
      let end = at;
      while (end < escaped.length && escaped[end] === MARK) end++;
      while (end < escaped.length && escaped[end] !== MARK) end++;
      this.#cache.append(escaped.slice(at, end), out, this.#encodeWord);
      at = end;
    }
  }

  readonly #encodeWord = (word: string, out: number[]): void => {
    const { merger } = this;
    const { ids } = this.#vocabulary;
    this.#word = word;
    merger.clear();
    for (let at = 0; at < word.length; ) {
      const units = word.codePointAt(at)! > 0xffff ? 2 : 1;
      merger.add(at, units, 0);
      at += units;
    }
    merger.merge(this.#rank);
    for (let symbol = 0; symbol !== -1 && merger.count > 0; symbol = merger.next[symbol]!) {
      const start = merger.start[symbol]!;
      const text = word.slice(start, start + merger.length[symbol]!);
      const id = ids.get(text);
      if (id !== undefined) out.push(id);
      else for (const byte of bytesOfText(text)) out.push(this.#byteToken(byte));
    }
  };

  readonly #rank = (left: number, right: number): number => {
    const { merger } = this;
    const length = merger.length[left]! + merger.length[right]!;
    if (length > this.#longest) return -1;
    const start = merger.start[left]!;
    const id = this.#vocabulary.ids.get(this.#word.slice(start, start + length));
    if (id === undefined) return -1;
    merger.joined = id;
    return this.#ranks[id]!;
  };

  #byteToken(byte: number): number {
    const { ids, rules } = this.#vocabulary;
    const id =
      ids.get(byteTokenText(byte)) ?? (byte < 128 ? ids.get(String.fromCharCode(byte)) : undefined) ?? rules.unk;
    if (id === null)
      throw new OrielError("bad-model", `Expected a token for byte ${byte} or an unknown token but found neither`, {
        byte,
      });
    return id;
  }
}
