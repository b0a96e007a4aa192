// Draws each row's next token on the GPU and leaves it where the next step reads it.
import source from "../../shaders/sample/sample_token.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * Second half of sampling. The order is llama.cpp's: penalties (in `topCandidates`), top-k, top-p, min-p, temperature, draw.
 * Of random numbers it takes `uniform(seed, position)`, where position is that of the new token (src/kernels/rng.ts).
 *
 * - candidates: [rows, SLICES, K] as `topCandidates` writes them, with the same K and SLICES = ⌈VOCAB / SLICE⌉; sampling: `SamplingRow` per row.
 * - rows: (token, position, sequence, unused) per row becomes (new token, position + 1, sequence, unused).
 * - history: [sequences, CONTEXT]; the new token is written at its position if that is below CONTEXT.
 * - state: [rows], the number of tokens drawn for each row, counted up here.
 * - out: [rows, RING]; draw n of a row goes to n mod RING. `NO_TOKEN` stands where a logit was NaN or +∞; the row then goes on with token 0.
 *
 * WORKGROUP_SIZE: see `workgroupSize`.
 */
export const sampleToken = kernel(source, {
  bindings: {
    params: { rows: "u32" },
    candidates: "read",
    sampling: "read",
    rows: "write",
    history: "write",
    state: "write",
    out: "write",
  },
  overrides: ["K", "SLICES", "CONTEXT", "RING", "WORKGROUP_SIZE"],
  workgroups: ({ rows }) => [rows],
});
