// mat_vec_residual against f64, for types with one scale a block, two, an offset, and none, and with bias and multiplier.
import { it } from "vitest";
import { matVecResidual } from "../../src/kernels/mat-vec-residual.ts";
import * as reference from "../reference/mat-vec-residual.ts";
import { describeTiers } from "../setup/gpu.ts";
import { expectClose, noise, once, padded, runKernel } from "./harness.ts";
import { affineOf, columnsOf, randomWeights, shapes, type WeightType } from "./weights.ts";

describeTiers("mat_vec_residual", (tier, open) => {
  const gpu = once(open);

  interface Case {
    type: WeightType;
    ROWS: number;
    shape: number;
    rows: number;
    first: number;
    AFFINE?: number;
    multiplier?: number;
  }

  it.each<Case>([
    { type: "Q4_0", ROWS: 8, shape: 2, rows: 1, first: 0 },
    { type: "Q4_0", ROWS: 65, shape: 0, rows: 3, first: 5 },
    { type: "Q4_0", ROWS: 257, shape: 1, rows: 2, first: 3 },
    { type: "Q4_0", ROWS: 65, shape: 3, rows: 1, first: 64 },
    { type: "F16", ROWS: 9, shape: 1, rows: 2, first: 0 },
    { type: "Q4_K", ROWS: 65, shape: 1, rows: 1, first: 2 },
    { type: "Q6_K", ROWS: 1, shape: 2, rows: 2, first: 1, multiplier: 0 },
    { type: "Q4_0", ROWS: 65, shape: 0, rows: 2, first: 5, AFFINE: 1, multiplier: 0.22 },
    { type: "Q4_0", ROWS: 9, shape: 2, rows: 1, first: 0, AFFINE: 1, multiplier: -3 },
    { type: "IQ3_S", ROWS: 9, shape: 0, rows: 1, first: 3 },
  ])("adds $ROWS rows of $type in shape $shape to columns from $first of $rows rows, AFFINE $AFFINE", async (given) => {
    const { type, ROWS, shape, rows, first, AFFINE = 0, multiplier = 1 } = given;
    const columns = columnsOf(type);
    const { BLOCKS, values, quants, scales } = randomWeights(type, ROWS, columns);
    const y_stride = first + ROWS + 3;
    const x = padded(noise(rows * columns), rows, columns, BLOCKS * 32);
    const norm = noise(first + ROWS, 2);
    const y = noise(rows * y_stride, 3);
    const scaled = new Float32Array(rows * y_stride).fill(7);
    const params = { rows, w_rows: ROWS, blocks: BLOCKS, x_stride: BLOCKS * 8, y_stride, first, multiplier };
    const overrides = { AFFINE, ...shapes(tier)[shape]! };
    const arrays = { quants, scales, x, norm, y, scaled, affine: affineOf(AFFINE, first + ROWS) };
    const result = await runKernel(await gpu(), matVecResidual, { quant: type, arrays, params, overrides });
    const want = reference.matVecResidual({ ...params, ...overrides }, values, x, arrays, { y, scaled });
    expectClose(result.y, want.y, 1e-5, 2e-5);
    expectClose(result.scaled, want.scaled, 1e-5, 2e-5);
  });
});
