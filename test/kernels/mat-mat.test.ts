// mat_mat against f64: every weight type, numbers of rows around its tile of 8, storing and adding, with and without bias.
import { it } from "vitest";
import { matMat } from "../../src/kernels/mat-mat.ts";
import * as reference from "../reference/mat-mat.ts";
import { describeTiers } from "../setup/gpu.ts";
import { expectClose, noise, once, padded, runKernel } from "./harness.ts";
import { affineOf, columnsOf, ROW_COUNTS, randomWeights, share, TYPES, type WeightType } from "./weights.ts";

describeTiers("mat_mat", (tier, open) => {
  const gpu = once(open);

  const SMALL = { REUSE: 1, X_ROWS: 8, WORKGROUP_SIZE: 64 };
  const LARGE = { REUSE: 4, X_ROWS: 32, WORKGROUP_SIZE: 16 };

  interface Case {
    type: WeightType;
    ROWS: number;
    ADD: number;
    AFFINE?: number;
    multiplier?: number;
    shape?: typeof SMALL;
    counts?: number[];
  }
  /** One pipeline, run with several numbers of rows. */
  async function run({ type, ROWS, ADD, AFFINE = 0, multiplier = 1, shape = SMALL, counts = [1, 8, 9, 33] }: Case) {
    const columns = columnsOf(type);
    const { BLOCKS, values, quants, scales } = randomWeights(type, ROWS, columns);
    const overrides = { ADD, AFFINE, SHARE: share(tier), ...shape };
    for (const rows of counts) {
      const [first, y_stride] = [5, ROWS + 8];
      const x = padded(noise(rows * columns), rows, columns, BLOCKS * 32);
      const y = noise(rows * y_stride, 3);
      const affine = affineOf(AFFINE, first + ROWS);
      const params = { rows, w_rows: ROWS, blocks: BLOCKS, x_stride: BLOCKS * 8, y_stride, first, multiplier };
      const arrays = { quants, scales, x, y, affine };
      const result = await runKernel(await gpu(), matMat, { quant: type, arrays, params, overrides });
      expectClose(result.y, reference.matMat({ ...params, ...overrides }, values, x, affine, y), 1e-5, 2e-5);
    }
  }

  it("multiplies rows of activations", () => run({ type: "Q4_0", ROWS: 64, ADD: 0, counts: [8] }));

  it("adds to what is there, for 257 rows of Q4_K", () => run({ type: "Q4_K", ROWS: 257, ADD: 1 }));

  // SwiftShader would take seconds to compile it.
  const software = tier === "f16" ? it : it.skip;
  software.each([LARGE, { ...LARGE, REUSE: 2 }])("takes several tiles a thread, $REUSE", (shape) =>
    run({ type: "Q4_K", ROWS: 257, ADD: 1, AFFINE: 1, shape, counts: [1, 31, 32, 33] }),
  );

  it("stores with bias and multiplier", () => run({ type: "Q4_0", ROWS: 65, ADD: 0, AFFINE: 1, multiplier: -0.7 }));

  it("adds with bias and multiplier", () => run({ type: "Q4_0", ROWS: 65, ADD: 1, AFFINE: 1, multiplier: 3 }));

  // Without subgroups a software driver takes many seconds to compile this kernel; load_block is the same in both, and mat_vec tries it in every tier.
  it.skipIf(tier === "base").each(TYPES.map((type, i) => ({ type, ROWS: ROW_COUNTS[i % 6]!, ADD: i % 2 })))(
    "matches the reference for $ROWS rows of $type, ADD $ADD",
    run,
  );
});
