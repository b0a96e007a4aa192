// Attention of many rows of one sequence against the paged KV cache.
import source from "../../shaders/attention/attention_prefill.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * Causal attention of a prefill chunk, whose keys and values are in the cache already.
 *
 * - qkv: [rows, QKV_STRIDE], of which the first HEADS·HEAD_DIM columns are the rotated queries.
 * - rows: (token, position, sequence, unused) per row; a row sees positions 0 to its own. All rows are of one sequence, positions ascending.
 * - blocks: [sequences, MAX_BLOCKS]; keys, values: the cache, see shaders/lib/kv.wgsl.
 * - y: [rows, STRIDE]; columns from HEADS·HEAD_DIM on stay as they are.
 *
 * HEAD_DIM is a multiple of 8 up to 256, both strides multiples of 4.
 * WORKGROUP_SIZE is 8, 16, 32 or 64, see `workgroupSize`; heads of more than 64 or 128 dimensions need at least 16 or 32 and get them.
 */
export const attentionPrefill = kernel(source, {
  bindings: {
    params: { rows: "u32" },
    qkv: "read",
    rows: "read",
    blocks: "read",
    keys: "read",
    values: "read",
    y: "write",
  },
  overrides: ["HEADS", "KV_HEADS", "HEAD_DIM", "QKV_STRIDE", "STRIDE", "MAX_BLOCKS", "KV_F16", "WORKGROUP_SIZE"],
  workgroups: ({ rows }, { HEADS, HEAD_DIM, WORKGROUP_SIZE }) => {
    const across = HEAD_DIM <= 64 ? 8 : HEAD_DIM <= 128 ? 16 : 32;
    return [Math.ceil((rows * across) / (4 * Math.max(WORKGROUP_SIZE, across))), HEADS];
  },
});
