// Unigram vocabularies (`t5`): the path of tokens with the highest sum of scores (Viterbi), over normalized text.
// Works on binary strings (one UTF-8 byte per code unit), since the character map and its fallbacks are made of bytes.

import { getBoolean, getNumbers, type Metadata } from "../base/metadata.ts";
import { BYTE, CONTROL, NORMAL, UNKNOWN, UNUSED, USER_DEFINED } from "./attributes.ts";
import { CharsMap } from "./charsmap.ts";
import { binaryText, bytesOfText, type Encoder } from "./encoder.ts";
import { PrefixIndex } from "./prefix-index.ts";
import type { Vocabulary } from "./vocab.ts";

/** What an unknown character costs beyond the least likely token. */
const UNKNOWN_PENALTY = 10;
const REPLACEMENT = "\xef\xbf\xbd";
const MARK = "\xe2\x96\x81";

function binary(text: string): string {
  return binaryText(bytesOfText(text));
}

/** Bytes of the UTF-8 sequence that a byte starts; 1 for a byte that starts none. */
function sequenceLength(lead: number): number {
  return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** Bytes of the well-formed sequence at `at`, or 0. */
function wellFormed(text: string, at: number): number {
  const lead = text.charCodeAt(at);
  if (lead < 0x80) return 1;
  if (lead < 0xc0 || lead > 0xf7) return 0;
  const length = sequenceLength(lead);
  for (let next = 1; next < length; next++) if ((text.charCodeAt(at + next) & 0xc0) !== 0x80) return 0;
  return length;
}

export class UnigramEncoder implements Encoder {
  readonly #vocabulary: Vocabulary;
  readonly #tokens: PrefixIndex;
  readonly #userDefined: PrefixIndex;
  readonly #charsMap: CharsMap | null;
  readonly #mergeSpaces: boolean;
  readonly #unknownScore: number;

  constructor(vocabulary: Vocabulary, metadata: Metadata) {
    this.#vocabulary = vocabulary;
    const { texts, types, scores } = vocabulary;
    const known: [string, number][] = [];
    const userDefined: [string, number][] = [];
    let least = Number.POSITIVE_INFINITY;
    for (let id = 0; id < texts.length; id++) {
      const type = types[id]!;
      if (type & NORMAL) least = Math.min(least, scores[id]!);
      if (type & (UNKNOWN | CONTROL | BYTE)) continue;
      if (type & (NORMAL | USER_DEFINED | UNUSED)) known.push([binary(texts[id]!), id]);
      if (type & USER_DEFINED) userDefined.push([binary(texts[id]!), id]);
    }
    this.#tokens = new PrefixIndex(known);
    this.#userDefined = new PrefixIndex(userDefined);
    this.#unknownScore = Math.fround(least - UNKNOWN_PENALTY);
    const map = getNumbers(metadata, "tokenizer.ggml.precompiled_charsmap", undefined);
    this.#charsMap = map && map.length > 0 ? new CharsMap(map) : null;
    this.#mergeSpaces = getBoolean(metadata, "tokenizer.ggml.remove_extra_whitespaces", false);
  }

  encode(text: string, out: number[]): void {
    const normal = this.#normalize(binary(text));
    const size = normal.length;
    if (size === 0) return;
    const { types, scores, rules } = this.#vocabulary;
    const unk = rules.unk ?? -1;
    const best = new Float64Array(size + 1).fill(-Number.MAX_VALUE);
    const from = new Int32Array(size + 1);
    const token = new Int32Array(size + 1).fill(unk);
    best[0] = 0;
    for (let at = 0; at < size; ) {
      const length = Math.min(sequenceLength(normal.charCodeAt(at)), size - at);
      let whole = false;
      const offer = (end: number, id: number, score: number) => {
        if (best[at]! + score <= best[end]!) return;
        best[end] = best[at]! + score;
        from[end] = at;
        token[end] = id;
      };
      this.#tokens.walk(normal, at, (end, id) => {
        if (end === at + length) whole = true;
        offer(end, id, types[id]! & USER_DEFINED ? 0 : scores[id]!);
      });
      if (!whole) offer(at + length, unk, this.#unknownScore);
      at += length;
    }
    const path: number[] = [];
    let unknownBefore = false;
    for (let at = size; at > 0; at = from[at]!) {
      const unknown = token[at] === unk;
      if (!(unknown && unknownBefore)) path.push(token[at]!);
      unknownBefore = unknown;
    }
    for (const id of path.reverse()) if (id >= 0) out.push(id);
  }

  #normalize(text: string): string {
    const { addSpacePrefix } = this.#vocabulary.rules;
    const parts: string[] = [];
    let prefixed = false;
    let inWord = false;
    for (let at = 0; at < text.length; ) {
      const step = this.#next(text, at);
      for (const char of step.text) {
        if (char !== " ") {
          if (!inWord && ((addSpacePrefix && !prefixed) || this.#mergeSpaces)) {
            parts.push(MARK);
            prefixed = true;
          }
          inWord = true;
          parts.push(char);
        } else {
          inWord = false;
          if (!this.#mergeSpaces) parts.push(MARK);
        }
      }
      at += step.length;
    }
    return parts.join("");
  }

  /** What the prefix at `at` becomes and how many bytes it takes. A prefix on the way to a user-defined token stays as it is. */
  #next(text: string, at: number): { text: string; length: number } {
    const kept = this.#userDefined.walk(text, at, () => {});
    if (kept > 0) return { text: text.slice(at, at + kept), length: kept };
    const mapped = this.#charsMap?.match(text, at);
    if (mapped) return mapped;
    const length = wellFormed(text, at);
    return length > 0 ? { text: text.slice(at, at + length), length } : { text: REPLACEMENT, length: 1 };
  }
}
