// From the sampling parameters that a request names to all that the engine needs.
import { PENALTY_LAST_N, SAMPLING, type SamplingName } from "../base/sampling.ts";
import type { Sampling } from "./backend.ts";

/** The parameters given, and the defaults of all others. */
export function samplingOf(given: { [K in SamplingName]?: number }, seed: number): Sampling {
  return {
    temperature: given.temperature ?? SAMPLING.temperature.usual,
    topK: given.top_k ?? SAMPLING.top_k.usual,
    topP: given.top_p ?? SAMPLING.top_p.usual,
    minP: given.min_p ?? SAMPLING.min_p.usual,
    repetitionPenalty: given.repetition_penalty ?? SAMPLING.repetition_penalty.usual,
    frequencyPenalty: given.frequency_penalty ?? SAMPLING.frequency_penalty.usual,
    presencePenalty: given.presence_penalty ?? SAMPLING.presence_penalty.usual,
    penaltyLastN: PENALTY_LAST_N,
    seed,
  };
}
