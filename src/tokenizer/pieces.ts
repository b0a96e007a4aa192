// The bytes each token stands for in text, as one table.
import { hex } from "../base/bytes.ts";
import { OrielError } from "../base/errors.ts";
import { BYTE, CONTROL, NORMAL, UNKNOWN, USER_DEFINED } from "./attributes.ts";
import { byteOfChar } from "./byte-alphabet.ts";
import { bytesOfText } from "./encoder.ts";
import type { Vocabulary } from "./vocab.ts";

/** Bytes of all tokens one after the other: token `id` is `bytes[offsets[id]] … bytes[offsets[id + 1] - 1]`. */
export interface TokenBytes {
  bytes: Uint8Array;
  /** [vocabulary + 1] */
  offsets: Uint32Array;
}

/** The most bytes a table may have; those of known vocabularies have a few million. */
const LARGEST_TABLE = 2 ** 26;

/**
 * The table of a vocabulary; special tokens are spelled out, unused ones are empty.
 * @throws OrielError `bad-model` when it would have more than 64 MiB
 */
export function tokenBytes(vocabulary: Vocabulary): TokenBytes {
  const { texts } = vocabulary;
  const offsets = new Uint32Array(texts.length + 1);
  let bytes = new Uint8Array(texts.length * 8 + 64);
  let used = 0;
  for (let id = 0; id < texts.length; id++) {
    const piece = bytesOfToken(vocabulary, id);
    if (used + piece.length > LARGEST_TABLE)
      throw new OrielError(
        "bad-model",
        `Expected tokens that spell at most ${LARGEST_TABLE} bytes but found more at token ${id}`,
        { id, limit: LARGEST_TABLE },
      );
    if (used + piece.length > bytes.length) {
      const wider = new Uint8Array((used + piece.length) * 2);
      wider.set(bytes);
      bytes = wider;
    }
    bytes.set(piece, used);
    used += piece.length;
    offsets[id + 1] = used;
  }
  return { bytes: bytes.slice(0, used), offsets };
}

function bytesOfToken({ texts, attributes, rules }: Vocabulary, id: number): Uint8Array {
  const text = texts[id]!;
  const attribute = attributes[id]!;
  if (attribute & (UNKNOWN | CONTROL | USER_DEFINED)) return bytesOfText(text);
  if (attribute & NORMAL) {
    if (rules.kind === "bpe" && !rules.pre!.escapeWs) return decodeAlphabet(text);
    return bytesOfText(text.replaceAll("▁", " "));
  }
  if (attribute & BYTE) {
    const byte = Number.parseInt(text.slice(3, 5), 16);
    return Number.isNaN(byte) ? new Uint8Array(0) : Uint8Array.of(byte);
  }
  return new Uint8Array(0);
}

/** The bytes behind a text in GPT-2's alphabet; a character outside it is spelled out as llama.cpp does. */
function decodeAlphabet(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const char of text) {
    const byte = byteOfChar[char.codePointAt(0)!] ?? -1;
    if (byte >= 0) bytes.push(byte);
    else {
      for (const value of bytesOfText(`[UNK_BYTE_0x${hex(bytesOfText(char))}${text}]`)) bytes.push(value);
    }
  }
  return Uint8Array.from(bytes);
}
