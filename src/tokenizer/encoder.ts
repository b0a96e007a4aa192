// What each tokenizer kind is to the rest of the room, and the cache that SPM and BPE share.

/** Encodes plain text (no special tokens in it) and appends the ids to `out`. */
export interface Encoder {
  encode(text: string, out: number[]): void;
}

/** Remembers the ids of short words; starts over when it is full. */
export class WordCache {
  readonly #words = new Map<string, readonly number[]>();
  readonly #capacity: number;
  readonly #longest: number;

  constructor(capacity = 16384, longest = 48) {
    this.#capacity = capacity;
    this.#longest = longest;
  }

  /** Appends the ids of `word`, computing them where they are not known. */
  append(word: string, out: number[], compute: (word: string, out: number[]) => void): void {
    if (word.length > this.#longest) {
      compute(word, out);
      return;
    }
    let ids = this.#words.get(word);
    if (!ids) {
      const fresh: number[] = [];
      compute(word, fresh);
      ids = fresh;
      if (this.#words.size >= this.#capacity) this.#words.clear();
      this.#words.set(word, ids);
    }
    for (const id of ids) out.push(id);
  }
}

const utf8 = new TextEncoder();

/** The UTF-8 bytes of a text. */
export function bytesOfText(text: string): Uint8Array {
  return utf8.encode(text);
}

/** Bytes as a binary string: one byte per code unit. */
export function binaryText(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192)
    parts.push(String.fromCharCode.apply(null, bytes.subarray(at, at + 8192) as unknown as number[]));
  return parts.join("");
}

/** The text of the token that stands for one byte, `<0xNN>`. */
export function byteTokenText(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
}
