// y += multiplier · RMSNorm(x) · weight: the norm that some models put after a branch, on its way into the residual stream. See shaders/norm/norm_residual.wgsl.
import source from "../../shaders/norm/norm_residual.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * x [rows, STRIDE] the branch, y [rows, STRIDE] the residual stream, scaled [rows, STRIDE] gets the new y times `norm`, the weight of the next norm;
 * weight, norm: [COLS], their buffers a multiple of 16 bytes. COLS columns count, the rest is zero; STRIDE is a multiple of 4.
 * `eps` is added to the mean square. WORKGROUP_SIZE: see `workgroupSize`.
 */
export const normResidual = kernel(source, {
  bindings: {
    params: { rows: "u32", eps: "f32", multiplier: "f32" },
    x: "read",
    weight: "read",
    norm: "read",
    y: "write",
    scaled: "write",
  },
  overrides: ["COLS", "STRIDE", "WORKGROUP_SIZE"],
  workgroups: ({ rows }) => [rows],
});
