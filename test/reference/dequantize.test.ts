// The reference dequantizer against ggml: its own vectors for every type, bit for bit.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fixtureBytes, fixtureFloats, hasFixtures } from "../make/fixtures.ts";
import { GRIDS } from "./codebooks.ts";
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

  // SHA-256 of ggml's tables, a signed byte for each number.
  it.each([
    ["iq1", "07540ffc1aeaf6ad4d97e96b0fcc765aae39671d4ae4a27bbd0e796fde167c6a"],
    ["iq2_xxs", "05826b5d3e472a3a78f196be62ac78acf81df0f909626e12ab9fa2a5d490dd54"],
    ["iq2_xs", "06e47aaca60b4dc1d9b5a3f34540437058a6b142b4d7a59d5ded769b4d1bf1de"],
    ["iq2_s", "e1aa1473412b0552c2174c30ef22ab4073f6a181b85a17056e8249bd2932fd88"],
    ["iq3_xxs", "46e35f5a997efdee6c99ce57854c8a0d4f0ff8ca57e5e8a60c0793ea580acf5d"],
    ["iq3_s", "bd1af4945a1717c65610b0284e4628b9a1ba3b306fae3a06f6e5f597356e349f"],
  ] as const)("has ggml's table %s", (name, digest) => {
    expect(createHash("sha256").update(Int8Array.from(GRIDS[name])).digest("hex")).toBe(digest);
  });

  it.skipIf(!hasFixtures).each(referenceTypes().filter((type) => type !== "F32"))("%s equals ggml's bits", (type) => {
    const got = Float32Array.from(dequantize(type, fixtureBytes("dequant", `${type}.raw`)));
    const want = fixtureFloats("dequant", `${type}.f32`);
    expect(want.length).toBe(1024);
    expect(new Uint32Array(got.buffer)).toEqual(new Uint32Array(want.buffer));
  });
});
