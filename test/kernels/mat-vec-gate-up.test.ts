// mat_vec_gate_up against f64, for types with one scale a block, two, and an offset, and with each norm, bias and other activations.
import { expect, it } from "vitest";
import { ACTIVATIONS } from "../../src/kernels/activations.ts";
import { matVecGateUp } from "../../src/kernels/mat-vec-gate-up.ts";
import * as reference from "../reference/mat-vec-gate-up.ts";
import { describeTiers } from "../setup/gpu.ts";
import { expectClose, noise, once, padded, runKernel } from "./harness.ts";
import { affineOf, columnsOf, randomWeights, shapes, stacked, type WeightType } from "./weights.ts";

describeTiers("mat_vec_gate_up", (tier, open) => {
  const gpu = once(open);

  const llama = { NORM: 1, AFFINE: 0, ACT: ACTIVATIONS.silu as number };
  async function run(type: WeightType, ROWS: number, shape: number, rows: number, zero = false, finish = llama) {
    const columns = columnsOf(type);
    const gate = randomWeights(type, ROWS, columns);
    const up = randomWeights(type, ROWS, columns, 2);
    const { BLOCKS } = gate;
    const x = padded(zero ? new Float32Array(rows * columns) : noise(rows * columns), rows, columns, BLOCKS * 32);
    const residual = padded(noise(rows * columns, 2), rows, columns, BLOCKS * 32);
    const y = new Float32Array(rows * (ROWS + 3)).fill(7);
    const up_tile = Math.ceil(ROWS / 8);
    const params = {
      rows,
      w_rows: ROWS,
      blocks: BLOCKS,
      up_tile,
      x_stride: BLOCKS * 8,
      y_stride: ROWS + 3,
      columns,
      eps: 1e-5,
    };
    const overrides = { ...finish, ...shapes(tier)[shape]! };
    const arrays = { ...stacked(gate, up), x, residual, y, affine: affineOf(finish.AFFINE, 2 * ROWS) };
    const result = await runKernel(await gpu(), matVecGateUp, { quant: type, arrays, params, overrides });
    const want = reference.matVecGateUp(
      { ...params, ...overrides },
      { gate: gate.values, up: up.values },
      x,
      residual,
      arrays.affine,
      y,
    );
    return { y: result.y, want };
  }

  it.each<[type: WeightType, ROWS: number, shape: number, rows: number]>([
    ["Q4_0", 9, 0, 2],
    ["Q4_0", 257, 1, 1],
    ["Q4_0", 7, 2, 3],
    ["Q4_0", 65, 3, 2],
    ["Q4_K", 65, 1, 1],
    ["Q6_K", 1, 2, 2],
    ["IQ1_M", 65, 1, 2],
    ["IQ2_S", 9, 2, 1],
  ])("matches the reference for %s, %d rows, shape %d, %d rows of activations", async (type, ROWS, shape, rows) => {
    const { y, want } = await run(type, ROWS, shape, rows);
    expectClose(y, want, 2e-5, 5e-5);
  });

  it.each([
    ["Q4_0", 65, 1, { NORM: 1, AFFINE: 1, ACT: ACTIVATIONS.gelu }],
    ["F16", 9, 2, { NORM: 2, AFFINE: 1, ACT: ACTIVATIONS.gelu }],
    ["Q4_0", 257, 0, { NORM: 2, AFFINE: 1, ACT: ACTIVATIONS.silu }],
    ["Q4_0", 7, 3, { NORM: 0, AFFINE: 0, ACT: ACTIVATIONS.none }],
  ] as const)("matches the reference for %s, %d rows, shape %d, with %o", async (type, ROWS, shape, finish) => {
    const { y, want } = await run(type, ROWS, shape, 2, false, finish);
    expectClose(y, want, 5e-5, 1e-4);
  });

  it("refuses LayerNorm without a shift", async () => {
    const asked = run("Q4_0", 8, 2, 1, false, { NORM: 2, AFFINE: 0, ACT: ACTIVATIONS.gelu });
    await expect(asked).rejects.toThrow("Expected AFFINE to be 1 with NORM 2 but found 0");
  });

  it("gives 0 for activations of 0", async () => {
    const { y } = await run("Q4_0", 7, 2, 1, true);
    expect(Array.from(y.subarray(0, 7), Math.abs)).toEqual(new Array(7).fill(0));
  });
});
