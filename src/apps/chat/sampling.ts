// The sampling parameters a chat can set: their ranges as the API takes them, and reading them from what a person typed.
import type { SamplingOptions } from "../../api/types.ts";
import { SAMPLING, type SamplingParameter } from "../../base/sampling.ts";

export type SamplingKey = Exclude<keyof SamplingOptions, "stop">;

export interface Parameter extends SamplingParameter {
  key: SamplingKey;
  /** Step of the field's arrows. */
  step: number;
}

const STEPS: readonly [SamplingKey, number][] = [
  ["temperature", 0.1],
  ["top_p", 0.05],
  ["top_k", 1],
  ["min_p", 0.01],
  ["repetition_penalty", 0.05],
  ["frequency_penalty", 0.1],
  ["presence_penalty", 0.1],
  ["seed", 1],
  ["max_tokens", 1],
];

/** The fields of the settings, in their order. */
export const parameters: readonly Parameter[] = STEPS.map(([key, step]) => ({ key, step, ...SAMPLING[key] }));

/** The number a person typed for a parameter; undefined when the field is empty, null when it is no value of that parameter. */
export function readParameter({ min, max, above, integer }: Parameter, typed: string): number | undefined | null {
  if (typed.trim() === "") return undefined;
  const value = Number(typed);
  const inside = value >= min && value <= max && !(above && value === min);
  return inside && (!integer || Number.isInteger(value)) ? value : null;
}

/** Stop strings, one a line, with `\n` and `\t` for the characters that a line cannot hold. */
export function readStops(typed: string): string[] | undefined {
  const stops = typed
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replaceAll("\\n", "\n").replaceAll("\\t", "\t"));
  return stops.length > 0 ? stops : undefined;
}

/** The inverse of {@link readStops}. */
export function writeStops(stop: SamplingOptions["stop"]): string {
  const stops = stop === undefined ? [] : Array.isArray(stop) ? stop : [stop];
  return stops.map((text) => text.replaceAll("\n", "\\n").replaceAll("\t", "\\t")).join("\n");
}
