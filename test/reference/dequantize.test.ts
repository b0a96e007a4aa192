// The reference dequantizer against ggml: its own vectors for every type, bit for bit.
import { describe, expect, it } from "vitest";
import { fixtureBytes, fixtureFloats, hasFixtures } from "../make/fixtures.ts";
import { dequantize, referenceTypes } from "./dequantize.ts";

describe("dequantize", () => {
  it("gives the numbers of a block", () => {
    // Q8_0: d = 0.5, then 32 signed bytes.
    const block = Uint8Array.from([0x00, 0x38, 2, 0xfe, ...new Array(30).fill(4)]);
    expect([...dequantize("Q8_0", block)]).toEqual([1, -1, ...new Array(30).fill(2)]);
  });

  it("takes NVFP4's scale that is no number for 0, and does not look at the bit above a scale", () => {
    // Scales 127, 128, 255 and 56 (which is 1); all codes are 2 (which is 1).
    const values = dequantize("NVFP4", Uint8Array.of(0x7f, 0x80, 0xff, 0x38, ...new Array(32).fill(0x22)));
    expect([0, 16, 32, 48].map((i) => values[i])).toEqual([0, 0, 480, 1]);
  });

  it.skipIf(!hasFixtures).each(referenceTypes().filter((type) => type !== "F32"))("%s equals ggml's bits", (type) => {
    const got = Float32Array.from(dequantize(type, fixtureBytes("dequant", `${type}.raw`)));
    const want = fixtureFloats("dequant", `${type}.f32`);
    expect(want.length).toBe(1024);
    expect(new Uint32Array(got.buffer)).toEqual(new Uint32Array(want.buffer));
  });
});
