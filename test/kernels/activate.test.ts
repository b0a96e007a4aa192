// activate against f64 for every activation, gated and not, and their limits far from zero.
import { describe, expect, it } from "vitest";
import { activate } from "../../src/kernels/activate.ts";
import { ACTIVATIONS, type Activation } from "../../src/kernels/activations.ts";
import * as reference from "../reference/activate.ts";
import { describeTiers } from "../setup/gpu.ts";
import { expectClose, noise, once, padded, runKernel, stride, unpadded } from "./harness.ts";

const NAMES = Object.keys(ACTIVATIONS) as Activation[];

describeTiers("activate", (_tier, open) => {
  const gpu = once(open);
  async function run(rows: number, FF: number, x: Float32Array, name: Activation = "silu", GATED = 1) {
    const columns = GATED ? 2 * FF : FF;
    const overrides = { FF, IN_STRIDE: stride(columns), OUT_STRIDE: stride(FF), GATED, ACT: ACTIVATIONS[name] };
    const arrays = {
      gate_up: padded(x, rows, columns, overrides.IN_STRIDE),
      h: new Float32Array(rows * overrides.OUT_STRIDE),
    };
    const { h } = await runKernel(await gpu(), activate, { arrays, params: { rows }, overrides });
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
    const want = reference.activate({ rows, FF, GATED: 1, ACT: ACTIVATIONS.silu }, gateUp);
    expectClose(await run(rows, FF, gateUp), want, 1e-5, 1e-6);
  });

  describe.each([0, 1])("with GATED %d", (GATED) => {
    it.each(NAMES)("matches the reference of %s", async (name) => {
      const [rows, FF] = [3, 172];
      const x = noise(rows * FF * (GATED ? 2 : 1)).map((value) => value * 8);
      const want = reference.activate({ rows, FF, GATED, ACT: ACTIVATIONS[name] }, x);
      expectClose(await run(rows, FF, x, name, GATED), want, 1e-5, 2e-6);
    });
  });

  it("is the product for large gates and nothing for very negative ones", async () => {
    const gates = [1e4, 100, 0, -100, -1e4, -1e30, 1e30, 1];
    const h = await run(1, 8, new Float32Array([...gates, ...Array(8).fill(1)]));
    expect(h.slice(0, 3)).toEqual([1e4, 100, 0]);
    for (const value of h.slice(3, 5)) expect(Math.abs(value)).toBeLessThan(1e-30);
    expect(h.every(Number.isFinite)).toBe(true);
  });

  it("gelu is x or nothing far from zero", async () => {
    const h = await run(1, 8, new Float32Array([1e30, 1e4, 20, 0, -20, -100, -1e4, -1e30]), "gelu", 0);
    expectClose(h.slice(0, 4), [Math.fround(1e30), 1e4, 20, 0], 1e-6, 0);
    for (const value of h.slice(4, 7)) expect(Math.abs(value)).toBeLessThan(1e-30);
    expect(h.every(Number.isFinite)).toBe(true);
  });

  it("does not take a width that is no multiple of 4", async () => {
    await expect(run(1, 6, noise(12))).rejects.toThrow("Expected FF to be a multiple of 4 but found 6");
  });
});
