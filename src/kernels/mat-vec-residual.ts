// y += W·x, and y times the next norm's weight for the mat-vec that follows. See shaders/matmul/mat_vec_residual.wgsl.
import source from "../../shaders/matmul/mat_vec_residual.wgsl";
import { kernel } from "../gpu/kernel.ts";

/** `x` [rows, x_stride], `norm` [w_rows] from `first` on, `y` and `scaled` [rows, y_stride]; the other params and the overrides are those of `matVec`. */
export const matVecResidual = kernel(source, {
  bindings: {
    params: { rows: "u32", w_rows: "u32", blocks: "u32", x_stride: "u32", y_stride: "u32", first: "u32" },
    quants: "read",
    scales: "read",
    x: "read",
    norm: "read",
    y: "write",
    scaled: "write",
  },
  overrides: ["SLICES", "GROUPS", "REUSE", "SHARE", "WORKGROUP_SIZE"],
  workgroups: ({ rows, w_rows }, { GROUPS, REUSE }) => [Math.ceil(w_rows / (8 * GROUPS * REUSE)), 1, rows],
});
