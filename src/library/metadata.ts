// The part of a GGUF file's metadata that a manifest carries: scalars and short arrays. What is left out stays in the header blob, which is whole.
import { OrielError } from "../base/errors.ts";
import type { Json } from "../base/manifest.ts";
import type { GgufValue } from "../format/gguf/types.ts";

/** Key of the list of those keys whose values are in the header blob only, for instance a long chat template. */
export const LEFT_OUT = "oriel.left_out";

const MOST_ITEMS = 64;
const LONGEST_TEXT = 16 * 1024;
/** Characters of all keys and values together; later values are left out. */
const MOST_TEXT = 1024 * 1024;

/**
 * Metadata as JSON. A value is left out, and its key listed under {@link LEFT_OUT}, when it has more than 64 items or more
 * than 16 384 characters: a value is kept whole or not at all. Integers beyond 2^53 and numbers that are not finite become text.
 * @throws OrielError `unsupported` when the keys alone exceed 1 MiB.
 */
export function shortMetadata(metadata: ReadonlyMap<string, GgufValue>): Record<string, Json> {
  const kept: [string, Json][] = [];
  const leftOut: string[] = [];
  let room = MOST_TEXT;
  for (const key of metadata.keys()) room -= key.length;
  if (room < 0) {
    throw new OrielError(
      "unsupported",
      `Expected at most ${MOST_TEXT} characters of metadata keys but found ${MOST_TEXT - room}`,
      { limit: MOST_TEXT, found: MOST_TEXT - room },
    );
  }
  for (const [key, value] of metadata) {
    const json = isShort(value) ? jsonOf(value) : undefined;
    const size = json === undefined ? 0 : JSON.stringify(json).length;
    if (json === undefined || size > room) {
      leftOut.push(key);
    } else {
      kept.push([key, json]);
      room -= size;
    }
  }
  if (leftOut.length > 0) kept.push([LEFT_OUT, leftOut]);
  // Own properties, whatever the key: `__proto__` is then a key like any other.
  return Object.fromEntries(kept);
}

/** Whether the file has a key, kept or left out. */
export function hasKey(metadata: Record<string, Json>, key: string): boolean {
  const leftOut = metadata[LEFT_OUT];
  return Object.hasOwn(metadata, key) || (Array.isArray(leftOut) && leftOut.includes(key));
}

function isShort(value: GgufValue): boolean {
  const { items, text } = measure(value);
  return items <= MOST_ITEMS && text <= LONGEST_TEXT;
}

function measure(value: GgufValue): { items: number; text: number } {
  if (typeof value === "string") return { items: 1, text: value.length };
  if (typeof value !== "object") return { items: 1, text: 0 };
  const total = { items: value.length, text: 0 };
  if (ArrayBuffer.isView(value) || value.length > MOST_ITEMS) return total;
  for (const item of value) {
    const { items, text } = measure(item);
    total.items += items;
    total.text += text;
  }
  // An array of scalars was counted by its length and again by its items.
  total.items -= value.filter((item) => typeof item !== "object").length;
  return total;
}

function jsonOf(value: GgufValue): Json {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object") return value;
  return Array.from(value as ArrayLike<GgufValue>, jsonOf);
}
