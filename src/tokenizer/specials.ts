// Cuts special tokens out of a text before anything else looks at it: globally longest first, not leftmost-longest.
import { CONTROL, LSTRIP, RSTRIP, UNKNOWN } from "./attributes.ts";
import { PrefixIndex } from "./prefix-index.ts";
import type { Vocabulary } from "./vocab.ts";

/** A stretch of plain text, or the id of a special token. */
export type Fragment = string | number;

/** The white space of C's `isspace`. */
function isSpace(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13);
}

export class SpecialCutter {
  readonly #vocabulary: Vocabulary;
  readonly #index: PrefixIndex;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#index = new PrefixIndex(vocabulary.specials.map((id, rank) => [vocabulary.texts[id]!, rank]));
  }

  /**
   * The text as plain stretches (none empty) and special tokens, in order.
   * @param parse without it only user-defined tokens are special, with it also control and unknown ones
   */
  cut(text: string, parse: boolean): Fragment[] {
    const { specials, attributes } = this.#vocabulary;
    // Places by the rank of the special found there, so that the longest are served first.
    const found = new Map<number, number[]>();
    for (let at = 0; at < text.length; at++) {
      this.#index.walk(text, at, (_end, rank) => {
        if (!parse && attributes[specials[rank]!]! & (CONTROL | UNKNOWN)) return;
        const places = found.get(rank);
        if (places) places.push(at);
        else found.set(rank, [at]);
      });
    }
    if (found.size === 0) return text ? [text] : [];
    const cuts = this.#claim(text, found);
    const fragments: Fragment[] = [];
    let done = 0;
    for (const { from, to, id } of cuts) {
      if (from > done) fragments.push(text.slice(done, from));
      fragments.push(id);
      done = to;
    }
    if (done < text.length) fragments.push(text.slice(done));
    return fragments;
  }

  #claim(text: string, found: Map<number, number[]>): { from: number; to: number; id: number }[] {
    const { specials, attributes, texts } = this.#vocabulary;
    const taken = new Uint8Array(text.length);
    const cuts: { from: number; to: number; id: number }[] = [];
    for (const rank of [...found.keys()].sort((a, b) => a - b)) {
      const id = specials[rank]!;
      const length = texts[id]!.length;
      for (const at of found.get(rank)!) {
        if (taken.subarray(at, at + length).includes(1)) continue;
        let from = at;
        let to = at + length;
        if (attributes[id]! & LSTRIP) while (from > 0 && !taken[from - 1] && isSpace(text.charCodeAt(from - 1))) from--;
        if (attributes[id]! & RSTRIP) while (to < text.length && !taken[to] && isSpace(text.charCodeAt(to))) to++;
        taken.fill(1, from, to);
        cuts.push({ from, to, id });
      }
    }
    return cuts.sort((a, b) => a.from - b.from);
  }
}
