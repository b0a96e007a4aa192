// y = W·x for one or a few rows of x, optionally with the norm before it and with bias, activation and softcap after it. See shaders/matmul/mat_vec.wgsl.
import source from "../../shaders/matmul/mat_vec.wgsl";
import { OrielError } from "../base/errors.ts";
import { kernel } from "../gpu/kernel.ts";

/**
 * y = softcap(multiplier · act(s·(W·x − μ·shift) + bias), cap), softcap(v, c) = c·tanh(v/c), which a `cap` of 0 leaves out.
 *
 * NORM: 0 none (s = 1, μ = 0), 1 RMSNorm (s = 1/sqrt(mean square + eps), μ = 0), 2 LayerNorm (s = 1/sqrt(variance + eps), μ the mean), both over `columns`
 * columns of `residual` [rows, x_stride]; `x` [rows, x_stride] then holds `residual` times the norm's weight. Without NORM bind `x` twice.
 * AFFINE 1: `affine` [first + w_rows or more] of (bias, shift) by column of y, where shift = W · the norm's weight, which only LayerNorm reads.
 * AFFINE 0: bias = 0, and `affine`, any buffer, is not read. LayerNorm needs AFFINE 1. ACT: a code of `ACTIVATIONS`.
 * `y` [rows, y_stride] gets columns first … first + w_rows.
 *
 * `w_rows` and `blocks` are W's rows and blocks of 32 columns; `first` and `y_stride` count elements, `x_stride` vec4f. A thread takes one row of each of REUSE
 * tiles of 8 rows (1, 2 or 4, which share their activations) and every SLICES-th block; a workgroup has GROUPS · 8 · SLICES = WORKGROUP_SIZE threads.
 * SHARE: lanes that load activations for each other, 8, 4 or 0, with one slice only. See `matVecShape`.
 * @throws OrielError `bug` for LayerNorm without AFFINE
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
      multiplier: "f32",
      cap: "f32",
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

/** @throws OrielError `bug` for LayerNorm without the shift that only AFFINE brings */
export function checkNorm(NORM: number, AFFINE: number): void {
  if (NORM !== 2 || AFFINE === 1) return;
  throw new OrielError("bug", `Expected AFFINE to be 1 with NORM 2 but found ${AFFINE}`, { NORM, AFFINE });
}
