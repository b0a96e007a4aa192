// The two samplers: the GPU's draws are the CPU's, token for token; both refuse logits that are not finite.
import { describe, expect, test } from "vitest";
import { GpuSampler } from "../../src/engine/gpu-sampler.ts";
import { sample } from "../../src/engine/sampler.ts";
import { field } from "../../src/format/gguf/write.ts";
import type { Sampling } from "../../src/protocol/backend.ts";
import { complete, engineOn, greedy, never } from "./loading.ts";
import { EOS, FILE, type Scene, VOCAB } from "./scene.ts";
import { changed } from "./variants.ts";

const PROMPT = [1, 300, 301, 302, 300, 301];
const LENGTH = 24;

const SETTINGS: [name: string, sampling: Sampling][] = [
  ["greedy", greedy],
  ["greedy with penalties", { ...greedy, repetitionPenalty: 1.3, frequencyPenalty: 0.4, presencePenalty: 0.2 }],
  ["temperature", { ...greedy, temperature: 0.8, seed: 1 }],
  ["a high temperature", { ...greedy, temperature: 3, topK: 64, seed: 2 }],
  ["top-k 1", { ...greedy, temperature: 1, topK: 1 }],
  ["top-p", { ...greedy, temperature: 1, topP: 0.7, seed: 3 }],
  ["min-p", { ...greedy, temperature: 1.5, minP: 0.1, seed: 4 }],
  ["a window of 4", { ...greedy, temperature: 1, repetitionPenalty: 2, penaltyLastN: 4, seed: 5 }],
  [
    "all together",
    {
      temperature: 1.2,
      topK: 30,
      topP: 0.9,
      minP: 0.02,
      repetitionPenalty: 1.2,
      frequencyPenalty: 0.3,
      presencePenalty: 0.5,
      penaltyLastN: 64,
      seed: 4294967295,
    },
  ],
];

/** Declares the tests. */
export function sampling(scene: Scene): void {
  /** Ids that the CPU sampler draws from the logits of decode steps, up to and with the end of the answer. */
  async function drawOnCpu(settings: Sampling): Promise<number[]> {
    const { runner } = scene.model;
    await scene.forget();
    let logits = await scene.engine.logits({ ids: PROMPT }, never);
    const ids = [...PROMPT];
    while (ids.length < PROMPT.length + LENGTH) {
      ids.push(sample(logits, ids, settings));
      if (ids.at(-1) === EOS) break;
      runner.setToken(ids.at(-1)!, ids.length - 1);
      runner.step(ids.length - 1);
      logits = await runner.logits();
    }
    await scene.forget();
    return ids.slice(PROMPT.length);
  }

  async function answer(settings: Sampling): Promise<number[]> {
    await scene.forget();
    const { ids, done } = await complete(scene.engine, { ids: PROMPT }, LENGTH, settings);
    return done.finishReason === "stop" ? [...ids, EOS] : ids;
  }

  test.each(SETTINGS)("the GPU draws what the CPU draws: %s", async (_name, settings) => {
    expect(GpuSampler.samples(settings)).toBe(true);
    const ids = await answer(settings);
    expect(ids.length).toBeGreaterThan(1);
    expect(ids).toEqual(await drawOnCpu(settings));
  });

  test.each([0, 65, 1000])("top-k %i is sampled on the CPU", async (topK) => {
    const settings = { ...greedy, temperature: 0.9, topK, seed: 6 };
    expect(GpuSampler.samples(settings)).toBe(false);
    expect(await answer(settings)).toEqual(await drawOnCpu(settings));
  });

  test.each([40, 0])("a seed gives the same answer again, another seed another: top-k %i", async (topK) => {
    const settings = { ...greedy, temperature: 1.5, topK, seed: 7 };
    const first = await answer(settings);
    expect(await answer(settings)).toEqual(first);
    expect(await answer({ ...settings, seed: 8 })).not.toEqual(first);
  });

  describe("logits that no token can be drawn from", () => {
    const usual = Float32Array.from({ length: VOCAB }, (_, id) => Math.sin(id));
    const broken: [string, Float32Array<ArrayBuffer>][] = [
      ["all −∞", new Float32Array(VOCAB).fill(Number.NEGATIVE_INFINITY)],
      ["one NaN", usual.with(200, Number.NaN)],
      ["one +∞", usual.with(3, Number.POSITIVE_INFINITY)],
    ];

    async function drawOne(logits: Float32Array<ArrayBuffer>, settings: Sampling): Promise<number[]> {
      const { gpu, model } = scene;
      gpu.queue.writeBuffer(model.runner.logitsBuffer, 0, logits);
      const drawn: number[] = [];
      const run = { ids: PROMPT, sampling: settings, limit: 1, signal: never };
      for await (const id of model.sampler.run(run)) drawn.push(id);
      return drawn;
    }

    test.each(broken)("%s", async (_name, logits) => {
      for (const settings of [greedy, { ...greedy, temperature: 1 }]) {
        await expect(drawOne(logits, settings)).rejects.toMatchObject({ code: "bad-model" });
        expect(() => sample(logits.slice(), PROMPT, settings)).toThrow(/^Expected finite logits but found/);
      }
    });

    test("some −∞ are tokens that are never drawn", async () => {
      const logits = usual.map((logit, id) => (id % 7 === 3 ? logit : Number.NEGATIVE_INFINITY));
      for (const seed of [1, 2, 3, 4]) {
        const settings = { ...greedy, temperature: 2, topK: 64, seed };
        const [id] = await drawOne(logits, settings);
        expect(id! % 7).toBe(3);
        expect(id).toBe(sample(logits.slice(), PROMPT, settings));
      }
    });

    test("a NaN in a step ends the answer there", async () => {
      const data = (name: string, bytes: Uint8Array) => {
        if (name !== "token_embd.weight") return;
        // The scale of the first block of the row of the token that is drawn first.
        const row = bytes.length / VOCAB;
        bytes.set([0, 0x7e], first * row);
      };
      const [first = 0] = await answer(greedy);
      expect(PROMPT).not.toContain(first);
      const metadata = { "tokenizer.ggml.eos_token_id": field("uint32", 0) };
      const engine = await engineOn(scene.gpu, await changed(FILE, { data, metadata }));
      const error = { code: "bad-model", data: { position: PROMPT.length + 1 } };
      for (const topK of [40, 0]) {
        const settings = { ...greedy, temperature: 1e-4, topK };
        const answer = complete(engine, { ids: PROMPT }, 4, settings);
        await expect(answer).rejects.toMatchObject(error);
      }
      // A value that is not finite reaches earlier rows of its chunk too, by way of weights of 0.
      const losses = engine.negativeLogLikelihood({ ids: [...PROMPT, first, 1] }, never);
      await expect(losses).rejects.toMatchObject({
        code: "bad-model",
        message: expect.stringMatching(/^Expected finite logits/),
      });
    });
  });
}
