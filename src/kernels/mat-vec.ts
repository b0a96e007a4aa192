// y = W·x for one or a few rows of x, optionally with the scale of an RMSNorm folded in. See shaders/matmul/mat_vec.wgsl.
import source from "../../shaders/matmul/mat_vec.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * `x` [rows, x_stride] holds the input already multiplied by the norm's weight where NORM is 1, `residual` [rows, x_stride] the input before that;
 * without NORM bind `x` twice. `y` [rows, y_stride] gets columns first … first + w_rows.
 *
 * `w_rows` and `blocks` are W's rows and blocks of 32 columns; `first` and `y_stride` count elements, `x_stride` vec4f. A thread takes one row of each of REUSE
 * tiles of 8 rows (1, 2 or 4, which share their activations) and every SLICES-th block; a workgroup has GROUPS · 8 · SLICES = WORKGROUP_SIZE threads.
 * SHARE: lanes that load activations for each other, 8, 4 or 0, with one slice only. See `matVecShape`.
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
  overrides: ["NORM", "SLICES", "GROUPS", "REUSE", "SHARE", "WORKGROUP_SIZE"],
  workgroups: ({ rows, w_rows }, { GROUPS, REUSE }) => [Math.ceil(w_rows / (8 * GROUPS * REUSE)), 1, rows],
});
