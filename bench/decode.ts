// Decode and prefill rates of a model, decode as a ratio to its floor. Each round measures floor and model one after the other, so that a busy machine slows both.
import type { LoadedModel } from "../src/engine/load.ts";
import { Random } from "../test/make/random.ts";
import { type Floor, type FloorSample, floorMs } from "./floor.ts";
import { GREEDY } from "./greedy.ts";
import { kvBytesPerToken, type OpenModel, weightBytesPerToken } from "./model.ts";
import { type Row, rowOf } from "./report.ts";

const ROUNDS = 5;
const CONTEXTS = [64, 128, 512, 1024, 4096, 8192];
/** Tokens of one decode run. The first is drawn from logits that are there; the others take a step each. */
const RUN = 33;
const PREFILLS = [64, 512, 2048];
/** Prompts longer than this are measured in fewer rounds. */
const LONG = 1024;
const LONG_ROUNDS = 2;

/** What decode needs of a model. */
export type Stepper = Pick<LoadedModel, "runner" | "sampler">;

/** Ids as random as the weights are. */
export function randomIds(vocabSize: number, length: number): number[] {
  const random = new Random(7);
  return Array.from({ length }, () => random.below(vocabSize));
}

/**
 * Milliseconds a token in steady decode after `ids`, through the engine's own sampler, its submits and its readbacks.
 * What the cache holds at the positions of `ids` does not matter here, since no time depends on it.
 */
export async function decodeRun({ sampler }: Stepper, ids: number[], tokens = RUN): Promise<number> {
  let startedAt = 0;
  let endedAt = 0;
  const { signal } = new AbortController();
  for await (const _ of sampler.run({ ids, sampling: GREEDY, limit: tokens, signal })) {
    endedAt = performance.now();
    startedAt ||= endedAt;
  }
  return (endedAt - startedAt) / (tokens - 1);
}

/** Dispatches of a decode step and its draw. */
export function dispatchesPerToken({ runner, sampler }: Stepper): number {
  return runner.decodePlan.length + sampler.plan.length;
}

async function prefill({ model }: OpenModel, ids: number[]): Promise<number> {
  const startedAt = performance.now();
  for await (const _ of model.runner.prefill(Uint32Array.from(ids), { position: 0 }));
  return performance.now() - startedAt;
}

/** Contexts of a list that a model has room for; the others are named on stderr. */
function fitting({ model }: OpenModel, lengths: number[], behind: number): number[] {
  const room = model.runner.contextLength;
  const left = lengths.filter((length) => length + behind > room);
  if (left.length) console.error(`Left out, as the model's context is ${room}: ${left.join(", ")} tokens`);
  return lengths.filter((length) => length + behind <= room);
}

/** Measures decode at each context, and prefill of each length. */
export async function benchDecode(open: OpenModel, floor: Floor): Promise<Row[]> {
  const { model, file } = open;
  const contexts = fitting(open, CONTEXTS, RUN);
  const prefills = fitting(open, PREFILLS, 0);
  const ids = randomIds(model.names.vocabSize, Math.max(0, ...contexts, ...prefills));
  const weights = weightBytesPerToken(file.manifest);
  const dispatches = dispatchesPerToken(model);
  await prefill(open, ids.slice(0, Math.min(...prefills)));
  for (const context of contexts) await decodeRun(model, ids.slice(0, context));

  const runs = contexts.map((): { ms: number; floor: FloorSample[] }[] => []);
  const prefillRates = prefills.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, context] of contexts.entries()) {
      const before = await floor.sample();
      const ms = await decodeRun(model, ids.slice(0, context));
      runs[index]!.push({ ms, floor: [before, await floor.sample()] });
    }
    for (const [index, length] of prefills.entries()) {
      if (length > LONG && round >= LONG_ROUNDS) continue;
      prefillRates[index]!.push((length / (await prefill(open, ids.slice(0, length)))) * 1000);
    }
  }
  return [
    ...contexts.flatMap((context, index) => {
      const bytes = weights + kvBytesPerToken(model, context + RUN / 2);
      return decodeRows(`decode at context ${context}`, runs[index]!, bytes, dispatches);
    }),
    ...prefills.map((length, index) => rowOf(`prefill of ${length} tokens`, "tok/s", prefillRates[index]!)),
  ];
}

function decodeRows(
  name: string,
  runs: { ms: number; floor: FloorSample[] }[],
  bytes: number,
  dispatches: number,
): Row[] {
  const floors = runs.map(({ floor }) => floorMs(floor, "mean", bytes, dispatches));
  const all = runs.flatMap(({ floor }) => floor);
  const best = floorMs(all, "best", bytes, dispatches);
  const shortest = Math.min(...runs.map(({ ms }) => ms));
  return [
    rowOf(
      name,
      "tok/s",
      runs.map(({ ms }) => 1000 / ms),
    ),
    rowOf(
      "  its floor",
      "tok/s",
      floors.map((ms) => 1000 / ms),
      `${(bytes / 1e6).toFixed(1)} MB and ${dispatches} dispatches a token`,
    ),
    rowOf(
      "  ratio to the floor",
      "",
      runs.map(({ ms }, round) => floors[round]! / ms),
      "each run to the floor measured around it; at least 0.2",
    ),
    {
      name: "  best run to best floor",
      value: best / shortest,
      unit: "",
      note: `${(1000 / best).toFixed(1)} tok/s is the best floor`,
    },
  ];
}
