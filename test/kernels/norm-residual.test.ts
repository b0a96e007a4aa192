// norm_residual against f64, and that it leaves the columns of the pad as they are.
import { expect, it } from "vitest";
import { normResidual } from "../../src/kernels/norm-residual.ts";
import * as reference from "../reference/norm-residual.ts";
import { describeTiers } from "../setup/gpu.ts";
import { expectClose, noise, once, padded, runKernel, stride, unpadded } from "./harness.ts";

describeTiers("norm_residual", (_tier, open) => {
  const gpu = once(open);
  async function run(rows: number, COLS: number, multiplier = 1, WORKGROUP_SIZE = 64, xScale = 1) {
    const STRIDE = stride(COLS);
    const given = {
      x: noise(rows * COLS).map((value) => value * xScale),
      weight: noise(COLS, 2),
      norm: noise(COLS, 3),
      y: noise(rows * COLS, 4),
    };
    const arrays = {
      x: padded(given.x, rows, COLS, STRIDE),
      weight: padded(given.weight, 1, COLS, Math.ceil(COLS / 4) * 4),
      norm: padded(given.norm, 1, COLS, Math.ceil(COLS / 4) * 4),
      y: padded(given.y, rows, COLS, STRIDE),
      scaled: new Float32Array(rows * STRIDE),
    };
    const params = { rows, eps: 1e-5, multiplier };
    const overrides = { COLS, STRIDE, WORKGROUP_SIZE };
    const result = await runKernel(await gpu(), normResidual, { arrays, params, overrides });
    for (const array of [result.y, result.scaled]) {
      const pad = Array.from(array).filter((_, i) => i % STRIDE >= COLS);
      expect(pad.every((value) => value === 0)).toBe(true);
    }
    const want = reference.normResidual({ ...params, COLS }, given);
    expectClose(unpadded(result.y, rows, COLS, STRIDE), want.y, 1e-5, 2e-6);
    expectClose(unpadded(result.scaled, rows, COLS, STRIDE), want.scaled, 1e-5, 2e-6);
  }

  it("adds a branch that is normed first", () => run(1, 64));

  it.each([
    [3, 1],
    [2, 63],
    [2, 65],
    [3, 257],
    [1, 576],
    [2, 1757],
    [5, 2179],
  ])("matches the reference at %d × %d", (rows, COLS) => run(rows, COLS));

  it.each([0.25, -3])("adds the branch times %d", (multiplier) => run(2, 301, multiplier));

  it.each([16, 32, 256])("gives the same with workgroups of %d", (size) => run(3, 700, 1, size));

  it("gives finite numbers for a branch of zeros", () => run(2, 64, 1, 64, 0));

  it("norms a branch far from 1", () => run(2, 64, 1, 64, 1e4));
});
