// y = W·x for many rows of x. See shaders/matmul/mat_mat.wgsl.
import source from "../../shaders/matmul/mat_mat.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * `x` [rows, x_stride], `y` [rows, y_stride] gets (ADD: is increased by) columns first … first + w_rows.
 * `w_rows` and `blocks` are W's rows and blocks of 32 columns; `first` and `y_stride` count elements, `x_stride` vec4f. SHARE: lanes that load activations
 * for each other, 8, 4 or 0, see `matMatShare`.
 */
export const matMat = kernel(source, {
  bindings: {
    params: { rows: "u32", w_rows: "u32", blocks: "u32", x_stride: "u32", y_stride: "u32", first: "u32" },
    quants: "read",
    scales: "read",
    x: "read",
    y: "write",
  },
  overrides: ["ADD", "SHARE"],
  workgroups: ({ rows, w_rows }) => [Math.ceil(w_rows / 64), 1, Math.ceil(rows / 8)],
});
