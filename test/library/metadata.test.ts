// What of a file's metadata a manifest carries, and that what it does not carry is named.
import { describe, expect, test } from "vitest";
import type { GgufValue } from "../../src/format/gguf/types.ts";
import { hasKey, LEFT_OUT, shortMetadata } from "../../src/library/metadata.ts";
import { canonicalJson, digestOfJson } from "../../src/store/digest.ts";

const short = (entries: [string, GgufValue][]) => shortMetadata(new Map(entries));

test("scalars and short arrays are kept, long ones named", () => {
  expect(
    short([
      ["general.architecture", "llama"],
      ["llama.context_length", 4096],
      ["tokenizer.ggml.add_bos_token", true],
      ["rope.sections", Int32Array.of(1, 2)],
      ["general.tags", ["a", "b"]],
      ["tokenizer.ggml.tokens", Array.from({ length: 65 }, String)],
      ["tokenizer.chat_template", "x".repeat(16_385)],
    ]),
  ).toEqual({
    "general.architecture": "llama",
    "llama.context_length": 4096,
    "tokenizer.ggml.add_bos_token": true,
    "rope.sections": [1, 2],
    "general.tags": ["a", "b"],
    [LEFT_OUT]: ["tokenizer.ggml.tokens", "tokenizer.chat_template"],
  });
});

describe("edges", () => {
  test("64 items and 16 384 characters are short, nested items count one by one", () => {
    expect(short([["a", new Float32Array(64)]])).not.toHaveProperty([LEFT_OUT]);
    expect(short([["a", "x".repeat(16_384)]])).not.toHaveProperty([LEFT_OUT]);
    const row = Array.from({ length: 10 }, (_, index) => index);
    expect(short([["a", Array(5).fill(row)]])).not.toHaveProperty([LEFT_OUT]);
    expect(short([["a", Array(7).fill(row)]])).toEqual({ [LEFT_OUT]: ["a"] });
    expect(short([["a", Array(3).fill("x".repeat(6000))]])).toEqual({ [LEFT_OUT]: ["a"] });
  });

  test("numbers JSON has no form for become text", () => {
    expect(
      short([
        ["big", 2n ** 63n],
        ["nan", Number.NaN],
        ["floats", Float32Array.of(Number.POSITIVE_INFINITY, 0.5)],
      ]),
    ).toEqual({
      big: "9223372036854775808",
      nan: "NaN",
      floats: ["Infinity", 0.5],
    });
  });

  test("no key is special", () => {
    const metadata = short([
      ["__proto__", "x"],
      ["constructor", 1],
    ]);
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype);
    expect(canonicalJson(metadata)).toBe('{"__proto__":"x","constructor":1}');
    expect(hasKey(metadata, "toString")).toBe(false);
  });

  test("values beyond 1 MiB together are left out, and keys beyond it refused", () => {
    const many = Array.from({ length: 70 }, (_, index): [string, string] => [`key${index}`, "x".repeat(16_000)]);
    const metadata = short(many);
    expect((metadata[LEFT_OUT] as string[]).length).toBeGreaterThan(3);
    expect(canonicalJson(metadata).length).toBeLessThan(1.1 * 2 ** 20);
    const keys = Array.from({ length: 20 }, (_, index): [string, number] => [`${index}${"k".repeat(60_000)}`, 1]);
    expect(() => short(keys)).toThrow(expect.objectContaining({ code: "unsupported" }));
  });

  test("a key is there whether its value was kept or left out", () => {
    const metadata = short([
      ["a", 1],
      ["b", "x".repeat(20_000)],
    ]);
    expect([hasKey(metadata, "a"), hasKey(metadata, "b"), hasKey(metadata, "c")]).toEqual([true, true, false]);
  });
});

test("a digest does not depend on the order of keys", async () => {
  expect(canonicalJson({ b: [2, { d: 1, c: null }], a: "é" })).toBe('{"a":"é","b":[2,{"c":null,"d":1}]}');
  expect(await digestOfJson({ a: 1, b: 2 })).toBe(await digestOfJson({ b: 2, a: 1 }));
  expect(await digestOfJson({})).toBe("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
});
