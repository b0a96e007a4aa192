// h[r, i] = act(gate[r, i]) · up[r, i], gate and up side by side in one buffer, or h[r, i] = act(up[r, i]). See shaders/activation/activate.wgsl.
import source from "../../shaders/activation/activate.wgsl";
import { OrielError } from "../base/errors.ts";
import { kernel } from "../gpu/kernel.ts";

const COLUMNS_PER_WORKGROUP = 64 * 4;

/**
 * The middle of a feed-forward layer, with GATED 1 that of a GLU variant (Shazeer 2020, arXiv 2002.05202). gate_up: [rows, IN_STRIDE] with gate in columns
 * [0, FF) and up in [FF, 2·FF), without GATED only [0, FF); h: [rows, OUT_STRIDE]. ACT: a code of `ACTIVATIONS`.
 * FF and both strides are multiples of 4; columns of h from FF on are left as they are.
 * @throws OrielError `unsupported` for another FF
 */
export const activate = kernel(source, {
  bindings: { params: { rows: "u32" }, gate_up: "read", h: "write" },
  overrides: ["FF", "IN_STRIDE", "OUT_STRIDE", "GATED", "ACT"],
  workgroups: ({ rows }, { FF }) => {
    if (FF % 4) throw new OrielError("unsupported", `Expected FF to be a multiple of 4 but found ${FF}`, { FF });
    return [Math.ceil(FF / COLUMNS_PER_WORKGROUP), rows];
  },
});
