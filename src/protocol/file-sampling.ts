// The sampling settings that a model's file asks for. What holds beside them is said in sampling.ts.
import type { Metadata } from "../base/metadata.ts";
import { SAMPLING, type SamplingParameter } from "../base/sampling.ts";
import type { SamplingDefaults } from "./backend.ts";

/** Any window is legal; a negative one means the whole context. */
const WINDOW: SamplingParameter = { min: 0, max: 2 ** 32 - 1, integer: true };

/** Keys of llama.cpp (`general.sampling.*` in gguf-py's constants), and the parameter of Oriel that each one sets. */
const KEYS: readonly [key: string, name: keyof SamplingDefaults, range: SamplingParameter][] = [
  ["general.sampling.temp", "temperature", SAMPLING.temperature],
  ["general.sampling.top_k", "top_k", SAMPLING.top_k],
  ["general.sampling.top_p", "top_p", SAMPLING.top_p],
  ["general.sampling.min_p", "min_p", SAMPLING.min_p],
  ["general.sampling.penalty_repeat", "repetition_penalty", SAMPLING.repetition_penalty],
  ["general.sampling.penalty_last_n", "penalty_last_n", WINDOW],
];

/**
 * What a file says about sampling. A value out of its parameter's range becomes the nearest one in it, so that a file of
 * another program stays usable; one that is no finite number, or that has no nearest (0 and less for what must be above 0),
 * counts as absent. `general.sampling.sequence`, `.xtc_*` and `.mirostat*` are not applied.
 */
export function fileSampling(metadata: Metadata): SamplingDefaults {
  const found: SamplingDefaults = {};
  for (const [key, name, range] of KEYS) {
    const value = nearest(metadata.get(key), range);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function nearest(given: unknown, range: SamplingParameter): number | undefined {
  const value = typeof given === "bigint" ? Number(given) : given;
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  if (range === WINDOW && value < 0) return range.max;
  if (range.above && value <= range.min) return undefined;
  return Math.min(Math.max(range.integer ? Math.round(value) : value, range.min), range.max);
}
