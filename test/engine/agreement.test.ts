// Every file of the fixtures that Oriel runs against llama.cpp: ids, logits of every position, greedy tokens, likelihoods.
import { expect, test } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { type LoadedModel, placeModel, readModel } from "../../src/engine/load.ts";
import type { GpuDevice } from "../../src/gpu/device.ts";
import { fixtureBytes, fixtureFloats, fixtureJson, hasFixtures } from "../make/fixtures.ts";
import { describeTiers } from "../setup/gpu.ts";
import { complete, never, optionsFor } from "./loading.ts";

interface Expectation {
  precise: {
    prompts: {
      name: string;
      /** Absent where the file has no tokenizer that Oriel knows. */
      text?: string;
      tokens: number[];
      greedy: number[];
      greedy_margin: number[];
      files: { logits?: string; last?: string; gen?: string };
    }[];
    nll: { tokens: number[]; per_token: number[] }[];
  };
}

const TRAINED = [
  ...["F32", "F16", "Q4_0", "Q4_K_M", "Q8_0"].map((type) => `stories260K-${type}`),
  ...["F16", "Q4_0", "Q4_K_M", "Q8_0"].map((type) => `shakes3M-${type}`),
  ...["F16", "Q4_0", "Q4_K_M", "Q6_K"].map((type) => `llama-${type}`),
  ...["qwen2", "qwen3", "gemma2", "gemma3", "phi3", "gpt2", "starcoder2"].flatMap((arch) =>
    ["F16", "Q4_K_M"].map((type) => `${arch}-${type}`),
  ),
  ...["qwen3-Q4_0", "gemma2-Q4_0"],
];

/** Files of random weights without text, with every key and factor that a file may have. */
const BARE = ["gemma", "phi2", "gptneox", "falcon", "command-r", "olmo2", "smollm3", "glm4"];

const MODELS: [name: string, folder: string][] = [
  ...TRAINED.map((name): [string, string] => [name, ""]),
  ...BARE.map((arch): [string, string] => [`fix-${arch}-dense-F16`, "archs/"]),
];

/**
 * `exact` and `rounded` bound the error of logits with f32 and f16 keys and values, `likelihood` that of a token's likelihood where
 * they are rounded; below a lead of `margin` of the best token over the next, rounding may choose either, and what follows differs.
 * The queries and keys of the gemma2 files are large on purpose, so that rounding counts for more there; those of bare files are so small that
 * wrong rotations move the logits of some by 3e-7 only.
 */
const BOUNDS = { exact: 1e-7, rounded: 1e-5, margin: 0.05, likelihood: 2e-2 };
const BARE_BOUNDS = { ...BOUNDS, exact: 1e-8 };
const GEMMA2_BOUNDS = { exact: 1e-4, rounded: 2e-4, margin: 0.3, likelihood: 0.1 };

/** Σ(got − want)² / Σ want². */
function nmse(got: Float32Array, want: Float32Array): number {
  let error = 0;
  let power = 0;
  want.forEach((value, i) => {
    error += (got[i]! - value) ** 2;
    power += value ** 2;
  });
  return error / power;
}

/** Logits of every position, [ids.length, vocabSize], in one prefill. */
async function allLogits({ runner, names }: LoadedModel, ids: readonly number[]): Promise<Float32Array> {
  const all = new Float32Array(ids.length * names.vocabSize);
  let at = 0;
  const onLogits = (logits: Float32Array) => {
    all.set(logits, at);
    at += logits.length;
  };
  for await (const _ of runner.prefill(Uint32Array.from(ids), { position: 0, onLogits }));
  return all;
}

describeTiers("agreement with llama.cpp", (tier, open) => {
  let device: Promise<GpuDevice> | undefined;
  for (const kv of ["f32", "f16"] as const) {
    const exact = tier !== "f16" && kv === "f32";
    test.skipIf(!hasFixtures).each(MODELS)(`%s, KV ${kv}`, async (name, folder) => {
      device ??= open();
      const gpu = await device;
      const options = await optionsFor(fixtureBytes(`${folder}models/${name}.gguf`), { kv });
      const model = await placeModel(gpu, await readModel(options), options);
      const engine = new Engine(model, options.manifest);
      const { prompts, nll } = fixtureJson<Expectation>(`${folder}expect/${name}.json`).precise;
      const bounds = folder ? BARE_BOUNDS : name.startsWith("gemma2") ? GEMMA2_BOUNDS : BOUNDS;
      const bound = exact ? bounds.exact : bounds.rounded;
      for (const prompt of prompts) {
        if (prompt.text !== undefined) {
          expect([...engine.tokenize(prompt.text)], `${prompt.name} ids`).toEqual(prompt.tokens);
        }
        const { logits, last, gen } = prompt.files;
        const want = fixtureFloats(`${folder}expect/${logits ?? last}`);
        const got = await allLogits(model, prompt.tokens);
        const vocab = model.names.vocabSize;
        const from = got.length - want.length;
        for (let at = 0; at < want.length; at += vocab) {
          const error = nmse(got.subarray(from + at, from + at + vocab), want.subarray(at, at + vocab));
          expect(error, `${prompt.name}[${(from + at) / vocab}]`).toBeLessThanOrEqual(bound);
        }
        const unsure = prompt.greedy_margin.findIndex((margin) => margin < bounds.margin);
        const sure = unsure < 0 ? prompt.greedy.length : unsure;
        const answer = await complete(engine, { ids: prompt.tokens }, sure);
        const ended = answer.done.finishReason === "stop" ? answer.ids.length : sure;
        expect(answer.ids, `${prompt.name} greedy`).toEqual(prompt.greedy.slice(0, ended));
        if (!gen) continue;
        const rows = fixtureFloats(`${folder}expect/${gen}`);
        for (let step = 0; step < sure; step++) {
          model.runner.setToken(prompt.greedy[step]!, prompt.tokens.length + step);
          model.runner.step(prompt.tokens.length + step);
          const error = nmse(await model.runner.logits(), rows.subarray(step * vocab, (step + 1) * vocab));
          expect(error, `${prompt.name} step ${step}`).toBeLessThanOrEqual(bound);
        }
      }
      for (const { tokens, per_token } of nll) {
        const losses = await engine.negativeLogLikelihood({ ids: tokens }, never);
        const worst = Math.max(...per_token.map((loss, i) => Math.abs(loss - losses[i]!)));
        expect(worst, "likelihoods").toBeLessThanOrEqual(exact ? 1e-3 : bounds.likelihood);
      }
      gpu.buffers[Symbol.dispose]();
    });
  }
});
