// y = W·x for many rows of x. See shaders/matmul/mat_mat.wgsl.
import source from "../../shaders/matmul/mat_mat.wgsl";
import { kernel } from "../gpu/kernel.ts";

/** `x` [rows, x_stride], `y` [rows, y_stride] gets (ADD: is increased by) columns first … first + ROWS. */
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
