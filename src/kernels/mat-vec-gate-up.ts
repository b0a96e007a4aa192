// The first half of a SwiGLU feed-forward in one dispatch: norm, gate, up, activation. See shaders/matmul/mat_vec_gate_up.wgsl.
import source from "../../shaders/matmul/mat_vec_gate_up.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * `x` and `residual` [rows, x_stride] as for mat-vec with NORM; `y` [rows, y_stride]. The weights are gate, w_rows rows, then from tile
 * up_tile on up; the other params and the overrides are those of `matVec`.
 */
export const matVecGateUp = kernel(source, {
  bindings: {
    params: {
      rows: "u32",
      w_rows: "u32",
      blocks: "u32",
      up_tile: "u32",
      x_stride: "u32",
      y_stride: "u32",
      columns: "u32",
      eps: "f32",
    },
    quants: "read",
    scales: "read",
    x: "read",
    residual: "read",
    y: "write",
  },
  overrides: ["SLICES", "GROUPS", "REUSE", "SHARE", "WORKGROUP_SIZE"],
  workgroups: ({ rows, w_rows }, { GROUPS, REUSE }) => [Math.ceil(w_rows / (8 * GROUPS * REUSE)), 1, rows],
});
