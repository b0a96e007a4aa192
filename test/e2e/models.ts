// The models that end-to-end tests use: a real one from the fixtures where they are, otherwise a tiny one made here; each with the greedy continuation it must give.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixtureJson, fixturePath, hasFixtures } from "../make/fixtures.ts";
import { makeModel } from "../make/model.ts";
import { referenceModel } from "../make/reference-model.ts";

export interface Story {
  file: string;
  /** What is sent; the model continues it as it is. */
  prompt: string;
  /** Token ids of the prompt, BOS included. */
  promptIds: number[];
  /** Greedy continuation, up to where the reference is certain: its two best tokens are then further apart than rounding. */
  ids: number[];
  /** Text of `ids`, or null where the model's vocabulary has no words. */
  text: string | null;
}

interface Expectation {
  precise: {
    prompts: { text: string; tokens: number[]; greedy: number[]; greedy_text: string; greedy_margin: number[] }[];
  };
}

/** Steps whose two best logits are closer than this may go either way. */
const CERTAIN = 0.05;

/** A story model with its reference continuation. */
export async function story(type: "Q8_0" | "F16"): Promise<Story> {
  if (!hasFixtures) return tinyStory(type);
  const expected = fixtureJson<Expectation>("expect", `stories260K-${type}.json`).precise.prompts[0]!;
  const uncertain = expected.greedy_margin.findIndex((margin) => margin < CERTAIN);
  const whole = uncertain < 0;
  return {
    file: fixturePath("models", `stories260K-${type}.gguf`),
    prompt: expected.text,
    promptIds: expected.tokens,
    ids: whole ? expected.greedy : expected.greedy.slice(0, uncertain),
    text: whole ? expected.greedy_text : null,
  };
}

/** Words that are each one token of the made vocabulary. */
const WORDS = ["the", "and", "to", "the"];
const LEAST_STEPS = 12;

/** A random model with a continuation that the f64 forward pass is sure of for some steps. */
async function tinyStory(type: "Q8_0" | "F16"): Promise<Story> {
  for (let seed = 1; ; seed++) {
    const bytes = makeModel({ type, seed });
    const model = await referenceModel(bytes);
    const tokens = model.metadata.get("tokenizer.ggml.tokens") as string[];
    const promptIds = [
      model.metadata.get("tokenizer.ggml.bos_token_id") as number,
      ...WORDS.map((word) => tokens.indexOf(`▁${word}`)),
    ];
    const ids = certainContinuation((all) => model.logits(all).at(-1)!, promptIds, model.metadata);
    if (ids.length < LEAST_STEPS) continue;
    const file = join(mkdtempSync(join(tmpdir(), "oriel-story-")), `tiny-${type}.gguf`);
    writeFileSync(file, bytes);
    return { file, prompt: WORDS.join(" "), promptIds, ids, text: null };
  }
}

/** Greedy ids up to an uncertain step, an end of generation, or 32. */
function certainContinuation(
  logitsOf: (ids: number[]) => Float64Array,
  prompt: number[],
  metadata: ReadonlyMap<string, unknown>,
): number[] {
  const ids: number[] = [];
  while (ids.length < 32) {
    const logits = logitsOf([...prompt, ...ids]);
    const [first = 0, second = 0] = Float64Array.from(logits).sort().reverse();
    const id = logits.indexOf(first);
    if (first - second < CERTAIN || id === metadata.get("tokenizer.ggml.eos_token_id")) break;
    ids.push(id);
  }
  return ids;
}
