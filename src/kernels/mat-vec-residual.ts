// y += W·x + bias, and y times the next norm's weight for the mat-vec that follows. See shaders/matmul/mat_vec_residual.wgsl.
import source from "../../shaders/matmul/mat_vec_residual.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * y += multiplier · (W·x + bias), scaled = y · norm. `x` [rows, x_stride], `norm` and (AFFINE 1) `affine` of (bias, unused) [first + w_rows or more],
 * `y` and `scaled` [rows, y_stride], in which columns first … first + w_rows change. AFFINE 0: bias = 0, and `affine`, any buffer, is not read.
 * The other params and the overrides are those of `matVec`.
 */
export const matVecResidual = kernel(source, {
  bindings: {
    params: {
      rows: "u32",
      w_rows: "u32",
      blocks: "u32",
      x_stride: "u32",
      y_stride: "u32",
      first: "u32",
      multiplier: "f32",
    },
    quants: "read",
    scales: "read",
    x: "read",
    norm: "read",
    y: "write",
    scaled: "write",
    affine: "read",
  },
  overrides: ["AFFINE", "SLICES", "GROUPS", "REUSE", "SHARE", "WORKGROUP_SIZE"],
  workgroups: ({ rows, w_rows }, { GROUPS, REUSE }) => [Math.ceil(w_rows / (8 * GROUPS * REUSE)), 1, rows],
});
