// Typed access to metadata: the value, the fallback, or an error that names the key.
import { describe, expect, it } from "vitest";
import { getBoolean, getCount, getNumber, getNumbers, getString, getStrings } from "../../src/base/metadata.ts";

const metadata = new Map<string, unknown>([
  ["text", "a"],
  ["number", -1.5],
  ["count", 3],
  ["big", 2n ** 60n],
  ["yes", true],
  ["texts", ["a", "b"]],
  ["numbers", Float32Array.of(1, 2)],
  ["bigs", BigInt64Array.of(1n)],
  ["unsigned bigs", BigUint64Array.of(1n)],
  ["none", Number.NaN],
]);

describe("metadata access", () => {
  it("gives values of the type asked for", () => {
    expect(getString(metadata, "text")).toBe("a");
    expect(getNumber(metadata, "number")).toBe(-1.5);
    expect(getCount(metadata, "count")).toBe(3);
    expect(getBoolean(metadata, "yes")).toBe(true);
    expect(getStrings(metadata, "texts")).toEqual(["a", "b"]);
    expect(getNumbers(metadata, "numbers")).toEqual(Float32Array.of(1, 2));
  });

  it("gives the fallback for a missing key only", () => {
    expect(getNumber(metadata, "missing", 7)).toBe(7);
    expect(getString(metadata, "missing", undefined)).toBeUndefined();
    expect(() => getNumber(metadata, "text", 7)).toThrow(
      'Expected a finite number in key "text" but found the string "a"',
    );
  });

  it.each([
    ["a missing key", () => getString(metadata, "missing")],
    ["a fraction as a count", () => getCount(metadata, "number")],
    ["a bigint as a number", () => getNumber(metadata, "big")],
    ["NaN", () => getNumber(metadata, "none")],
    ["numbers as texts", () => getStrings(metadata, "numbers")],
    ["64-bit integers as numbers", () => getNumbers(metadata, "bigs")],
    ["unsigned 64-bit integers as numbers", () => getNumbers(metadata, "unsigned bigs")],
    ["a text as a boolean", () => getBoolean(metadata, "text")],
  ])("refuses %s", (_, get) => {
    expect(get).toThrow(expect.objectContaining({ code: "bad-model" }));
  });
});
