// The command line of the benchmarks: which sections run, on which model, and where the JSON goes.
import { parseArgs } from "node:util";
import { UsageError } from "../src/cli/usage.ts";

export const SECTIONS = ["counts", "host", "load", "floor", "kernels", "decode", "profile"] as const;
export type Section = (typeof SECTIONS)[number];

export interface BenchOptions {
  /** A GGUF file; without it the random model of 135M shape. */
  model?: string;
  /** Where the results go as JSON. */
  json?: string;
  only: readonly Section[];
  /** Set in the child process that measures host time of a model file on the null backend. */
  hostOf?: string;
}

export const USAGE = `npm run bench -- [--json FILE] [--model FILE.gguf] [--only ${SECTIONS.join(",")}]`;

/** Reads the options. @throws UsageError for an unknown option or section */
export function benchOptions(argv: string[]): BenchOptions {
  const { json, model, only: list, "host-of": hostOf } = parse(argv);
  const only = list?.split(",") ?? [...SECTIONS];
  const unknown = only.filter((name) => !SECTIONS.some((section) => section === name));
  if (unknown.length)
    throw new UsageError(`Expected sections of ${SECTIONS.join(", ")} but found ${unknown.join(", ")}`);
  return { json, model, only: only as Section[], hostOf };
}

function parse(args: string[]) {
  const string = { type: "string" } as const;
  try {
    return parseArgs({ args, options: { json: string, model: string, only: string, "host-of": string } }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
