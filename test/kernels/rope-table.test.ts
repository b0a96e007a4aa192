// The rotary table: plain, linear, divided by factors, and YaRN against its authors' statement of it.
import { describe, expect, it } from "vitest";
import { type RopeScaling, ropeTable } from "../../src/kernels/rope-table.ts";
import { yarn } from "../reference/rope-table.ts";
import { expectClose } from "./harness.ts";

const table = (scaling: RopeScaling, more: object = {}) =>
  ropeTable({ positions: 4096, ropeDim: 64, base: 10000, scaling, ...more });
const at = (values: Float32Array, position: number, i: number) => values.subarray(position * 64 + 2 * i).slice(0, 2);

describe("ropeTable", () => {
  it("has the cosine and sine of position · base^(−2i / dim)", () => {
    const values = table({ type: "none" });
    expect(values.length).toBe(4096 * 64);
    expectClose(at(values, 0, 5), [1, 0]);
    expectClose(at(values, 1, 0), [Math.cos(1), Math.sin(1)]);
    const angle = 4095 / 10000 ** (20 / 64);
    expectClose(at(values, 4095, 10), [Math.cos(angle), Math.sin(angle)], 0, 1e-7);
  });

  it("divides positions by a linear factor", () => {
    const plain = table({ type: "none" });
    const linear = table({ type: "linear", factor: 4 });
    for (let i = 0; i < 32; i++) expectClose(at(linear, 4000, i), at(plain, 1000, i), 0, 1e-6);
  });

  it("divides each frequency by its factor", () => {
    const factors = Float32Array.from({ length: 32 }, (_, i) => 1 + i);
    const values = table({ type: "none" }, { factors });
    const angle = 1234 / 10000 ** (14 / 64) / 8;
    expectClose(at(values, 1234, 7), [Math.cos(angle), Math.sin(angle)], 0, 1e-7);
  });

  it.each([
    { factor: 4, originalContext: 2048, base: 10000 },
    { factor: 16, originalContext: 4096, base: 1e6 },
    { factor: 40, originalContext: 128, base: 500 },
  ])("follows YaRN with %o", ({ factor, originalContext, base }) => {
    const values = table({ type: "yarn", factor, originalContext }, { base });
    for (const position of [0, 1, 100, 4095]) {
      for (let i = 0; i < 32; i++) {
        const { angle, magnitude } = yarn({ ropeDim: 64, base, factor, originalContext }, position, i);
        expectClose(at(values, position, i), [Math.cos(angle) * magnitude, Math.sin(angle) * magnitude], 0, 1e-6);
      }
    }
  });

  it("is linear interpolation where YaRN's mix is off", () => {
    const options = { factor: 4, originalContext: 2048, extFactor: 0 };
    expect(table({ type: "yarn", ...options })).toEqual(table({ type: "linear", factor: 4 }));
  });

  it("scales cosine and sine by the attention factor", () => {
    const values = table({ type: "yarn", factor: 4, originalContext: 2048, attnFactor: 0.5 });
    expectClose([Math.hypot(...at(values, 77, 3))], [0.5 * (1 + 0.1 * Math.log(4))]);
  });
});
