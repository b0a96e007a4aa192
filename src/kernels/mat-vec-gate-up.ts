// The first half of a gated feed-forward layer in one dispatch: norm, gate, up, activation. See shaders/matmul/mat_vec_gate_up.wgsl.
import source from "../../shaders/matmul/mat_vec_gate_up.wgsl";
import { kernel } from "../gpu/kernel.ts";
import { checkNorm } from "./mat-vec.ts";

/**
 * y = act(gate) · up, each with the norm and the bias of `matVec`. `x` and `residual` [rows, x_stride] as there; `y` [rows, y_stride]. The weights are gate,
 * w_rows rows, then from tile up_tile on up; `affine` [2·w_rows] of (bias, shift) is that of gate, then that of up, without a gap.
 * The other params and the overrides are those of `matVec`.
 * @throws OrielError `bug` for LayerNorm without AFFINE
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
    affine: "read",
  },
  overrides: ["NORM", "AFFINE", "ACT", "SLICES", "GROUPS", "REUSE", "SHARE", "WORKGROUP_SIZE"],
  workgroups: ({ rows, w_rows }, { GROUPS, REUSE, NORM, AFFINE }) => {
    checkNorm(NORM, AFFINE);
    return [Math.ceil(w_rows / (8 * GROUPS * REUSE)), 1, rows];
  },
});
