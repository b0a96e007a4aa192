// The sampling parameters a chat can set: their ranges as the API takes them, and reading them from what a person typed.
import type { SamplingOptions } from "../../api/types.ts";

export type SamplingKey = Exclude<keyof SamplingOptions, "stop">;

export interface Parameter {
  key: SamplingKey;
  min: number;
  max: number;
  /** True when `min` itself is not allowed. */
  above?: boolean;
  /** Step of the field's arrows. */
  step: number;
  integer: boolean;
  /** What holds when nothing is given; absent: drawn at random, or no limit. */
  usual?: number;
}

const maxU32 = 2 ** 32 - 1;

/** Ranges and defaults as the API documents and checks them. */
export const parameters: readonly Parameter[] = [
  { key: "temperature", min: 0, max: 2, step: 0.1, integer: false, usual: 0.8 },
  { key: "top_p", min: 0, above: true, max: 1, step: 0.05, integer: false, usual: 0.95 },
  { key: "top_k", min: 0, max: maxU32, step: 1, integer: true, usual: 40 },
  { key: "min_p", min: 0, max: 1, step: 0.01, integer: false, usual: 0.05 },
  { key: "repetition_penalty", min: 0, above: true, max: 10, step: 0.05, integer: false, usual: 1 },
  { key: "frequency_penalty", min: -2, max: 2, step: 0.1, integer: false, usual: 0 },
  { key: "presence_penalty", min: -2, max: 2, step: 0.1, integer: false, usual: 0 },
  { key: "seed", min: 0, max: maxU32, step: 1, integer: true },
  { key: "max_tokens", min: 1, max: maxU32, step: 1, integer: true },
];

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
