// Attention of single rows against the paged KV cache, cut into slices of positions; `attentionMerge` joins the slices.
import source from "../../shaders/attention/attention_decode.wgsl";
import { kernel } from "../gpu/kernel.ts";

/** Query heads that one workgroup takes through one reading of the cache. */
const TOGETHER = 4;

/**
 * Flash-decoding (Dao et al. 2023): softmax statistics and weighted values per slice.
 *
 * - q: [rows, Q_STRIDE] of f32, of which the first HEADS·HEAD_DIM columns are the rotated queries.
 * - rows: (token, position, sequence, unused) per row; a row sees `window` positions, of which its own is the last.
 * - blocks: [sequences, MAX_BLOCKS]; keys, values: the cache, see shaders/lib/kv.wgsl.
 * - partial: [rows, HEADS, slices, HEAD_DIM + 2] = Σ exp(s − m)·V, then m, then l = Σ exp(s − m). A slice of which a row sees nothing gets l = 0 and m = −3.4e38;
 *   its sums mean nothing.
 * - scale: scores are scale · q·k; 1/√HEAD_DIM in most models.
 * - window: a row at position p sees positions above p − window, so at least 1; 0xffffffff: all up to its own. Whole blocks that no row sees are not read.
 * - cap: where CAP is 1, scores become cap · tanh(score / cap) (Gemma 2); not read where CAP is 0.
 *
 * `slices` · SLICE must cover the longest context of the rows; partial must hold that many slices. HEAD_DIM is a multiple of 8 up to 256, Q_STRIDE one of 4,
 * SLICE one of 32 up to 256, see `attentionSlice`. WORKGROUP_SIZE: see `workgroupSize`.
 */
export const attentionDecode = kernel(source, {
  bindings: {
    params: { rows: "u32", slices: "u32", scale: "f32", window: "u32", cap: "f32" },
    q: "read",
    rows: "read",
    blocks: "read",
    keys: "read",
    values: "read",
    partial: "write",
  },
  overrides: ["HEADS", "KV_HEADS", "HEAD_DIM", "Q_STRIDE", "MAX_BLOCKS", "KV_F16", "CAP", "SLICE", "WORKGROUP_SIZE"],
  workgroups: ({ rows, slices }, { HEADS, KV_HEADS }) => [
    KV_HEADS * Math.ceil(HEADS / KV_HEADS / TOGETHER),
    slices,
    rows,
  ],
});
