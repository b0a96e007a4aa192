// mat_vec against f64: every weight type, the shapes of its workgroup, with and without the norm.
import { expect, it } from "vitest";
import { matVec } from "../../src/kernels/mat-vec.ts";
import * as reference from "../reference/mat-vec.ts";
import { describeTiers } from "../setup/gpu.ts";
import { expectClose, noise, once, padded, runKernel } from "./harness.ts";
import { columnsOf, ROW_COUNTS, randomWeights, shapes, TYPES, type WeightType } from "./weights.ts";

describeTiers("mat_vec", (tier, open) => {
  const gpu = once(open);

  interface Case {
    type: WeightType;
    ROWS: number;
    columns: number;
    shape: number;
    NORM: number;
    rows?: number;
    first?: number;
  }
  async function run({ type, ROWS, columns, shape, NORM, rows = 1, first = 0 }: Case) {
    const { BLOCKS, values, quants, scales } = randomWeights(type, ROWS, columns);
    const columnsPadded = BLOCKS * 32;
    const x = padded(noise(rows * columns), rows, columns, columnsPadded);
    const residual = padded(noise(rows * columns, 2), rows, columns, columnsPadded);
    const y = new Float32Array(rows * (ROWS + first + 3)).fill(7);
    const params = {
      rows,
      w_rows: ROWS,
      blocks: BLOCKS,
      x_stride: columnsPadded / 4,
      y_stride: ROWS + first + 3,
      first,
      columns,
      eps: 1e-5,
    };
    const overrides = { NORM, ...shapes(tier)[shape]! };
    const arrays = { quants, scales, x, residual, y };
    const result = await runKernel(await gpu(), matVec, { quant: type, arrays, params, overrides });
    expectClose(result.y, reference.matVec({ ...params, ...overrides }, values, x, residual, y), 1e-5, 2e-5);
  }

  it("multiplies one row of activations", () => run({ type: "Q4_0", ROWS: 8, columns: 64, shape: 2, NORM: 0 }));

  it.each(TYPES.flatMap((type, i) => ({ type, shape: i % 4, ROWS: ROW_COUNTS[(i + 3) % 6]! })))(
    "matches the reference for $ROWS rows of $type in shape $shape",
    async ({ type, shape, ROWS }) => run({ type, ROWS, columns: columnsOf(type), shape, NORM: 1, rows: 2 }),
  );

  it.each([
    [65, 32, 0],
    [257, 96, 1],
    [65, 96, 2],
    [257, 32, 3],
  ])("writes only its columns of y: %d × %d, shape %d", async (ROWS, columns, shape) =>
    run({ type: "Q4_0", ROWS, columns, shape, NORM: 0, rows: 3, first: 5 }),
  );

  it("with the norm ignores the scale of the residual", async () => {
    const { BLOCKS, quants, scales } = randomWeights("Q8_0", 9, 64);
    const residual = noise(64);
    const y = new Float32Array(9);
    const params = { rows: 1, w_rows: 9, blocks: BLOCKS, x_stride: 16, y_stride: 9, first: 0, columns: 64, eps: 0 };
    const overrides = { NORM: 1, ...shapes(tier)[2] };
    const scaledBy = async (factor: number) => {
      const by = residual.map((value) => value * factor);
      const arrays = { quants, scales, x: by, residual: by, y };
      return (await runKernel(await gpu(), matVec, { quant: "Q8_0", arrays, params, overrides })).y;
    };
    const one = await scaledBy(1);
    expectClose(await scaledBy(1000), one);
    expect(one.every((value) => value !== 0)).toBe(true);
  });
});
