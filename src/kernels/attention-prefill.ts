// Attention of many rows of one sequence against the paged KV cache.
import source from "../../shaders/attention/attention_prefill.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * Causal attention of a prefill chunk, whose keys and values are in the cache already.
 *
 * - q: [rows, Q_STRIDE] of f32, of which the first HEADS·HEAD_DIM columns are the rotated queries.
 * - rows: (token, position, sequence, unused) per row; a row sees `window` positions, of which its own is the last. All rows are of one sequence, positions ascending.
 * - blocks: [sequences, MAX_BLOCKS]; keys, values: the cache, see shaders/lib/kv.wgsl.
 * - y: [rows, STRIDE]; columns from HEADS·HEAD_DIM on stay as they are.
 * - scale: scores are scale · q·k; 1/√HEAD_DIM in most models.
 * - window: a row at position p sees positions above p − window, so at least 1; 0xffffffff: all up to its own. Whole blocks that no row sees are not read.
 * - cap: where CAP is 1, scores become cap · tanh(score / cap) (Gemma 2); not read where CAP is 0.
 *
 * HEAD_DIM is a multiple of 8 up to 256, both strides multiples of 4.
 * WORKGROUP_SIZE is 8, 16, 32 or 64, see `workgroupSize`; heads of more than 64 or 128 dimensions need at least 16 or 32 and get them.
 */
export const attentionPrefill = kernel(source, {
  bindings: {
    params: { rows: "u32", scale: "f32", window: "u32", cap: "f32" },
    q: "read",
    rows: "read",
    blocks: "read",
    keys: "read",
    values: "read",
    y: "write",
  },
  overrides: ["HEADS", "KV_HEADS", "HEAD_DIM", "Q_STRIDE", "STRIDE", "MAX_BLOCKS", "KV_F16", "CAP", "WORKGROUP_SIZE"],
  workgroups: ({ rows }, { HEADS, HEAD_DIM, WORKGROUP_SIZE }) => {
    const across = HEAD_DIM <= 64 ? 8 : HEAD_DIM <= 128 ? 16 : 32;
    return [Math.ceil((rows * across) / (4 * Math.max(WORKGROUP_SIZE, across))), HEADS];
  },
});
