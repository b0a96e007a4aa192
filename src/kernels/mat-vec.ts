// y = W·x for one or a few rows of x, optionally with the scale of an RMSNorm folded in. See shaders/matmul/mat_vec.wgsl.
import source from "../../shaders/matmul/mat_vec.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * `x` [rows, x_stride] holds the input already multiplied by the norm's weight where NORM is 1, `residual` [rows, x_stride] the input before that;
 * without NORM bind `x` twice. `y` [rows, y_stride] gets columns first … first + ROWS.
 */
export const matVec = kernel(source, {
  bindings: {
    params: {
      rows: "u32",
      w_rows: "u32",
      blocks: "u32",
      x_stride: "u32",
      y_stride: "u32",
      first: "u32",
      columns: "u32",
      eps: "f32",
    },
    quants: "read",
    scales: "read",
    x: "read",
    residual: "read",
    y: "write",
  },
  overrides: ["NORM", "SLICES", "GROUPS", "REUSE", "SHARE"],
  workgroups: ({ rows, w_rows }, { GROUPS, REUSE }) => [Math.ceil(w_rows / (8 * GROUPS * REUSE)), 1, rows],
});
