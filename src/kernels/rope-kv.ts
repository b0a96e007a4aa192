// Norms and rotates queries and keys, writes the queries out and keys and values into the paged cache.
import source from "../../shaders/rope/rope_kv.wgsl";
import { OrielError } from "../base/errors.ts";
import { kernel } from "../gpu/kernel.ts";

const ELEMENTS_PER_WORKGROUP = 64 * 4;

/**
 * RMSNorm of q and k (Dehghani et al. 2023, arXiv 2302.05442, §2), rotary position embedding (Su et al. 2021, arXiv 2104.09864) and KV write.
 *
 * - table: [positions, ROPE_DIM / 2] of (cos, sin), see `ropeTable`; not read where ROPE_DIM is 0. rows: (token, position, sequence, unused) per row.
 * - blocks: [sequences, MAX_BLOCKS] of physical blocks; keys, values: see shaders/lib/kv.wgsl and `kvBytes`.
 * - qkv: [rows, QKV_STRIDE] of f32: HEADS·HEAD_DIM of q, then KV_HEADS·HEAD_DIM of k, then as much of v.
 * - norms: the weights for q, then those for k; not read where QK_NORM is 0, so any buffer will do.
 * - q: [rows, Q_STRIDE] of f32: the queries, normed and then rotated; columns from HEADS·HEAD_DIM on stay as they are.
 *
 * QK_NORM: 0 none; 1 each head by itself, x / sqrt(mean(x²) + eps) · weight, with weights [HEAD_DIM] for q and [HEAD_DIM] for k (Qwen 3, Gemma 3);
 * 2 all heads of q together, and all of k, with weights [HEADS·HEAD_DIM] and [KV_HEADS·HEAD_DIM] (OLMo 2).
 * HEAD_DIM is a multiple of 8 up to 256, ROPE_DIM one of 4 and at most HEAD_DIM, both strides one of 2 (the attention kernels want 4 for Q_STRIDE).
 * NEOX: 1 rotates (i, i + ROPE_DIM/2), 0 rotates (2i, 2i + 1). KV_F16: 1 stores binary16, 0 binary32.
 */
export const ropeKv = kernel(source, {
  bindings: {
    params: { rows: "u32", eps: "f32" },
    table: "read",
    rows: "read",
    blocks: "read",
    qkv: "read",
    norms: "read",
    q: "write",
    keys: "write",
    values: "write",
  },
  overrides: [
    "HEADS",
    "KV_HEADS",
    "HEAD_DIM",
    "ROPE_DIM",
    "NEOX",
    "QKV_STRIDE",
    "Q_STRIDE",
    "QK_NORM",
    "MAX_BLOCKS",
    "KV_F16",
  ],
  workgroups: ({ rows }, { HEADS, KV_HEADS, HEAD_DIM, ROPE_DIM, QK_NORM }) => {
    if (HEAD_DIM % 8 || HEAD_DIM > 256 || ROPE_DIM % 4 || ROPE_DIM > HEAD_DIM) {
      const message =
        "Expected heads of a multiple of 8 dimensions up to 256, of which a multiple of 4 is rotated, but found";
      throw new OrielError("unsupported", `${message} ${HEAD_DIM} and ${ROPE_DIM}`, { HEAD_DIM, ROPE_DIM });
    }
    const heads = HEADS + 2 * KV_HEADS;
    return [QK_NORM ? heads : Math.ceil((heads * HEAD_DIM) / ELEMENTS_PER_WORKGROUP), rows];
  },
});
