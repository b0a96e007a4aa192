// Rotates queries and keys by their position and writes keys and values into the paged cache.
import source from "../../shaders/rope/rope_kv.wgsl";
import { OrielError } from "../base/errors.ts";
import { kernel } from "../gpu/kernel.ts";

const ELEMENTS_PER_WORKGROUP = 64 * 4;

/**
 * Rotary position embedding (Su et al. 2021, arXiv 2104.09864) and KV write.
 *
 * - qkv: [rows, QKV_STRIDE] of f32, HEADS·HEAD_DIM of q, then KV_HEADS·HEAD_DIM of k, then as much of v; q is rotated in place, k and v stay.
 * - table: [positions, ROPE_DIM / 2] of (cos, sin), see `ropeTable`; rows: (token, position, sequence, unused) per row.
 * - blocks: [sequences, MAX_BLOCKS] of physical blocks; keys, values: see shaders/lib/kv.wgsl and `kvBytes`.
 *
 * HEAD_DIM is a multiple of 8, ROPE_DIM one of 4 and at most HEAD_DIM, QKV_STRIDE one of 2. NEOX: 1 rotates (i, i + ROPE_DIM/2), 0 rotates (2i, 2i + 1).
 * KV_F16: 1 stores binary16, 0 binary32.
 */
export const ropeKv = kernel(source, {
  bindings: {
    params: { rows: "u32" },
    table: "read",
    rows: "read",
    blocks: "read",
    qkv: "write",
    keys: "write",
    values: "write",
  },
  overrides: ["HEADS", "KV_HEADS", "HEAD_DIM", "ROPE_DIM", "NEOX", "QKV_STRIDE", "MAX_BLOCKS", "KV_F16"],
  workgroups: ({ rows }, { HEADS, KV_HEADS, HEAD_DIM, ROPE_DIM }) => {
    if (HEAD_DIM % 8 || ROPE_DIM % 4 || ROPE_DIM > HEAD_DIM) {
      const message = "Expected heads of a multiple of 8 dimensions, of which a multiple of 4 is rotated, but found";
      throw new OrielError("unsupported", `${message} ${HEAD_DIM} and ${ROPE_DIM}`, { HEAD_DIM, ROPE_DIM });
    }
    return [Math.ceil(((HEADS + 2 * KV_HEADS) * HEAD_DIM) / ELEMENTS_PER_WORKGROUP), rows];
  },
});
