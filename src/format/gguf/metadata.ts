// Reads the metadata section of a GGUF header: keys with typed values. It knows no key's meaning.
import { OrielError } from "../../base/errors.ts";
import { plain, quote } from "../../base/words.ts";
import type { Cursor } from "./cursor.ts";
import {
  ARRAY,
  type GgufType,
  type GgufValue,
  type ScalarType,
  TYPED_ARRAYS,
  VALUE_BYTES,
  VALUE_TYPES,
} from "./types.ts";

const BY_ID = new Map(Object.entries(VALUE_TYPES).map(([name, id]) => [id as number, name as ScalarType]));

/** A key of one byte, its type and a value of one byte. */
const SMALLEST_ENTRY = 8 + 1 + 4 + 1;

/** What an entry costs in the two maps, beside key and value. */
const ENTRY_BYTES = 128;

interface Typed {
  type: GgufType;
  value: GgufValue;
}

/** Reads `count` keys with their values. @throws OrielError `bad-model` or `unsupported` */
export async function readMetadata(
  cursor: Cursor,
  count: number | bigint,
): Promise<{ metadata: Map<string, GgufValue>; types: Map<string, GgufType> }> {
  const { limits } = cursor;
  checkCount(cursor, count, SMALLEST_ENTRY, limits.keys, "metadata keys");
  const metadata = new Map<string, GgufValue>();
  const types = new Map<string, GgufType>();
  for (let index = 0; index < count; index++) {
    const at = cursor.position;
    const key = await cursor.text(limits.keyBytes, `key ${index}`);
    if (key === "" || metadata.has(key)) {
      const found = key === "" ? "an empty one" : `${quote(key)} a second time`;
      throw new OrielError("bad-model", `Expected a new key at offset ${at} but found ${found}`, { offset: at, key });
    }
    await cursor.need(4, `the type of key ${quote(key)}`);
    const { type, value } = await readValue(cursor, cursor.takeUint32(), key);
    cursor.keep(ENTRY_BYTES, `key ${quote(key)}`);
    metadata.set(key, value);
    types.set(key, type);
  }
  return { metadata, types };
}

/**
 * Checks a count of things of at least `smallest` bytes each against the bytes left, then against the limit.
 * @throws OrielError `bad-model` when the file cannot hold them, `unsupported` when Oriel does not take so many
 */
export function checkCount(
  cursor: Cursor,
  count: number | bigint,
  smallest: number,
  limit: number,
  what: string,
): asserts count is number {
  const fit = Math.floor(cursor.left / smallest);
  const data = { offset: cursor.position, found: plain(count) };
  if (count > fit) {
    throw new OrielError(
      "bad-model",
      `Expected at most ${fit} ${what} in the ${cursor.left} bytes left in the file but found a count of ${count}`,
      { ...data, limit: fit },
    );
  }
  if (count > limit) {
    throw new OrielError("unsupported", `Expected at most ${limit} ${what} but found ${count}`, { ...data, limit });
  }
}

async function readValue(cursor: Cursor, id: number, key: string): Promise<Typed> {
  if (id === ARRAY) return readArray(cursor, key, 1);
  const type = scalarType(id, key, cursor.position);
  if (type === "string") return { type, value: await cursor.text(cursor.limits.stringBytes, `key ${quote(key)}`) };
  const bytes = VALUE_BYTES[type];
  await cursor.need(bytes, `key ${quote(key)}`);
  return { type, value: cursor.take(bytes, GET[type]) };
}

async function readArray(cursor: Cursor, key: string, depth: number): Promise<Typed> {
  const { limits } = cursor;
  const what = `the array in key ${quote(key)}`;
  if (depth > limits.nesting) {
    throw new OrielError("unsupported", `Expected arrays at most ${limits.nesting} deep but found ${what} deeper`, {
      key,
      limit: limits.nesting,
      found: depth,
    });
  }
  await cursor.need(12, what);
  const id = cursor.takeUint32();
  const count = cursor.takeUint64();
  if (id === ARRAY) return readNested(cursor, count, key, depth);
  const type = scalarType(id, key, cursor.position);
  checkCount(cursor, count, type === "string" ? 8 : VALUE_BYTES[type], limits.arrayLength, `elements in ${what}`);
  if (type === "string") return { type: "string[]", value: await readStrings(cursor, count, what) };
  const bytes = count * VALUE_BYTES[type];
  await cursor.need(bytes, what);
  cursor.keep(type === "bool" ? count * 8 : bytes, what);
  const raw = cursor.takeBytes(bytes);
  if (type === "bool") return { type: "bool[]", value: Array.from(raw, (byte) => byte !== 0) };
  const value = new TYPED_ARRAYS[type](count);
  // Every machine with WebGPU is little-endian, as the file is.
  new Uint8Array(value.buffer).set(raw);
  return { type: `${type}[]`, value };
}

async function readStrings(cursor: Cursor, count: number, what: string): Promise<string[]> {
  const { stringBytes } = cursor.limits;
  cursor.keep(count * 8, what);
  const strings = new Array<string>(count);
  for (let index = 0; index < count; index++) {
    strings[index] = cursor.takeBufferedText(stringBytes) ?? (await cursor.text(stringBytes, what));
  }
  return strings;
}

async function readNested(cursor: Cursor, count: number | bigint, key: string, depth: number): Promise<Typed> {
  checkCount(cursor, count, 12, cursor.limits.arrayLength, `arrays in key ${quote(key)}`);
  // A slot, and an empty array of any kind.
  cursor.keep(count * 128, `the arrays in key ${quote(key)}`);
  const values: GgufValue[] = [];
  let inner: GgufType = "uint8[]";
  for (let index = 0; index < count; index++) {
    const { type, value } = await readArray(cursor, key, depth + 1);
    if (index > 0 && type !== inner) {
      throw new OrielError(
        "unsupported",
        `Expected arrays of one type in key ${quote(key)} but found ${type} after ${inner}`,
        { key, expected: inner, found: type },
      );
    }
    inner = type;
    values.push(value);
  }
  return { type: `${inner}[]` as GgufType, value: values };
}

function scalarType(id: number, key: string, offset: number): ScalarType {
  const type = BY_ID.get(id);
  if (type) return type;
  throw new OrielError("bad-model", `Expected a value type from 0 to 12 for key ${quote(key)} but found ${id}`, {
    key,
    found: id,
    offset,
  });
}

const GET: Record<Exclude<ScalarType, "string">, (view: DataView, at: number) => number | bigint | boolean> = {
  uint8: (view, at) => view.getUint8(at),
  int8: (view, at) => view.getInt8(at),
  uint16: (view, at) => view.getUint16(at, true),
  int16: (view, at) => view.getInt16(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  int32: (view, at) => view.getInt32(at, true),
  float32: (view, at) => view.getFloat32(at, true),
  bool: (view, at) => view.getUint8(at) !== 0,
  uint64: (view, at) => numberIfExact(view.getBigUint64(at, true)),
  int64: (view, at) => numberIfExact(view.getBigInt64(at, true)),
  float64: (view, at) => view.getFloat64(at, true),
};

function numberIfExact(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
