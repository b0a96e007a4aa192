// What the engine does per token in steady decode, from its own counters.
import { Engine } from "../src/engine/engine.ts";
import { dispatchesPerToken, randomIds } from "./decode.ts";
import { GREEDY } from "./greedy.ts";
import type { OpenModel } from "./model.ts";
import type { Row } from "./report.ts";

const PROMPT = 8;
const TOKENS = 65;

/** Counts over one greedy answer of 65 tokens, of which the first needs no decode step. */
export async function benchCounts(open: OpenModel): Promise<Row[]> {
  const engine = new Engine(open.model, open.file.manifest);
  const { signal } = new AbortController();
  const ids = randomIds(open.model.names.vocabSize, PROMPT);
  const maxTokens = Math.min(TOKENS, engine.info.contextLength - PROMPT);
  let tokens = 0;
  for await (const event of engine.generate({ prompt: { ids }, sampling: GREEDY, maxTokens, stop: [] }, signal)) {
    if (event.type === "done") tokens = event.timings.decodeTokens;
  }
  const { perToken } = engine.stats();
  const { layers } = open.model.hyperparameters;
  const most = `${dispatchesPerToken(open.model)} in a step and its draw; goal at most 7 × ${layers} layers + 4 = ${7 * layers + 4}, and 1 per group of mixed types`;
  return [
    { name: "dispatches a token", value: perToken.dispatches, unit: "", note: most },
    { name: "bind groups made a token", value: perToken.bindGroups, unit: "" },
    {
      name: "submits a token",
      value: perToken.submits,
      unit: "",
      note: "the first ones of a run take one and two tokens; then at most 1/4 where a token takes at most 50 ms",
    },
    { name: "readbacks a token", value: perToken.readbacks, unit: "" },
    { name: "GPU time a token", value: perToken.gpuMs, unit: "ms", note: "by timestamps; 0 without them" },
    { name: "tokens counted over", value: tokens, unit: "" },
  ];
}
