// Walks through the header of a file in bounded reads, checking every length against the bytes that are left before it asks for them.
import { OrielError, throwIfAborted } from "../../base/errors.ts";
import { plain } from "../../base/words.ts";
import { type ByteSource, type ReadCounts, readRange } from "../source.ts";
import type { GgufLimits } from "./types.ts";

const FIRST_READ = 256 * 1024;
/** What a string costs beside its characters, which take up to two bytes for each byte of UTF-8. */
const STRING_BYTES = 24;
const LARGEST_READ_AHEAD = 4 * 2 ** 20;

/** A position in a file with a window of its bytes. The `take…` methods need the bytes in the window: `need` them first. */
export class Cursor {
  #window: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#window.buffer);
  /** Offset of the window's first byte in the file. */
  #start = 0;
  #at = 0;
  #readAhead = FIRST_READ;
  // A leading U+FEFF is part of a token, not a mark of the encoding; bytes that are no UTF-8 read as U+FFFD.
  #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  constructor(
    readonly source: ByteSource,
    readonly counts: ReadCounts,
    readonly limits: GgufLimits,
    readonly signal?: AbortSignal,
  ) {}

  /** Offset of the next byte in the file. */
  get position(): number {
    return this.#start + this.#at;
  }

  /** Bytes of the file that are left. */
  get left(): number {
    return this.source.size - this.position;
  }

  /**
   * Checks that `bytes` more bytes can be there.
   * @throws OrielError `bad-model` beyond the end of the file, `unsupported` beyond the bound on headers
   */
  admit(bytes: number | bigint, what: string): void {
    const data = { offset: this.position, expected: plain(bytes), found: this.left };
    if (bytes > this.left) {
      throw new OrielError(
        "bad-model",
        `Expected ${bytes} bytes of ${what} at offset ${this.position} but found ${this.left} bytes left in the file`,
        data,
      );
    }
    if (BigInt(this.position) + BigInt(bytes) > this.limits.headerBytes) {
      throw new OrielError(
        "unsupported",
        `Expected a header of at most ${this.limits.headerBytes} bytes but found ${bytes} bytes of ${what} at offset ${this.position}`,
        { ...data, limit: this.limits.headerBytes },
      );
    }
  }

  /**
   * Counts bytes of the result before they are allocated.
   * @throws OrielError `unsupported` when the result would weigh more than its bound
   */
  keep(bytes: number, what: string): void {
    const kept = this.counts.kept + bytes;
    if (kept <= this.limits.keptBytes) {
      this.counts.kept = kept;
      return;
    }
    throw new OrielError(
      "unsupported",
      `Expected metadata that fits in ${this.limits.keptBytes} bytes of memory but found ${kept} with ${what} at offset ${this.position}`,
      { offset: this.position, limit: this.limits.keptBytes, found: kept },
    );
  }

  /** Brings the next `bytes` bytes into the window. Returns at once, without a promise, when they are there. */
  need(bytes: number, what: string): Promise<void> | undefined {
    return this.#at + bytes <= this.#window.length ? undefined : this.#fill(bytes, what);
  }

  async #fill(bytes: number, what: string): Promise<void> {
    throwIfAborted(this.signal);
    this.admit(bytes, what);
    const rest = this.#window.subarray(this.#at);
    const from = this.position + rest.length;
    const length = Math.min(Math.max(bytes - rest.length, this.#readAhead), this.source.size - from);
    const more = await readRange(this.source, from, length, this.counts);
    this.#readAhead = Math.min(this.#readAhead * 2, LARGEST_READ_AHEAD);
    this.#start = this.position;
    this.#at = 0;
    this.#window = more;
    if (rest.length > 0) {
      this.#window = new Uint8Array(rest.length + length);
      this.#window.set(rest);
      this.#window.set(more, rest.length);
      this.counts.buffered += this.#window.length;
    }
    this.#view = new DataView(this.#window.buffer, this.#window.byteOffset, this.#window.length);
  }

  /** The next `bytes` bytes, read with `get` from a little-endian view. */
  take<T>(bytes: number, get: (view: DataView, at: number) => T): T {
    const value = get(this.#view, this.#at);
    this.#at += bytes;
    return value;
  }

  takeUint32(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  /** An unsigned 64-bit integer: a number below 2^53, otherwise a bigint. */
  takeUint64(): number | bigint {
    this.#at += 8;
    const high = this.#view.getUint32(this.#at - 4, true);
    if (high >= 2 ** 21) return this.#view.getBigUint64(this.#at - 8, true);
    return high * 2 ** 32 + this.#view.getUint32(this.#at - 8, true);
  }

  takeBytes(bytes: number): Uint8Array {
    this.#at += bytes;
    return this.#window.subarray(this.#at - bytes, this.#at);
  }

  /** The next string where it lies whole in the window and within `limit` bytes, otherwise undefined with nothing taken. */
  takeBufferedText(limit: number): string | undefined {
    if (this.#at + 8 > this.#window.length) return undefined;
    const length = this.takeUint64();
    if (length <= limit && this.#at + Number(length) <= this.#window.length) return this.#decode(Number(length));
    this.#at -= 8;
    return undefined;
  }

  /**
   * The next string: a 64-bit length and that many bytes of UTF-8.
   * @throws OrielError `bad-model` when it is longer than the file, `unsupported` when it is longer than `limit`
   */
  async text(limit: number, what: string): Promise<string> {
    await this.need(8, `the length of ${what}`);
    const length = this.takeUint64();
    this.admit(length, what);
    if (length > limit) {
      throw new OrielError("unsupported", `Expected at most ${limit} bytes of ${what} but found ${length}`, {
        offset: this.position,
        limit,
        found: plain(length),
      });
    }
    await this.need(Number(length), what);
    return this.#decode(Number(length));
  }

  #decode(length: number): string {
    this.keep(STRING_BYTES + 2 * length, "strings");
    return this.#decoder.decode(this.takeBytes(length));
  }
}
