// Attention of single rows against the paged KV cache, cut into slices of positions; `attentionMerge` joins the slices.
import source from "../../shaders/attention/attention_decode.wgsl";
import { kernel } from "../gpu/kernel.ts";

/** Query heads that one workgroup takes through one reading of the cache. */
const TOGETHER = 4;

/**
 * Flash-decoding (Dao et al. 2023): softmax statistics and weighted values per slice.
 *
 * - qkv: [rows, QKV_STRIDE], of which the first HEADS·HEAD_DIM columns are the rotated queries.
 * - rows: (token, position, sequence, unused) per row; a row sees positions 0 to its own.
 * - blocks: [sequences, MAX_BLOCKS]; keys, values: the cache, see shaders/lib/kv.wgsl.
 * - partial: [rows, HEADS, slices, HEAD_DIM + 2] = Σ exp(s − m)·V, then m, then l = Σ exp(s − m). A slice past the context gets l = 0 and m = −3.4e38;
 *   its sums mean nothing.
 *
 * `slices` · SLICE must cover the longest context of the rows; partial must hold that many slices. HEAD_DIM is a multiple of 8 up to 256,
 * SLICE one of 32 up to 256, see `attentionSlice`. WORKGROUP_SIZE: see `workgroupSize`.
 */
export const attentionDecode = kernel(source, {
  bindings: {
    params: { rows: "u32", slices: "u32" },
    qkv: "read",
    rows: "read",
    blocks: "read",
    keys: "read",
    values: "read",
    partial: "write",
  },
  overrides: ["HEADS", "KV_HEADS", "HEAD_DIM", "QKV_STRIDE", "MAX_BLOCKS", "KV_F16", "SLICE", "WORKGROUP_SIZE"],
  workgroups: ({ rows, slices }, { HEADS, KV_HEADS }) => [
    KV_HEADS * Math.ceil(HEADS / KV_HEADS / TOGETHER),
    slices,
    rows,
  ],
});
