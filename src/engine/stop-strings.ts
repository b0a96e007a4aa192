// Watches a stream of text for stop strings, and holds back what may yet become one.

/** Passes text on up to the stop string that is complete first, the longest where several end together, so that it does not matter how the text is cut. */
export class StopStrings {
  #held = "";
  /** Whether a stop string was found; nothing is passed on after it. */
  stopped = false;

  /** @param stops strings that end the text; empty ones never match */
  constructor(private readonly stops: readonly string[]) {}

  /** The text that this part makes certain. */
  push(part: string): string {
    if (this.stopped) return "";
    const text = this.#held + part;
    const found = this.stops.filter((stop) => stop && text.includes(stop)).map((stop) => matchOf(text, stop));
    if (found.length > 0) {
      this.stopped = true;
      this.#held = "";
      const end = Math.min(...found.map((match) => match.end));
      return text.slice(0, Math.min(...found.filter((match) => match.end === end).map((match) => match.begin)));
    }
    const kept = Math.max(0, ...this.stops.map((stop) => overlap(text, stop)));
    this.#held = text.slice(text.length - kept);
    return text.slice(0, text.length - kept);
  }

  /** What was held back, once no more text comes. */
  flush(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }
}

function matchOf(text: string, stop: string): { begin: number; end: number } {
  const begin = text.indexOf(stop);
  return { begin, end: begin + stop.length };
}

/** Length of the longest proper prefix of `stop` that `text` ends with. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
