// The sampling that is measured: greedy, so that every run draws the same tokens.
import type { Sampling } from "../src/protocol/backend.ts";

/** Greedy sampling without penalties, on the GPU. */
export const GREEDY: Sampling = {
  temperature: 0,
  topK: 1,
  topP: 1,
  minP: 0,
  repetitionPenalty: 1,
  frequencyPenalty: 0,
  presencePenalty: 0,
  penaltyLastN: 0,
  seed: 0,
};
