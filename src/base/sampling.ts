// The sampling parameters as the API names them: range and default of each, once for the API, the command line and the apps.

const MAX_U32 = 2 ** 32 - 1;

export interface SamplingParameter {
  min: number;
  max: number;
  /** True when `min` itself is not allowed. */
  above?: boolean;
  integer: boolean;
  /** What holds when nothing is given; absent: drawn at random, or no limit. */
  usual?: number;
}

/** Defaults are llama.cpp's. */
export const SAMPLING = {
  temperature: { min: 0, max: 2, integer: false, usual: 0.8 },
  top_p: { min: 0, above: true, max: 1, integer: false, usual: 0.95 },
  top_k: { min: 0, max: MAX_U32, integer: true, usual: 40 },
  min_p: { min: 0, max: 1, integer: false, usual: 0.05 },
  repetition_penalty: { min: 0, above: true, max: 10, integer: false, usual: 1 },
  frequency_penalty: { min: -2, max: 2, integer: false, usual: 0 },
  presence_penalty: { min: -2, max: 2, integer: false, usual: 0 },
  seed: { min: 0, max: MAX_U32, integer: true },
  max_tokens: { min: 1, max: MAX_U32, integer: true },
} as const satisfies Record<string, SamplingParameter>;

export type SamplingName = keyof typeof SAMPLING;

/** Tokens that the penalties look back on: llama.cpp's `repeat_last_n`. */
export const PENALTY_LAST_N = 64;
