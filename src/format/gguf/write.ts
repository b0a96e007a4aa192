// Writes GGUF files, versions 2 and 3 (their bytes differ in the version number alone). It holds no quantizer: tensor data comes as stored bytes.
import { concat, roundUp } from "../../base/bytes.ts";
import { OrielError } from "../../base/errors.ts";
import { QUANT_TYPES, type QuantType, tensorBytes } from "../quant-blocks.ts";
import {
  ARRAY,
  type GgufFile,
  type GgufType,
  type GgufValue,
  LIMITS,
  type NumericArray,
  type ScalarType,
  TYPED_ARRAYS,
  VALUE_BYTES,
  VALUE_TYPES,
} from "./types.ts";

/** A metadata value with the type it is written as. */
export interface GgufField {
  type: GgufType;
  value: GgufValue;
}

/** Values that say their own type; numbers do not, and need a {@link GgufField}. */
export type Writable = GgufField | string | boolean | NumericArray | string[];

export interface TensorSpec {
  name: string;
  type: QuantType;
  /** In elements, outermost first. */
  shape: readonly number[];
}

export interface HeaderSpec {
  metadata: Iterable<readonly [string, Writable]>;
  tensors: readonly TensorSpec[];
  /** A power of two, default 32; another one than 32 is written as `general.alignment`. */
  alignment?: number;
  version?: 2 | 3;
}

export interface WriteSpec extends HeaderSpec {
  tensors: readonly (TensorSpec & { data: Uint8Array })[];
}

/** A number or bigint with its type, for instance `field("uint32", 4096)`. */
export function field(type: GgufType, value: GgufValue): GgufField {
  return { type, value };
}

/** The metadata of a file as fields, to write them again with the types they had. */
export function fieldsOf(file: Pick<GgufFile, "metadata" | "types">): [string, GgufField][] {
  return [...file.metadata].map(([key, value]) => [key, { type: file.types.get(key)!, value }]);
}

/**
 * The bytes before the tensor data, padded to the alignment, and each tensor's offset in the file. Tensors follow in order, each padded.
 * @throws OrielError `bad-request` for what the format cannot hold
 */
export function ggufHeader(spec: HeaderSpec): {
  header: Uint8Array<ArrayBuffer>;
  offsets: number[];
  alignment: number;
} {
  const alignment = spec.alignment ?? 32;
  check(
    Number.isInteger(Math.log2(alignment)) && alignment <= LIMITS.alignment,
    "a power of two as alignment",
    alignment,
  );
  const fields = new Map([...spec.metadata].map(([key, value]) => [key, fieldOf(value)]));
  if (alignment !== 32) fields.set("general.alignment", field("uint32", alignment));
  check(
    (fields.get("general.alignment")?.value ?? 32) === alignment,
    `general.alignment ${alignment}`,
    "another value",
  );
  const names = new Set(spec.tensors.map(({ name }) => name));
  check(names.size === spec.tensors.length, "tensor names that differ", "a name twice");
  const parts = [text.encode("GGUF"), uint32(spec.version ?? 3), uint64(spec.tensors.length), uint64(fields.size)];
  for (const [key, { type, value }] of fields) {
    check(key !== "", "a key", "an empty string");
    parts.push(string(key), typeAndValue(type, value));
  }
  const places = place(spec.tensors, alignment);
  spec.tensors.forEach(({ name, type, shape }, index) => {
    check(text.encode(name).length <= LIMITS.nameBytes, `a tensor name of at most ${LIMITS.nameBytes} bytes`, name);
    check(shape.length <= LIMITS.dims, `at most ${LIMITS.dims} dimensions`, shape.length);
    parts.push(string(name), uint32(shape.length), ...shape.toReversed().map(uint64));
    parts.push(uint32(QUANT_TYPES[type].id), uint64(places[index]!));
  });
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const header = concat([...parts, new Uint8Array(roundUp(length, alignment) - length)]);
  return { header, offsets: places.map((offset) => offset + header.length), alignment };
}

