// Requests that are given up in prefill or decode, by a signal or by no longer listening: `aborted`, and the next answer is as if they had never been.
import { expect, test } from "vitest";
import type { GenerateEvent, Sampling } from "../../src/protocol/backend.ts";
import { randomIds } from "./judge.ts";
import { complete, greedy } from "./loading.ts";
import { type Scene, VOCAB } from "./scene.ts";

const PROMPT = randomIds(90, VOCAB, 21);
const onGpu = greedy;
const onCpu: Sampling = { ...greedy, temperature: 0.7, topK: 0, seed: 9 };

/** Declares the tests. */
export function aborting(scene: Scene): void {
  /** Runs a request until `when` says stop, then aborts it and runs on. */
  async function abortedAt(when: (events: GenerateEvent[]) => boolean, sampling: Sampling): Promise<GenerateEvent[]> {
    const controller = new AbortController();
    const events: GenerateEvent[] = [];
    const request = { prompt: { ids: PROMPT }, sampling, maxTokens: 40, stop: [] };
    const run = async () => {
      if (when(events)) controller.abort("enough");
      for await (const event of scene.engine.generate(request, controller.signal)) {
        events.push(event);
        if (when(events)) controller.abort("enough");
      }
    };
    await expect(run()).rejects.toMatchObject({ code: "aborted", cause: "enough" });
    return events;
  }

  const tokens = (events: GenerateEvent[]) => events.filter(({ type }) => type === "token").length;

  test.each([
    ["before anything, GPU", onGpu, () => true, 0],
    ["in prefill, GPU", onGpu, (events: GenerateEvent[]) => events.length === 1, 0],
    ["in prefill, CPU", onCpu, (events: GenerateEvent[]) => events.length === 1, 0],
    ["at the first token, GPU", onGpu, (events: GenerateEvent[]) => tokens(events) === 1, 1],
    ["at the first token, CPU", onCpu, (events: GenerateEvent[]) => tokens(events) === 1, 1],
    ["in decode, GPU", onGpu, (events: GenerateEvent[]) => tokens(events) === 6, 6],
    ["in decode, CPU", onCpu, (events: GenerateEvent[]) => tokens(events) === 6, 6],
  ] as const)("%s", async (_name, sampling, when, drawn) => {
    await scene.forget();
    const want = await complete(scene.engine, { ids: PROMPT }, 8, sampling);
    await scene.shrinkChunks();
    const events = await abortedAt(when, sampling);
    expect(tokens(events)).toBe(drawn);
    expect(events.some(({ type }) => type === "done")).toBe(false);
    expect((await complete(scene.engine, { ids: PROMPT }, 8, sampling)).ids).toEqual(want.ids);
    const other = [...PROMPT.slice(0, 60), ...want.ids];
    const next = await complete(scene.engine, { ids: other }, 4, sampling);
    await scene.forget();
    expect((await complete(scene.engine, { ids: other }, 4, sampling)).ids).toEqual(next.ids);
  });

  test("prefill stops at the end of a chunk and keeps what it has", async () => {
    await scene.shrinkChunks();
    const before = scene.engine.stats().prefilledTokens;
    const events = await abortedAt((all) => all.length === 1, onGpu);
    expect(events).toEqual([{ type: "prefill", done: 8, total: PROMPT.length }]);
    expect(scene.engine.stats().prefilledTokens - before).toBe(8);
    const { timings } = (await complete(scene.engine, { ids: PROMPT }, 1)).done;
    expect(timings.prefillTokens).toBe(PROMPT.length - 8);
  });

  test.each([onGpu, onCpu])("no longer listening ends a request too", async (sampling) => {
    await scene.forget();
    const want = await complete(scene.engine, { ids: PROMPT }, 8, sampling);
    const request = { prompt: { ids: PROMPT }, sampling, maxTokens: 40, stop: [] };
    for await (const event of scene.engine.generate(request, new AbortController().signal)) {
      if (event.type === "token") break;
    }
    expect((await complete(scene.engine, { ids: PROMPT }, 8, sampling)).ids).toEqual(want.ids);
  });
}
