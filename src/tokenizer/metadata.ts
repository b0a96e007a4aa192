// Typed reads of a GGUF file's metadata, as its parser hands it over. Knows no tokenizer rule.
import { OrielError } from "../base/errors.ts";

/** Metadata of a GGUF file: strings, numbers, booleans, string arrays, number arrays or typed arrays. */
export type Metadata = ReadonlyMap<string, unknown>;

function wrong(key: string, expected: string, value: unknown): OrielError {
  const found = value === undefined ? "nothing" : Array.isArray(value) ? "another array" : typeof value;
  return new OrielError("bad-model", `Expected ${expected} under ${key} but found ${found}`, { key });
}

/** The string under `key`, or undefined. @throws OrielError `bad-model` when it is of another type. */
export function readString(metadata: Metadata, key: string): string | undefined {
  const value = metadata.get(key);
  if (value === undefined || typeof value === "string") return value;
  throw wrong(key, "a string", value);
}

/** The boolean under `key`, or `fallback`. @throws OrielError `bad-model` when it is of another type. */
export function readBoolean(metadata: Metadata, key: string, fallback: boolean): boolean {
  const value = metadata.get(key) ?? fallback;
  if (typeof value === "boolean") return value;
  throw wrong(key, "a boolean", value);
}

/** The non-negative integer under `key`, or undefined. @throws OrielError `bad-model` when it is of another type. */
export function readId(metadata: Metadata, key: string): number | undefined {
  const value = metadata.get(key);
  if (value === undefined) return undefined;
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= 0) return number;
  throw wrong(key, "a token id", value);
}

/** The array of strings under `key`, or undefined. @throws OrielError `bad-model` when it is of another type. */
export function readStrings(metadata: Metadata, key: string): readonly string[] | undefined {
  const value = metadata.get(key);
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw wrong(key, "an array of strings", value);
}

/** The numbers under `key` (a typed or a plain array), or undefined. @throws OrielError `bad-model` otherwise. */
export function readNumbers(metadata: Metadata, key: string): ArrayLike<number> | undefined {
  const value = metadata.get(key);
  if (value === undefined) return undefined;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array))
    return value as unknown as ArrayLike<number>;
  if (Array.isArray(value) && value.every((item) => typeof item === "number")) return value;
  throw wrong(key, "an array of numbers", value);
}
