// Byte-level BPE (Sennrich et al. 2016): learns merges from texts, and encodes by them, on request with dropout (Provilkov et al. 2020).
// Merges stay inside the pieces that the pre-tokenizer cuts, so that the engine's own tokenizer gives the same ids.

import { charOfByte } from "../../src/tokenizer/byte-alphabet.ts";
import pre from "../../src/tokenizer/pre.json" with { type: "json" };
import { preTokenizer } from "../../src/tokenizer/pre-tokenizer.ts";
import type { Random } from "../../test/make/random.ts";

/** The pre-tokenizer, by the name that GGUF files have for it. */
export const PRE = "qwen2";

/** A token has at most so many letters, or characters outside ASCII, so that no whole phrase becomes one. */
const LONGEST = { ascii: 14, other: 3 };

const split = preTokenizer(pre.find(({ names }) => names.includes(PRE))!);
const utf8 = new TextEncoder();

/** Two neighbours: each a byte below 256, or 256 and the number of an earlier merge. */
export type Merge = readonly [left: number, right: number];

interface Piece {
  ids: number[];
  count: number;
}

/**
 * The merges of the most frequent neighbours in `texts`, in the order in which they were found. Letters merge with letters
 * only, so that a name has the same tokens after a space, a quote or an ideograph, and can be copied; but a space does
 * merge with one of `words`.
 */
export function learnMerges(texts: Iterable<string>, words: ReadonlySet<string>, most: number): Merge[] {
  const pieces = countPieces(texts);
  const counts = new Map<number, number>();
  const places = new Map<number, Set<Piece>>();
  const count = (piece: Piece, sign: 1 | -1) => {
    for (let i = 1; i < piece.ids.length; i++) {
      const pair = keyOf(piece.ids[i - 1]!, piece.ids[i]!);
      counts.set(pair, (counts.get(pair) ?? 0) + sign * piece.count);
      if (sign < 0) continue;
      const holders = places.get(pair);
      if (holders) holders.add(piece);
      else places.set(pair, new Set([piece]));
    }
  };
  for (const piece of pieces) count(piece, 1);
  const bytes = Array.from({ length: 256 }, (_, byte) => [byte]);
  const refused = new Set<number>();
  const merges: Merge[] = [];
  while (merges.length < most) {
    let best = -1;
    let highest = 1;
    for (const [pair, n] of counts) {
      if ((n > highest || (n === highest && pair < best)) && !refused.has(pair)) [best, highest] = [pair, n];
    }
    if (best < 0) break;
    const [left, right] = [Math.floor(best / 65536), best % 65536];
    const merged = [...bytes[left]!, ...bytes[right]!];
    if (tooLong(merged) || !mayMerge(bytes[left]!, bytes[right]!, words)) {
      refused.add(best);
      continue;
    }
    merges.push([left, right]);
    bytes.push(merged);
    for (const piece of [...places.get(best)!]) {
      count(piece, -1);
      piece.ids = mergeIn(piece.ids, left, right, bytes.length - 1);
      count(piece, 1);
    }
    counts.delete(best);
    places.delete(best);
  }
  return merges;
}

function countPieces(texts: Iterable<string>): Piece[] {
  const counts = new Map<string, number>();
  for (const text of texts) for (const piece of split(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return [...counts].map(([piece, count]) => ({ ids: [...utf8.encode(piece)], count }));
}

function tooLong(bytes: number[]): boolean {
  const text = new TextDecoder().decode(Uint8Array.from(bytes));
  const other = [...text].filter((char) => char.charCodeAt(0) > 127).length;
  return other > LONGEST.other || text.length - other > LONGEST.ascii;
}

function mayMerge(left: readonly number[], right: readonly number[], words: ReadonlySet<string>): boolean {
  if (isLetter(left.at(-1)!) === isLetter(right[0]!)) return true;
  return left.length === 1 && left[0] === 32 && words.has(String.fromCharCode(...right));
}

function isLetter(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}

function keyOf(left: number, right: number): number {
  return left * 65536 + right;
}

function mergeIn(ids: number[], left: number, right: number, merged: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    const found = ids[i] === left && ids[i + 1] === right;
    out.push(found ? merged : ids[i]!);
    if (found) i++;
  }
  return out;
}

/** Encodes by merges; ids as in {@link Merge}. */
export class Bpe {
  readonly #ranks: Map<number, number>;
  readonly #cache = new Map<string, number[]>();

  constructor(readonly merges: readonly Merge[]) {
    this.#ranks = new Map(merges.map(([left, right], rank) => [keyOf(left, right), rank]));
  }

  /** @param dropout the share of merges that are left out at random; a text then has many spellings */
  encode(text: string, dropout = 0, random?: Random): number[] {
    return split(text).flatMap((piece) => {
      if (dropout > 0) return this.#encode(piece, () => random!.uniform() < dropout);
      const kept = this.#cache.get(piece) ?? this.#encode(piece, () => false);
      this.#cache.set(piece, kept);
      return kept;
    });
  }

  /** Every id's bytes in GGUF's spelling, and the merges in the same. */
  spell(): { tokens: string[]; merges: string[] } {
    const tokens = [...charOfByte];
    const merges = this.merges.map(([left, right]) => {
      tokens.push(tokens[left]! + tokens[right]!);
      return `${tokens[left]} ${tokens[right]}`;
    });
    return { tokens, merges };
  }

  #encode(piece: string, drops: () => boolean): number[] {
    let ids = [...utf8.encode(piece)];
    for (;;) {
      let best = Number.POSITIVE_INFINITY;
      for (let i = 1; i < ids.length; i++) {
        const rank = this.#ranks.get(keyOf(ids[i - 1]!, ids[i]!));
        if (rank !== undefined && rank < best && !drops()) best = rank;
      }
      if (best === Number.POSITIVE_INFINITY) return ids;
      const [left, right] = this.merges[best]!;
      ids = mergeIn(ids, left, right, 256 + best);
    }
  }
}
