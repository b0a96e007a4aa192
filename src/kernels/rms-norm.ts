// y[r, c] = x[r, c] · weight[c] / sqrt(mean(x[r]²) + eps), one workgroup per row.
import source from "../../shaders/norm/rms_norm.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * RMS normalisation. x, y: [rows, STRIDE], of which COLS columns count and the rest is zero; weight: [COLS], its buffer a multiple of 16 bytes.
 * STRIDE is a multiple of 4; `eps` is added to the mean square. WORKGROUP_SIZE: see `workgroupSize`.
 */
export const rmsNorm = kernel(source, {
  bindings: { params: { rows: "u32", eps: "f32" }, x: "read", weight: "read", y: "write" },
  overrides: ["COLS", "STRIDE", "WORKGROUP_SIZE"],
  workgroups: ({ rows }) => [rows],
});
