// Finds which of many strings begin at a place of a text: a sorted list narrowed one code unit at a time.
// Takes no more memory than the list itself, and a walk ends at the first code unit that no string has.

export class PrefixIndex {
  readonly #texts: string[];
  readonly #values: number[];
  /** First code unit → the range of strings that begin with it. */
  readonly #ranges = new Map<number, [from: number, to: number]>();

  /** @param entries different non-empty strings, each with a value */
  constructor(entries: Iterable<readonly [string, number]>) {
    const sorted = [...entries].filter(([text]) => text.length > 0);
    sorted.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#texts = sorted.map(([text]) => text);
    this.#values = sorted.map(([, value]) => value);
    for (let at = 0; at < sorted.length; at++) {
      const unit = this.#texts[at]!.charCodeAt(0);
      const range = this.#ranges.get(unit);
      if (range) range[1] = at + 1;
      else this.#ranges.set(unit, [at, at + 1]);
    }
  }

  /**
   * Calls `visit` for every string that is found at `start`, shortest first.
   * @returns the number of code units that lie on the way to some string
   */
  walk(text: string, start: number, visit: (end: number, value: number) => void): number {
    const range = this.#ranges.get(text.charCodeAt(start));
    if (!range) return 0;
    let [from, to] = range;
    let depth = 1;
    while (true) {
      if (this.#texts[from]!.length === depth) visit(start + depth, this.#values[from++]!);
      if (from === to || start + depth === text.length) return depth;
      const unit = text.charCodeAt(start + depth);
      from = this.#bound(from, to, depth, unit);
      to = this.#bound(from, to, depth, unit + 1);
      if (from === to) return depth;
      depth++;
    }
  }

  /** The longest string found at `start`, or null. */
  longest(text: string, start: number): { end: number; value: number } | null {
    let end = -1;
    let value = 0;
    this.walk(text, start, (at, found) => {
      end = at;
      value = found;
    });
    return end < 0 ? null : { end, value };
  }

  /** First index in [from, to) whose code unit at `depth` is at least `unit`. */
  #bound(from: number, to: number, depth: number, unit: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#texts[middle]!.charCodeAt(depth) < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
