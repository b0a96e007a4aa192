// y[r, c] = (x[r, c] − mean(x[r])) · weight[c] / sqrt(variance(x[r]) + eps), one workgroup per row. See shaders/norm/layer_norm.wgsl.
import source from "../../shaders/norm/layer_norm.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * Layer normalisation (arXiv 1607.06450) without its bias, which callers fold into the bias of the matrix that follows. x, y: [rows, STRIDE], of which COLS
 * columns count and the rest is zero; weight: [COLS], its buffer a multiple of 16 bytes. STRIDE is a multiple of 4; `eps` is added to the variance, which
 * is that of the population, in two passes. WORKGROUP_SIZE: see `workgroupSize`.
 */
export const layerNorm = kernel(source, {
  bindings: { params: { rows: "u32", eps: "f32" }, x: "read", weight: "read", y: "write" },
  overrides: ["COLS", "STRIDE", "WORKGROUP_SIZE"],
  workgroups: ({ rows }) => [rows],
});
