// Byte-pair vocabularies (`gpt2`, `gemma4`): pieces of a pre-tokenizer, inside which pairs merge by rank.
import { charOfByte } from "./byte-alphabet.ts";
import { bytesOfText, byteTokenText, type Encoder, WordCache } from "./encoder.ts";
import type { PreTokenizer } from "./kinds.ts";
import { MergeTable } from "./merge-table.ts";
import { Merger } from "./merger.ts";
import { preTokenizer } from "./pre-tokenizer.ts";
import type { Vocabulary } from "./vocab.ts";

export class BpeEncoder implements Encoder {
  readonly merger = new Merger();
  readonly #vocabulary: Vocabulary;
  readonly #pre: PreTokenizer;
  readonly #split: (text: string) => string[];
  readonly #merges: MergeTable;
  /** Symbol of each byte's character, or −1. */
  readonly #bytes: Int32Array;
  readonly #cache = new WordCache();

  /** @param merges as in {@link MergeTable} */
  constructor(vocabulary: Vocabulary, merges: readonly string[]) {
    this.#vocabulary = vocabulary;
    this.#pre = vocabulary.rules.pre!;
    this.#split = preTokenizer(this.#pre);
    this.#merges = new MergeTable(merges, vocabulary.ids);
    this.#bytes = Int32Array.from(charOfByte, (char) => this.#merges.symbol(char));
  }

  encode(text: string, out: number[]): void {
    const escaped = this.#pre.escapeWs ? text.replaceAll(" ", "▁") : text;
    for (const piece of this.#split(escaped)) this.#cache.append(piece, out, this.#encodePiece);
  }

  readonly #encodePiece = (piece: string, out: number[]): void => {
    const { merger } = this;
    const spelled = this.#pre.byteEncode ? spell(piece) : piece;
    const whole = this.#pre.ignoreMerges || (this.#vocabulary.rules.wholeLineFeeds && /^\n+$/.test(spelled));
    const id = whole ? this.#vocabulary.ids.get(spelled) : undefined;
    if (id !== undefined) {
      out.push(id);
      return;
    }
    merger.clear();
    if (this.#pre.byteEncode) {
      const bytes = bytesOfText(piece);
      for (let at = 0; at < bytes.length; at++) merger.add(at, 1, this.#bytes[bytes[at]!]!);
    } else {
      let at = 0;
      for (const char of spelled) {
        merger.add(at, char.length, this.#merges.symbol(char));
        at += char.length;
      }
    }
    merger.merge(this.#rank);
    const tokens = this.#vocabulary.texts.length;
    for (let symbol = 0; symbol !== -1; symbol = merger.next[symbol]!) {
      const id = merger.id[symbol]!;
      if (id >= 0 && id < tokens) out.push(id);
      else {
        const start = merger.start[symbol]!;
        this.#fallBack(spelled.slice(start, start + merger.length[symbol]!), out);
      }
    }
  };

  readonly #rank = (left: number, right: number): number => {
    const { merger } = this;
    const rank = this.#merges.rank(merger.id[left]!, merger.id[right]!);
    if (rank >= 0) merger.joined = this.#merges.joined(rank);
    return rank;
  };

  /** A symbol that is no token: its bytes that are tokens by themselves, the others are dropped, as llama.cpp does. */
  #fallBack(text: string, out: number[]): void {
    const { ids } = this.#vocabulary;
    for (const byte of bytesOfText(text)) {
      const spelling = this.#pre.byteEncode ? (byte < 128 ? String.fromCharCode(byte) : "") : byteTokenText(byte);
      const id = ids.get(spelling);
      if (id !== undefined) out.push(id);
    }
  }
}

function spell(piece: string): string {
  let plain = true;
  for (let at = 0; at < piece.length && plain; at++) {
    const unit = piece.charCodeAt(at);
    plain = unit > 32 && unit < 127;
  }
  if (plain) return piece;
  const chars: string[] = [];
  for (const byte of bytesOfText(piece)) chars.push(charOfByte[byte]!);
  return chars.join("");
}
