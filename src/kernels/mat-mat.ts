// y = W·x + bias for many rows of x. See shaders/matmul/mat_mat.wgsl.
import source from "../../shaders/matmul/mat_mat.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * y (+)= multiplier · (W·x + bias). `x` [rows, x_stride], `y` [rows, y_stride] gets (ADD: is increased by) columns first … first + w_rows.
 * AFFINE 1: `affine` [first + w_rows or more] of (bias, unused) by column of y. AFFINE 0: bias = 0, and `affine`, any buffer, is not read.
 * `w_rows` and `blocks` are W's rows and blocks of 32 columns; `first` and `y_stride` count elements, `x_stride` vec4f. A workgroup of WORKGROUP_SIZE
 * lanes takes X_ROWS rows of x and REUSE (1, 2 or 4) tiles of 8 rows of W for each 8 lanes; SHARE: lanes that load activations for each other, 8, 4 or 0. See `matMatShape`.
 */
export const matMat = kernel(source, {
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
    y: "write",
    affine: "read",
  },
  overrides: ["ADD", "AFFINE", "REUSE", "X_ROWS", "SHARE", "WORKGROUP_SIZE"],
  workgroups: ({ rows, w_rows }, { REUSE, X_ROWS, WORKGROUP_SIZE }) => [
    Math.ceil(w_rows / (REUSE * WORKGROUP_SIZE)),
    1,
    Math.ceil(rows / X_ROWS),
  ],
});
