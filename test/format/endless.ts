// Sources that claim a terabyte and give it: headers that never end, made as they are read.
import { concat } from "../../src/base/bytes.ts";
import type { ByteSource } from "../../src/format/source.ts";
import { arr, rawGguf, str, u32, VALUE } from "../make/raw-gguf.ts";

/** What the endless header is made of. */
export const ENDLESS = ["short strings", "long strings", "keys", "number arrays", "nested arrays"] as const;

/** A file of 2^40 bytes whose header holds only one kind of thing, within the bounds on counts and lengths. */
export function endless(kind: (typeof ENDLESS)[number]): ByteSource {
  const { head, item } = parts(kind);
  const step = item(0).length;
  return {
    size: 2 ** 40,
    read: async (offset, length) => {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; ) {
        const past = offset + at - head.length;
        const piece =
          past < 0 ? head.subarray(past + head.length) : item(Math.floor(past / step)).subarray(past % step);
        bytes.set(piece.subarray(0, length - at), at);
        at += piece.length;
      }
      return bytes;
    },
  };
}

/** The beginning of the file, and the item of each index after it, all of one length. */
function parts(kind: (typeof ENDLESS)[number]): { head: Uint8Array; item: (index: number) => Uint8Array } {
  const start = (keyCount: bigint): Uint8Array => rawGguf({ keyCount, padding: 1 });
  const oneArray = (type: number): Uint8Array => concat([start(1n), str("k"), u32(VALUE.array), arr(type, 2n ** 21n)]);
  const keys = (type: number, value: Uint8Array) => ({
    head: start(60_000n),
    item: (index: number) => concat([str(index.toString(16).padStart(8, "0")), u32(type), value]),
  });
  const same = (bytes: Uint8Array) => () => bytes;
  switch (kind) {
    case "short strings":
      return { head: oneArray(VALUE.string), item: same(str("aéaéaéaéaé")) };
    case "long strings":
      return { head: oneArray(VALUE.string), item: same(str("a".repeat(2 ** 20))) };
    case "keys":
      return keys(VALUE.string, str("x".repeat(1000)));
    case "number arrays":
      return keys(VALUE.array, arr(VALUE.float64, 2n ** 20n, new Uint8Array(2 ** 23)));
    case "nested arrays":
      return { head: oneArray(VALUE.array), item: same(arr(VALUE.string, 1n, str("aé"))) };
  }
}
