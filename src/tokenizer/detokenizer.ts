// Ids → text, token by token: gives out only text that is certain and never half a UTF-8 character.
import { CleanUpStream } from "./clean-up.ts";

export interface DetokenizerOptions {
  /** Spells control and unknown tokens out; default false. */
  special?: boolean;
  /** The ids continue text that is already out: the first leading space stays and nothing is tidied. Default false. */
  continues?: boolean;
}

/** What a detokenizer needs to know of a tokenizer. */
export interface PieceSource {
  pieceBytes(id: number): Uint8Array;
  /** True for tokens that are no text unless spelled out. */
  isControl(id: number): boolean;
  /** The first token's leading space is dropped. */
  dropsFirstSpace: boolean;
  clean: boolean;
}

/** A stream from ids to text; the parts of {@link push} and {@link flush} together are what decoding all ids at once gives. */
export class Detokenizer {
  readonly #source: PieceSource;
  readonly #special: boolean;
  readonly #cleaner: CleanUpStream | null;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #dropSpace: boolean;

  constructor(source: PieceSource, { special = false, continues = false }: DetokenizerOptions = {}) {
    this.#source = source;
    this.#special = special;
    this.#cleaner = source.clean && !continues ? new CleanUpStream() : null;
    this.#dropSpace = source.dropsFirstSpace && !continues;
  }

  /** The text that this token makes certain; often empty. @throws OrielError `bad-request` for an id outside the vocabulary. */
  push(id: number): string {
    let bytes = this.#source.pieceBytes(id);
    if (!this.#special && this.#source.isControl(id)) bytes = bytes.subarray(0, 0);
    if (this.#dropSpace && bytes[0] === 0x20) bytes = bytes.subarray(1);
    this.#dropSpace = false;
    const text = this.#decoder.decode(bytes, { stream: true });
    return this.#cleaner ? this.#cleaner.push(text) : text;
  }

  /** The rest: held text, and U+FFFD for a character that never became whole. */
  flush(): string {
    const text = this.#decoder.decode();
    return this.#cleaner ? this.#cleaner.push(text) + this.#cleaner.flush() : text;
  }
}
