// layer_norm against f64, and that it ignores the scale and the mean of its input.
import { expect, it } from "vitest";
import { layerNorm } from "../../src/kernels/layer-norm.ts";
import * as reference from "../reference/layer-norm.ts";
import { describeTiers } from "../setup/gpu.ts";
import { expectClose, noise, once, padded, runKernel, stride, unpadded } from "./harness.ts";

describeTiers("layer_norm", (_tier, open) => {
  const gpu = once(open);
  async function run(
    rows: number,
    COLS: number,
    x: Float32Array,
    weight: Float32Array,
    eps = 1e-5,
    WORKGROUP_SIZE = 64,
  ) {
    const STRIDE = stride(COLS);
    const arrays = {
      x: padded(x, rows, COLS, STRIDE),
      weight: padded(weight, 1, COLS, Math.ceil(COLS / 4) * 4),
      y: new Float32Array(rows * STRIDE),
    };
    const { y } = await runKernel(await gpu(), layerNorm, {
      arrays,
      params: { rows, eps },
      overrides: { COLS, STRIDE, WORKGROUP_SIZE },
    });
    const pad = Array.from(y).filter((_, i) => i % STRIDE >= COLS);
    expect(pad.every((value) => value === 0)).toBe(true);
    return unpadded(y, rows, COLS, STRIDE);
  }

  it.each([
    [1, 64],
    [2, 63],
    [2, 65],
    [3, 257],
    [1, 576],
    [2, 1757],
    [5, 2179],
  ])("matches the reference at %d × %d", async (rows, COLS) => {
    const x = noise(rows * COLS);
    const weight = noise(COLS, 2);
    expectClose(
      await run(rows, COLS, x, weight),
      reference.layerNorm({ rows, COLS, eps: 1e-5 }, x, weight),
      1e-5,
      2e-6,
    );
  });

  it.each([16, 32, 256])("gives the same with workgroups of %d", async (size) => {
    const x = noise(3 * 701);
    const weight = noise(701, 2);
    const expected = reference.layerNorm({ rows: 3, COLS: 701, eps: 1e-5 }, x, weight);
    expectClose(await run(3, 701, x, weight, 1e-5, size), expected, 1e-5, 2e-6);
  });

  // E[x²] − μ² in f32 would leave nothing of this variance.
  it("keeps the variance of rows with a mean far from 0", async () => {
    const [rows, COLS] = [2, 301];
    const x = noise(rows * COLS).map((value) => 5000 + value);
    const weight = noise(COLS, 2);
    expectClose(
      await run(rows, COLS, x, weight),
      reference.layerNorm({ rows, COLS, eps: 1e-5 }, x, weight),
      1e-4,
      3e-3,
    );
  });

  it("ignores the scale of x", async () => {
    const x = noise(300);
    const weight = noise(300, 2);
    const scaled = x.map((value) => value * 1000);
    expectClose(await run(1, 300, scaled, weight, 0), await run(1, 300, x, weight, 0), 1e-5, 2e-6);
  });

  it("gives 0 for a row of equal numbers", async () => {
    for (const value of await run(1, 64, new Float32Array(64).fill(3), noise(64))) expect(Math.abs(value)).toBe(0);
  });
});