/** A whole file in pieces: the header, then each tensor's data with its padding. @throws OrielError `bad-request` for what the format cannot hold */
export function* ggufChunks(spec: WriteSpec): Generator<Uint8Array> {
  const { header, alignment } = ggufHeader(spec);
  yield header;
  for (const { name, type, shape, data } of spec.tensors) {
    check(data.length === tensorBytes(type, shape), `${tensorBytes(type, shape)} bytes for ${name}`, data.length);
    yield data;
    yield new Uint8Array(roundUp(data.length, alignment) - data.length);
  }
}

/** A whole file in one buffer. @throws OrielError `bad-request` for what the format cannot hold */
export function writeGguf(spec: WriteSpec): Uint8Array<ArrayBuffer> {
  return concat([...ggufChunks(spec)]);
}

const text = new TextEncoder();

function place(tensors: readonly TensorSpec[], alignment: number): number[] {
  let end = 0;
  return tensors.map(({ type, shape }) => {
    const offset = end;
    end += roundUp(tensorBytes(type, shape), alignment);
    return offset;
  });
}

function fieldOf(value: Writable): GgufField {
  if (typeof value === "string") return field("string", value);
  if (typeof value === "boolean") return field("bool", value);
  if (Array.isArray(value)) return field("string[]", value);
  return ArrayBuffer.isView(value) ? field(`${numericType(value)}[]`, value) : value;
}

function numericType(value: NumericArray): keyof typeof TYPED_ARRAYS {
  const entry = Object.entries(TYPED_ARRAYS).find(([, make]) => value instanceof make);
  return entry![0] as keyof typeof TYPED_ARRAYS;
}

function typeAndValue(type: GgufType, value: GgufValue): Uint8Array {
  if (type.endsWith("[]")) return concat([uint32(ARRAY), array(type.slice(0, -2) as GgufType, value)]);
  return concat([uint32(VALUE_TYPES[type as ScalarType]), scalar(type as ScalarType, value)]);
}

function array(inner: GgufType, value: GgufValue): Uint8Array {
  check(Array.isArray(value) || ArrayBuffer.isView(value), `an array of ${inner}`, value);
  const items = value as ArrayLike<GgufValue>;
  const id = inner.endsWith("[]") ? ARRAY : VALUE_TYPES[inner as ScalarType];
  const head = [uint32(id), uint64(items.length)];
  if (id === ARRAY) {
    const deeper = inner.slice(0, -2) as GgufType;
    return concat([...head, concat(Array.from(items, (item) => array(deeper, item)))]);
  }
  if (ArrayBuffer.isView(value)) {
    check(numericType(value) === inner, `an array of ${inner}`, numericType(value));
    return concat([...head, new Uint8Array(value.buffer, value.byteOffset, value.byteLength)]);
  }
  return concat([...head, concat(Array.from(items, (item) => scalar(inner as ScalarType, item)))]);
}

function scalar(type: ScalarType, value: GgufValue): Uint8Array {
  if (type === "string") {
    check(typeof value === "string", "a string", value);
    return string(value as string);
  }
  const bytes = new Uint8Array(VALUE_BYTES[type]);
  if (type === "bool") {
    check(typeof value === "boolean", "a boolean", value);
    bytes[0] = value ? 1 : 0;
    return bytes;
  }
  const float = type === "float32" || type === "float64";
  check(typeof value === "bigint" || (float ? typeof value === "number" : Number.isInteger(value)), `a ${type}`, value);
  const number = new TYPED_ARRAYS[type](bytes.buffer);
  number[0] = (type === "uint64" || type === "int64" ? BigInt(value as bigint) : Number(value)) as never;
  // A float may round; an integer has to come back as it was.
  check(float || BigInt(number[0]!) === BigInt(value as bigint), `a ${type}`, value);
  return bytes;
}

function string(value: string): Uint8Array {
  const bytes = text.encode(value);
  return concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

function uint64(value: number): Uint8Array {
  return new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
}

function check(ok: boolean, expected: string, found: unknown): void {
  if (ok) return;
  throw new OrielError("bad-request", `Expected ${expected} but found ${String(found)}`, { expected, found });
}
