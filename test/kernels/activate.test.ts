// swiglu against f64, and its limits far from zero.
import { expect, it } from "vitest";
import { swiglu } from "../../src/kernels/swiglu.ts";
import * as reference from "../reference/swiglu.ts";
import { describeTiers } from "../setup/gpu.ts";
import { expectClose, noise, once, padded, runKernel, stride, unpadded } from "./harness.ts";

describeTiers("swiglu", (_tier, open) => {
  const gpu = once(open);
  async function run(rows: number, FF: number, gateUp: Float32Array) {
    const overrides = { FF, IN_STRIDE: stride(2 * FF), OUT_STRIDE: stride(FF) };
    const arrays = {
      gate_up: padded(gateUp, rows, 2 * FF, overrides.IN_STRIDE),
      h: new Float32Array(rows * overrides.OUT_STRIDE),
    };
    const { h } = await runKernel(await gpu(), swiglu, { arrays, params: { rows }, overrides });
    return unpadded(h, rows, FF, overrides.OUT_STRIDE);
  }

  it.each([
    [1, 64],
    [3, 4],
    [2, 172],
    [5, 260],
    [2, 1536],
  ])("matches the reference at %d × %d", async (rows, FF) => {
    const gateUp = noise(rows * 2 * FF).map((value) => value * 8);
    expectClose(await run(rows, FF, gateUp), reference.swiglu({ rows, FF }, gateUp), 1e-5, 1e-6);
  });

  it("is the product for large gates and nothing for very negative ones", async () => {
    const gates = [1e4, 100, 0, -100, -1e4, -1e30, 1e30, 1];
    const h = await run(1, 8, new Float32Array([...gates, ...Array(8).fill(1)]));
    expect(h.slice(0, 3)).toEqual([1e4, 100, 0]);
    for (const value of h.slice(3, 5)) expect(Math.abs(value)).toBeLessThan(1e-30);
    expect(h.every(Number.isFinite)).toBe(true);
  });
});
