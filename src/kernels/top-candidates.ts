// The best candidates of each slice of the vocabulary, after penalties.
import source from "../../shaders/sample/top_candidates.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * First half of sampling; `sampleToken` is the second.
 *
 * - logits: [rows, STRIDE] of f32, VOCAB of them; rows: (token, position, sequence, unused) per row.
 * - history: [sequences, CONTEXT] of token ids by position, filled up to the row's position.
 * - sampling: `SamplingRow` per row.
 * - candidates: [rows, ⌈VOCAB / SLICE⌉, K] of (id, bits of the logit), best first, of which topK (1 where temperature is 0) are written.
 *   A logit of NaN or +∞ comes first, one of −∞ last.
 *
 * K is at most 64 by convention; SLICE takes a bit of workgroup memory each. WORKGROUP_SIZE: see `workgroupSize`.
 */
export const topCandidates = kernel(source, {
  bindings: {
    params: { rows: "u32" },
    logits: "read",
    rows: "read",
    history: "read",
    sampling: "read",
    candidates: "write",
  },
  overrides: ["VOCAB", "STRIDE", "SLICE", "K", "CONTEXT", "WORKGROUP_SIZE"],
  workgroups: ({ rows }, { VOCAB, SLICE }) => [Math.ceil(VOCAB / SLICE), rows],
});
