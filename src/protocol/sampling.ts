// From the sampling parameters that a request names to all that the engine needs.
import { PENALTY_LAST_N, SAMPLING, type SamplingName } from "../base/sampling.ts";
import type { Sampling, SamplingDefaults } from "./backend.ts";

/** Parameters that a request names. */
export type SamplingGiven = { [K in SamplingName]?: number };

/** The parameters given; of all others what the model's file asks for, and where it is silent the defaults. */
export function samplingOf(given: SamplingGiven, seed: number, file: SamplingDefaults = {}): Sampling {
  return {
    temperature: given.temperature ?? file.temperature ?? SAMPLING.temperature.usual,
    topK: given.top_k ?? file.top_k ?? SAMPLING.top_k.usual,
    topP: given.top_p ?? file.top_p ?? SAMPLING.top_p.usual,
    minP: given.min_p ?? file.min_p ?? SAMPLING.min_p.usual,
    repetitionPenalty: given.repetition_penalty ?? file.repetition_penalty ?? SAMPLING.repetition_penalty.usual,
    frequencyPenalty: given.frequency_penalty ?? SAMPLING.frequency_penalty.usual,
    presencePenalty: given.presence_penalty ?? SAMPLING.presence_penalty.usual,
    penaltyLastN: file.penalty_last_n ?? PENALTY_LAST_N,
    seed,
  };
}
