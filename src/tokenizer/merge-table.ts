// Byte-pair merges as numbers: an open-addressed hash from a pair of symbol ids to its rank and the id it joins to.
import { OrielError } from "../base/errors.ts";

export class MergeTable {
  readonly #ids: ReadonlyMap<string, number>;
  /** Parts and results of merges that are no tokens, numbered from the vocabulary's size on. */
  readonly #others = new Map<string, number>();
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  readonly #joined: Int32Array;
  /** Slot → rank + 1, or 0. */
  readonly #slots: Int32Array;

  /**
   * @param merges lines `left right`, cut at the first space from index 1; the first of equal pairs counts
   * @throws OrielError `bad-model` for a line without such a space
   */
  constructor(merges: readonly string[], ids: ReadonlyMap<string, number>) {
    this.#ids = ids;
    this.#left = new Int32Array(merges.length);
    this.#right = new Int32Array(merges.length);
    this.#joined = new Int32Array(merges.length);
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(merges.length * 2 + 2)));
    for (let rank = 0; rank < merges.length; rank++) {
      const line = merges[rank]!;
      const space = line.indexOf(" ", 1);
      if (space < 0)
        throw new OrielError("bad-model", `Expected two parts in merge ${rank} but found ${JSON.stringify(line)}`, {
          rank,
        });
      const left = line.slice(0, space);
      const right = line.slice(space + 1);
      this.#left[rank] = this.#intern(left);
      this.#right[rank] = this.#intern(right);
      this.#joined[rank] = this.#intern(left + right);
      const slot = this.#slot(this.#left[rank]!, this.#right[rank]!);
      if (this.#slots[slot] === 0) this.#slots[slot] = rank + 1;
    }
  }

  #intern(text: string): number {
    const known = this.symbol(text);
    if (known >= 0) return known;
    const id = this.#ids.size + this.#others.size;
    this.#others.set(text, id);
    return id;
  }

  /** The id of a symbol's text: a token's, one past the vocabulary for parts of merges, −1 when no merge has it. */
  symbol(text: string): number {
    return this.#ids.get(text) ?? this.#others.get(text) ?? -1;
  }

  /** Rank of a pair of symbol ids, or −1. */
  rank(left: number, right: number): number {
    return this.#slots[this.#slot(left, right)]! - 1;
  }

  /** The id that the merge of this rank gives. */
  joined(rank: number): number {
    return this.#joined[rank]!;
  }

  #slot(left: number, right: number): number {
    const mask = this.#slots.length - 1;
    let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = hash & mask;
    while (true) {
      const rank = this.#slots[slot]! - 1;
      if (rank < 0 || (this.#left[rank] === left && this.#right[rank] === right)) return slot;
      slot = (slot + 1) & mask;
    }
  }
}
