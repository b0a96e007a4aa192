// mat_vec against f64: every weight type, the shapes of its workgroup, with and without norm, bias, activation and softcap.
import { expect, it } from "vitest";
import { ACTIVATIONS } from "../../src/kernels/activations.ts";
import { matVec } from "../../src/kernels/mat-vec.ts";
import * as layerNorm from "../reference/layer-norm.ts";
import * as reference from "../reference/mat-vec.ts";
import { describeTiers } from "../setup/gpu.ts";
import { expectClose, noise, once, padded, runKernel } from "./harness.ts";
import { columnsOf, ROW_COUNTS, randomWeights, shapes, TYPES, type WeightType } from "./weights.ts";

const UNREAD = new Float32Array(2).fill(Number.NaN);

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
    AFFINE?: number;
    ACT?: number;
    multiplier?: number;
    cap?: number;
    /** Of the residual. */
    mean?: number;
    absolute?: number;
  }
  async function run(given: Case) {
    const { type, ROWS, columns, shape, NORM, rows = 1, first = 0, AFFINE = 0, ACT = 0 } = given;
    const { multiplier = 1, cap = 0, mean = 0, absolute = 2e-5 } = given;
    const { BLOCKS, values, quants, scales } = randomWeights(type, ROWS, columns);
    const columnsPadded = BLOCKS * 32;
    const x = padded(noise(rows * columns), rows, columns, columnsPadded);
    const far = noise(rows * columns, 2).map((value) => value + mean);
    const residual = padded(far, rows, columns, columnsPadded);
    const affine = AFFINE ? noise(2 * (first + ROWS), 4) : UNREAD;
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
      multiplier,
      cap,
    };
    const overrides = { NORM, AFFINE, ACT, ...shapes(tier)[shape]! };
    const arrays = { quants, scales, x, residual, y, affine };
    const result = await runKernel(await gpu(), matVec, { quant: type, arrays, params, overrides });
    const want = reference.matVec({ ...params, ...overrides }, values, x, residual, affine, y);
    expectClose(result.y, want, 1e-5, absolute);
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

  it.each<Partial<Case>>([
    { NORM: 0, AFFINE: 1, shape: 0 },
    { NORM: 1, AFFINE: 1, ACT: ACTIVATIONS.gelu, shape: 2 },
    { NORM: 0, ACT: ACTIVATIONS.gelu, multiplier: 3, shape: 3 },
    { NORM: 1, multiplier: 40, cap: 30, absolute: 2e-4, shape: 1 },
    { NORM: 2, AFFINE: 1, ACT: ACTIVATIONS.gelu, multiplier: -0.5, cap: 2, shape: 3 },
  ])("does what follows the sums: %j", (given) =>
    run({ type: "Q4_0", ROWS: 65, columns: 96, shape: 0, NORM: 0, rows: 2, first: 5, ...given }),
  );

  it.each([
    [173, 2],
    [171, 3],
    [170, 0],
    [5, 2],
  ])("takes LayerNorm's scale and mean over %d columns far from 0, shape %d", (columns, shape) =>
    run({ type: "F16", ROWS: 9, columns, shape, NORM: 2, AFFINE: 1, rows: 2, first: 3, mean: 30, absolute: 1e-4 }),
  );

  it("is LayerNorm and a matrix when given the residual times weight, and W · weight", async () => {
    const [ROWS, columns] = [9, 173];
    const { BLOCKS, values, quants, scales } = randomWeights("F32", ROWS, columns);
    const weight = noise(columns, 2);
    const row = noise(columns, 3).map((value) => value + 5);
    const dot = (i: number, v: ArrayLike<number>) =>
      weight.reduce((sum, _, c) => sum + values[i * columns + c]! * v[c]!, 0);
    const affine = Float32Array.from({ length: 2 * ROWS }, (_, i) => (i % 2 ? dot((i - 1) / 2, weight) : i / 4));
    const params = {
      rows: 1,
      w_rows: ROWS,
      blocks: BLOCKS,
      x_stride: BLOCKS * 8,
      y_stride: ROWS,
      first: 0,
      columns,
      eps: 1e-5,
      multiplier: 1,
      cap: 0,
    };
    const x = row.map((value, c) => value * weight[c]!);
    const arrays = {
      quants,
      scales,
      x: padded(x, 1, columns, BLOCKS * 32),
      residual: padded(row, 1, columns, BLOCKS * 32),
      y: new Float32Array(ROWS),
      affine,
    };
    const overrides = { NORM: 2, AFFINE: 1, ACT: 0, ...shapes(tier)[2] };
    const { y } = await runKernel(await gpu(), matVec, { quant: "F32", arrays, params, overrides });
    const normed = layerNorm.layerNorm({ rows: 1, COLS: columns, eps: 1e-5 }, row, weight);
    expectClose(
      y,
      Array.from(y, (_, i) => dot(i, normed) + i / 2),
      1e-5,
      5e-5,
    );
  });

  it("does not take LayerNorm without AFFINE", async () => {
    const given: Case = { type: "Q4_0", ROWS: 8, columns: 64, shape: 2, NORM: 2 };
    await expect(run(given)).rejects.toThrow("Expected AFFINE to be 1 with NORM 2 but found 0");
  });

  it("with the norm ignores the scale of the residual", async () => {
    const { BLOCKS, quants, scales } = randomWeights("Q8_0", 9, 64);
    const residual = noise(64);
    const y = new Float32Array(9);
    const params = {
      rows: 1,
      w_rows: 9,
      blocks: BLOCKS,
      x_stride: 16,
      y_stride: 9,
      first: 0,
      columns: 64,
      eps: 0,
      multiplier: 1,
      cap: 0,
    };
    const overrides = { NORM: 1, AFFINE: 0, ACT: 0, ...shapes(tier)[2] };
    const scaledBy = async (factor: number) => {
      const by = residual.map((value) => value * factor);
      const arrays = { quants, scales, x: by, residual: by, y, affine: UNREAD };
      return (await runKernel(await gpu(), matVec, { quant: "Q8_0", arrays, params, overrides })).y;
    };
    const one = await scaledBy(1);
    expectClose(await scaledBy(1000), one);
    expect(one.every((value) => value !== 0)).toBe(true);
  });
});
