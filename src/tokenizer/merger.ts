// Joins neighbouring symbols of one piece, best pair first and leftmost among equals, until no pair is left.
// A heap over a linked list: n symbols cost O(n log n), whatever the text.

/** Pairs that were pushed when this many bits of the key hold the place; 2^25 symbols is more than any text given. */
const PLACE = 2 ** 25;

/** Rank of the pair of symbols `left` and `right` of the merger, smaller is sooner; −1 when they do not join. */
export type PairRank = (left: number, right: number) => number;

/** The symbols of one piece, each a range of its text. Reused from piece to piece. */
export class Merger {
  /** First code unit of each symbol. */
  start = new Int32Array(64);
  /** Code units of each symbol; 0 once it is part of the one before. */
  length = new Int32Array(64);
  /** A number the owner keeps per symbol (a token id); {@link merge} sets it to the last value of `joined`. */
  id = new Int32Array(64);
  /** Next symbol still alive, or −1. */
  next = new Int32Array(64);
  count = 0;
  /** Set by the pair rank: the id the pair would get. */
  joined = 0;
  /** Pairs tried since construction: what the work is measured by. */
  tried = 0;
  #previous = new Int32Array(64);
  #keys: number[] = [];
  #sizes: number[] = [];

  clear(): void {
    this.count = 0;
  }

  add(start: number, length: number, id: number): void {
    if (this.count === this.start.length) this.#grow();
    const at = this.count++;
    this.start[at] = start;
    this.length[at] = length;
    this.id[at] = id;
    this.next[at] = -1;
    this.#previous[at] = at - 1;
    if (at > 0) this.next[at - 1] = at;
  }

  /** Joins all pairs that `rank` allows; it is asked again for every new neighbourhood. */
  merge(rank: PairRank): void {
    const { length, next, id } = this;
    const previous = this.#previous;
    for (let at = 1; at < this.count; at++) this.#try(at - 1, at, rank);
    while (this.#keys.length > 0) {
      const key = this.#keys[0]!;
      const size = this.#sizes[0]!;
      this.#pop();
      const left = key % PLACE;
      const right = next[left]!;
      if (length[left] === 0 || right < 0 || length[left]! + length[right]! !== size) continue;
      // Asked once more for `joined`: the pair is known to join.
      rank(left, right);
      id[left] = this.joined;
      length[left] = size;
      length[right] = 0;
      next[left] = next[right]!;
      if (next[right]! >= 0) previous[next[right]!] = left;
      if (previous[left]! >= 0) this.#try(previous[left]!, left, rank);
      if (next[left]! >= 0) this.#try(left, next[left]!, rank);
    }
  }

  #try(left: number, right: number, rank: PairRank): void {
    this.tried++;
    const found = rank(left, right);
    if (found >= 0) this.#push(found * PLACE + left, this.length[left]! + this.length[right]!);
  }

  #push(key: number, size: number): void {
    const keys = this.#keys;
    const sizes = this.#sizes;
    let at = keys.length;
    keys.push(key);
    sizes.push(size);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (keys[parent]! <= key) break;
      keys[at] = keys[parent]!;
      sizes[at] = sizes[parent]!;
      at = parent;
    }
    keys[at] = key;
    sizes[at] = size;
  }

  #pop(): void {
    const keys = this.#keys;
    const sizes = this.#sizes;
    const key = keys.pop()!;
    const size = sizes.pop()!;
    const count = keys.length;
    if (count === 0) return;
    let at = 0;
    while (true) {
      let child = 2 * at + 1;
      if (child >= count) break;
      if (child + 1 < count && keys[child + 1]! < keys[child]!) child++;
      if (keys[child]! >= key) break;
      keys[at] = keys[child]!;
      sizes[at] = sizes[child]!;
      at = child;
    }
    keys[at] = key;
    sizes[at] = size;
  }

  #grow(): void {
    const wider = (array: Int32Array<ArrayBuffer>) => {
      const copy = new Int32Array(array.length * 2);
      copy.set(array);
      return copy;
    };
    this.start = wider(this.start);
    this.length = wider(this.length);
    this.id = wider(this.id);
    this.next = wider(this.next);
    this.#previous = wider(this.#previous);
  }
}
