// y = W·x + bias for many rows of x. See shaders/matmul/mat_mat.wgsl.
import source from "../../shaders/matmul/mat_mat.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * y (+)= multiplier · (W·x + bias). `x` [rows, x_stride], `y` [rows, y_stride] gets (ADD: is increased by) columns first … first + w_rows.
 * AFFINE 1: `affine` [first + w_rows or more] of (bias, unused) by column of y. AFFINE 0: bias = 0, and `affine`, any buffer, is not read.
 * `w_rows` and `blocks` are W's rows and blocks of 32 columns; `first` and `y_stride` count elements, `x_stride` vec4f. SHARE: lanes that load activations
 * for each other, 8, 4 or 0, see `matMatShare`.
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
  overrides: ["ADD", "AFFINE", "SHARE"],
  workgroups: ({ rows, w_rows }) => [Math.ceil(w_rows / 64), 1, Math.ceil(rows / 8)],
});
