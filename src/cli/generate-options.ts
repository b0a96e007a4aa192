// The command line of `generate`: what it takes and what it refuses.
import { parseArgs } from "node:util";
import { OrielError } from "../base/errors.ts";
import { SAMPLING } from "../base/sampling.ts";
import type { Tier } from "../base/tier.ts";
import { UsageError } from "./usage.ts";

export const GENERATE_USAGE = `npm run --silent generate -- --model FILE.gguf (--prompt TEXT | --ids 1,2,3) [--max-tokens N] [--temperature T] [--seed S]
  [--tier auto|base|f32|f16] [--kv f32|f16] [--act f|i8] [--chat] [--json] [--logits OUT.f32] [--perplexity TEXT_FILE]`;

export interface GenerateOptions {
  model: string;
  prompt?: string;
  ids?: number[];
  maxTokens: number;
  temperature: number;
  seed: number;
  tier: Tier | "auto";
  kv: "f32" | "f16";
  chat: boolean;
  json: boolean;
  logits?: string;
  perplexity?: string;
}

const DEFAULT_TOKENS = 128;

/**
 * Reads the arguments.
 * @throws UsageError for what is missing, unknown or out of range; OrielError `unsupported` for int8 activations
 */
export function generateOptions(argv: string[]): GenerateOptions {
  const string = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  let values: ReturnType<typeof parse>["values"];
  const parse = () =>
    parseArgs({
      args: argv,
      options: {
        model: string,
        prompt: string,
        ids: string,
        "max-tokens": string,
        temperature: string,
        seed: string,
        tier: string,
        kv: string,
        act: string,
        chat: flag,
        json: flag,
        logits: string,
        perplexity: string,
      },
    });
  try {
    values = parse().values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { model, prompt, ids, logits, perplexity, chat, json } = values;
  if (!model) throw new UsageError("Expected --model FILE.gguf but found none");
  if (prompt !== undefined && ids !== undefined) throw new UsageError("Expected --prompt or --ids but found both");
  if (prompt === undefined && ids === undefined && perplexity === undefined) {
    throw new UsageError("Expected --prompt, --ids or --perplexity but found none");
  }
  if (chat && prompt === undefined) throw new UsageError("Expected --prompt with --chat but found none");
  if (logits && prompt === undefined && ids === undefined)
    throw new UsageError("Expected --prompt or --ids with --logits");
  const act = choice("act", values.act, ["f", "i8"], "f");
  if (act === "i8")
    throw new OrielError("unsupported", "Expected --act f but found i8: this build has no int8 activations", { act });
  return {
    model,
    prompt,
    ids: ids === undefined ? undefined : idList(ids),
    maxTokens: number("max-tokens", values["max-tokens"], DEFAULT_TOKENS, 0, 2 ** 31, true),
    temperature: number(
      "temperature",
      values.temperature,
      0,
      SAMPLING.temperature.min,
      SAMPLING.temperature.max,
      false,
    ),
    seed: number("seed", values.seed, 0, SAMPLING.seed.min, SAMPLING.seed.max, true),
    tier: choice("tier", values.tier, ["auto", "base", "f32", "f16"], "auto"),
    kv: choice("kv", values.kv, ["f32", "f16"], "f16"),
    chat,
    json,
    logits,
    perplexity,
  };
}

function choice<T extends string>(name: string, value: string | undefined, choices: readonly T[], fallback: T): T {
  if (value === undefined) return fallback;
  const found = choices.find((one) => one === value);
  if (found) return found;
  throw new UsageError(`Expected --${name} ${choices.join("|")} but found ${value}`);
}

function number(
  name: string,
  value: string | undefined,
  fallback: number,
  least: number,
  most: number,
  whole: boolean,
): number {
  if (value === undefined) return fallback;
  const found = Number(value);
  if (value.trim() && found >= least && found <= most && (!whole || Number.isInteger(found))) return found;
  throw new UsageError(`Expected --${name} from ${least} to ${most}${whole ? ", whole," : ""} but found ${value}`);
}

function idList(text: string): number[] {
  if (/^\d+(,\d+)*$/.test(text)) return text.split(",").map(Number);
  throw new UsageError(`Expected --ids of whole numbers separated by commas but found ${text}`);
}
