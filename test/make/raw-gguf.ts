// Writes GGUF files without any care for what is valid, so that tests can make broken ones. The real writer refuses what this one is for.
import { concat } from "../../src/base/bytes.ts";

/** GGUF's numbers for value types. */
export const VALUE = {
  uint8: 0,
  int8: 1,
  uint16: 2,
  int16: 3,
  uint32: 4,
  int32: 5,
  float32: 6,
  bool: 7,
  string: 8,
  array: 9,
  uint64: 10,
  int64: 11,
  float64: 12,
} as const;

export interface RawKey {
  key: string;
  /** What the key's length claims; default: its length. */
  keyBytes?: bigint;
  type: number;
  value: Uint8Array;
}

export interface RawTensor {
  name: string;
  /** What the name's length claims; default: its length. */
  nameBytes?: bigint;
  /** What the dimension count claims; default: the number of sizes. */
  dims?: number;
  /** Innermost first, as in the file. */
  sizes: bigint[];
  type: number;
  offset: bigint;
}

export interface RawFile {
  magic?: string;
  version?: number;
  /** What the counts claim; default: the numbers of tensors and keys. */
  tensorCount?: bigint;
  keyCount?: bigint;
  keys?: RawKey[];
  tensors?: RawTensor[];
  /** What the header is padded to; default 32. */
  padding?: number;
  /** Bytes after the padding. */
  data?: number;
}

const text = new TextEncoder();

/** 32 bits, little-endian. */
export function u32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

/** 64 bits, little-endian; negative numbers as two's complement. */
export function u64(value: bigint): Uint8Array {
  return new Uint8Array(BigUint64Array.of(BigInt.asUintN(64, value)).buffer);
}

/** A length and the text; the length may lie. */
export function str(value: string, bytes?: bigint): Uint8Array {
  const encoded = text.encode(value);
  return concat([u64(bytes ?? BigInt(encoded.length)), encoded]);
}

/** An array value: element type, count (which may lie), elements. */
export function arr(type: number, count: bigint, elements: Uint8Array = new Uint8Array(0)): Uint8Array {
  return concat([u32(type), u64(count), elements]);
}

/** The bytes of a file as described. */
export function rawGguf(file: RawFile): Uint8Array<ArrayBuffer> {
  const { keys = [], tensors = [], padding = 32 } = file;
  const header = concat([
    text.encode(file.magic ?? "GGUF"),
    u32(file.version ?? 3),
    u64(file.tensorCount ?? BigInt(tensors.length)),
    u64(file.keyCount ?? BigInt(keys.length)),
    ...keys.map(({ key, keyBytes, type, value }) => concat([str(key, keyBytes), u32(type), value])),
    ...tensors.map(({ name, nameBytes, dims, sizes, type, offset }) =>
      concat([str(name, nameBytes), u32(dims ?? sizes.length), ...sizes.map(u64), u32(type), u64(offset)]),
    ),
  ]);
  return concat([
    header,
    new Uint8Array((padding - (header.length % padding)) % padding),
    new Uint8Array(file.data ?? 0),
  ]);
}
