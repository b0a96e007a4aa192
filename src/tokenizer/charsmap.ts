// SentencePiece's precompiled character map: rewrites the longest mapped prefix of a byte string.
// Format: a 32-bit length, an XOR-compressed double array of 32-bit nodes (Kanda 2018), NUL-ended replacements.
// A node holds its label in bits 0–7, a leaf mark in bit 8, a shift mark in bit 9 and its base from bit 10 on.
import { OrielError } from "../base/errors.ts";
import { binaryText } from "./encoder.ts";

/** Bytes of a replacement; the longest of SentencePiece's own maps has 33. */
const LONGEST_REPLACEMENT = 1024;

export class CharsMap {
  readonly #nodes: Uint32Array;
  readonly #replacements: Uint8Array;

  /** @throws OrielError `bad-model` when the table does not fit into the blob */
  constructor(blob: ArrayLike<number>) {
    const bytes = Uint8Array.from(blob, (value) => value & 0xff);
    const size = bytes.length < 4 ? Number.POSITIVE_INFINITY : new DataView(bytes.buffer).getUint32(0, true);
    if (4 + size >= bytes.length)
      throw new OrielError("bad-model", `Expected a character map of ${size} bytes but found ${bytes.length - 4}`, {
        bytes: bytes.length,
      });
    const view = new DataView(bytes.buffer, 4);
    this.#nodes = Uint32Array.from({ length: size >> 2 }, (_, at) => view.getUint32(at * 4, true));
    this.#replacements = bytes.subarray(4 + size);
  }

  /**
   * The replacement of the longest mapped prefix at `start`, as a binary string, and how many bytes it replaces; null when none.
   * @param text a binary string: one byte per code unit
   * @throws OrielError `bad-model` when the table points outside itself or a replacement is longer than 1024 bytes
   */
  match(text: string, start: number): { text: string; length: number } | null {
    let length = 0;
    let value = 0;
    let node = base(this.#node(0));
    for (let at = start; at < text.length; at++) {
      const byte = text.charCodeAt(at);
      if (byte === 0) break;
      node = (node ^ byte) >>> 0;
      const packed = this.#node(node);
      if ((packed & 0x800000ff) >>> 0 !== byte) break;
      node = (node ^ base(packed)) >>> 0;
      if ((packed >>> 8) & 1) {
        length = at - start + 1;
        value = this.#node(node) & 0x7fffffff;
      }
    }
    if (length === 0) return null;
    const end = this.#replacements.indexOf(0, value);
    if (end < 0) throw outside(value, this.#replacements.length);
    if (end - value > LONGEST_REPLACEMENT)
      throw new OrielError(
        "bad-model",
        `Expected replacements of at most ${LONGEST_REPLACEMENT} bytes in the character map but found ${end - value}`,
        { limit: LONGEST_REPLACEMENT, found: end - value },
      );
    return { text: binaryText(this.#replacements.subarray(value, end)), length };
  }

  #node(index: number): number {
    if (index >= this.#nodes.length) throw outside(index, this.#nodes.length);
    return this.#nodes[index]!;
  }
}

function base(packed: number): number {
  return ((packed >>> 10) << ((packed & 512) >>> 6)) >>> 0;
}

function outside(found: number, size: number): OrielError {
  return new OrielError("bad-model", `Expected an index below ${size} in the character map but found ${found}`, {
    found,
    size,
  });
}
