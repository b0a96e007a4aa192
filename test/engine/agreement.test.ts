// Every Llama-architecture file of the fixtures against llama.cpp: ids, logits of every position, greedy tokens, likelihoods.
import { expect, test } from "vitest";
import type { GpuDevice } from "../../src/gpu/device.ts";
import { fixtureBytes, fixtureFloats, fixtureJson, hasFixtures } from "../make/fixtures.ts";
import { describeTiers } from "../setup/gpu.ts";
import { complete, engineOn, never } from "./loading.ts";

interface Expectation {
  precise: {
    prompts: {
      name: string;
      text: string;
      tokens: number[];
      greedy: number[];
      greedy_margin: number[];
      files: { logits?: string; last?: string; gen?: string };
    }[];
    nll: { tokens: number[]; per_token: number[] }[];
  };
}

const MODELS = [
  ...["F32", "F16", "Q4_0", "Q4_K_M", "Q8_0"].map((type) => `stories260K-${type}`),
  ...["F16", "Q4_0", "Q4_K_M", "Q8_0"].map((type) => `shakes3M-${type}`),
  ...["F16", "Q4_0", "Q4_K_M", "Q6_K"].map((type) => `llama-${type}`),
];

/** Below this lead of the best token over the next, rounding may choose either, and what follows differs. */
const LEAST_MARGIN = 0.05;

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

describeTiers("agreement with llama.cpp", (tier, open) => {
  let device: Promise<GpuDevice> | undefined;
  for (const kv of ["f32", "f16"] as const) {
    const exact = tier !== "f16" && kv === "f32";
    test.skipIf(!hasFixtures).each(MODELS)(`%s, KV ${kv}`, async (name) => {
      device ??= open();
      const gpu = await device;
      const engine = await engineOn(gpu, fixtureBytes(`models/${name}.gguf`), { kv });
      const { prompts, nll } = fixtureJson<Expectation>(`expect/${name}.json`).precise;
      for (const prompt of prompts) {
        expect([...engine.tokenize(prompt.text)], `${prompt.name} ids`).toEqual(prompt.tokens);
        const { logits, last, gen } = prompt.files;
        const want = fixtureFloats(`expect/${logits ?? last}`);
        const first = logits ? 1 : prompt.tokens.length;
        const bound = exact ? 1e-7 : 1e-5;
        for (let length = first; length <= prompt.tokens.length; length++) {
          const got = await engine.logits({ ids: prompt.tokens.slice(0, length) }, never);
          const row = (length - first) * got.length;
          expect(nmse(got, want.subarray(row, row + got.length)), `${prompt.name}[${length - 1}]`).toBeLessThanOrEqual(
            bound,
          );
        }
        const unsure = prompt.greedy_margin.findIndex((margin) => margin < LEAST_MARGIN);
        const sure = unsure < 0 ? prompt.greedy.length : unsure;
        const answer = await complete(engine, { ids: prompt.tokens }, sure);
        const ended = answer.done.finishReason === "stop" ? answer.ids.length : sure;
        expect(answer.ids, `${prompt.name} greedy`).toEqual(prompt.greedy.slice(0, ended));
        if (!gen) continue;
        const rows = fixtureFloats(`expect/${gen}`);
        for (let step = 0; step < sure; step++) {
          const got = await engine.logits({ ids: [...prompt.tokens, ...prompt.greedy.slice(0, step + 1)] }, never);
          expect(
            nmse(got, rows.subarray(step * got.length, (step + 1) * got.length)),
            `${prompt.name} step ${step}`,
          ).toBeLessThanOrEqual(bound);
        }
      }
      for (const { tokens, per_token } of nll) {
        const losses = await engine.negativeLogLikelihood({ ids: tokens }, never);
        const worst = Math.max(...per_token.map((loss, i) => Math.abs(loss - losses[i]!)));
        expect(worst, "likelihoods").toBeLessThanOrEqual(exact ? 1e-3 : 2e-2);
      }
      gpu.buffers[Symbol.dispose]();
    });
  }
});
