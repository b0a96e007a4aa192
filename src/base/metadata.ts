// Reads a model's metadata by key with the type the caller needs; a missing or differently typed value is an error that names the key.
import { OrielError } from "./errors.ts";
import { describeValue, quote } from "./words.ts";

/** A model's metadata as the parser of its file hands it over. */
export type Metadata = ReadonlyMap<string, unknown>;

/** A typed array without the 64-bit integers, which no known key uses. */
export type Numbers =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** A string. @throws OrielError `bad-model` when the key is missing (unless a fallback is given) or no string */
export function getString<F = never>(metadata: Metadata, key: string, ...fallback: [F?]): string | F {
  return get(metadata, key, "a string", (value) => typeof value === "string", fallback);
}

/** A finite number. @throws OrielError `bad-model` when the key is missing (unless a fallback is given) or no number */
export function getNumber<F = never>(metadata: Metadata, key: string, ...fallback: [F?]): number | F {
  return get(
    metadata,
    key,
    "a finite number",
    (value) => typeof value === "number" && Number.isFinite(value),
    fallback,
  );
}

/** An integer from 0 to 2^53 - 1. @throws OrielError `bad-model` when the key is missing (unless a fallback is given) or no such integer */
export function getCount<F = never>(metadata: Metadata, key: string, ...fallback: [F?]): number | F {
  return get(
    metadata,
    key,
    "a non-negative integer",
    (value) => Number.isSafeInteger(value) && Number(value) >= 0,
    fallback,
  );
}

/** A boolean. @throws OrielError `bad-model` when the key is missing (unless a fallback is given) or no boolean */
export function getBoolean<F = never>(metadata: Metadata, key: string, ...fallback: [F?]): boolean | F {
  return get(metadata, key, "a boolean", (value) => typeof value === "boolean", fallback);
}

/** An array of strings. @throws OrielError `bad-model` when the key is missing (unless a fallback is given) or no string array */
export function getStrings<F = never>(metadata: Metadata, key: string, ...fallback: [F?]): string[] | F {
  return get(metadata, key, "an array of strings", isStrings, fallback);
}

/** A typed array of numbers. @throws OrielError `bad-model` when the key is missing (unless a fallback is given) or no numeric array */
export function getNumbers<F = never>(metadata: Metadata, key: string, ...fallback: [F?]): Numbers | F {
  return get(metadata, key, "an array of numbers", isNumbers, fallback);
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isNumbers(value: unknown): boolean {
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return false;
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function get<T, F>(
  metadata: Metadata,
  key: string,
  expected: string,
  fits: (value: unknown) => boolean,
  fallback: [F?],
): T | F {
  const value = metadata.get(key);
  if (fits(value)) return value as T;
  if (value === undefined && fallback.length > 0) return fallback[0] as F;
  throw new OrielError("bad-model", `Expected ${expected} in key ${quote(key)} but found ${describeValue(value)}`, {
    key,
    expected,
  });
}
