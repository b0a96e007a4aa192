// What one sequence may be: long, cut into any chunks, begun before, ended by the context, by a limit, by EOG or by a stop string.
import { describe, expect, test } from "vitest";
import { field } from "../../src/format/gguf/write.ts";
import { nmse } from "../make/reference-model.ts";
import { allLogits, boundOf, randomIds, referenceLogits } from "./judge.ts";
import { complete, engineOn, never } from "./loading.ts";
import { CONTEXT, EOS, FILE, type Scene, VOCAB } from "./scene.ts";
import { changed } from "./variants.ts";

/** Rounding moves logits by far less; above it the best token is the same on every path. */
const LEAST_MARGIN = 0.05;

const long = randomIds(160, VOCAB, 11);

/** Declares the tests. */
export function sequences(scene: Scene): void {
  async function expectBest(prompt: readonly number[], drawn: readonly number[]): Promise<void> {
    const rows = await referenceLogits(FILE, [...prompt, ...drawn]);
    for (const [step, id] of drawn.entries()) {
      const row = rows[prompt.length - 1 + step]!;
      expect(row[id]!, `step ${step}`).toBeGreaterThan(Math.max(...row) - LEAST_MARGIN);
    }
  }

  test("answers ids with ids, text and how it ended", async () => {
    const prompt = [1, 300, 301];
    const { ids, text, done } = await complete(scene.engine, { ids: prompt }, 5);
    expect(ids).toHaveLength(5);
    expect(text).not.toBe("");
    expect(done).toMatchObject({ finishReason: "length", promptTokens: 3, completionTokens: 5, contextFull: false });
    expect(done.timings).toMatchObject({ prefillTokens: 3, decodeTokens: 5 });
    await expectBest(prompt, ids);
  });

  test("decodes over the ends of a KV block and of an attention slice", async () => {
    const want = await referenceLogits(FILE, long);
    const got = await allLogits(scene.model, long, 90);
    expect(got).toHaveLength(long.length);
    for (const [position, logits] of got.entries()) {
      expect(nmse(logits, want[position]!), `position ${position}`).toBeLessThanOrEqual(boundOf(scene.gpu, "f32"));
    }
  });

  test("draws several tokens per submit over the end of a slice", async () => {
    await scene.forget();
    const prompt = long.slice(0, 122);
    const { ids, done } = await complete(scene.engine, { ids: prompt }, 16);
    const drawn = done.finishReason === "stop" ? [...ids, EOS] : ids;
    expect(drawn.length).toBeGreaterThan(7);
    await expectBest(prompt, drawn);
  });

  test.each([[[1, 2, 5, 32, 60]], [[31, 33, 36]], [[100]]])("prefill in parts of %j is one prefill", async (parts) => {
    const ids = long.slice(0, 100);
    let position = 0;
    for (const part of parts) {
      const piece = Uint32Array.from(ids.slice(position, position + part));
      for await (const _ of scene.model.runner.prefill(piece, { position }));
      position += part;
    }
    expect(position).toBe(100);
    const want = (await referenceLogits(FILE, long))[99]!;
    expect(nmse(await scene.model.runner.logits(), want)).toBeLessThanOrEqual(boundOf(scene.gpu, "f32"));
  });

  test("prefill in many small chunks is one prefill", async () => {
    await scene.shrinkChunks();
    const dones: number[] = [];
    for await (const done of scene.model.runner.prefill(Uint32Array.from(long.slice(0, 100)), { position: 0 })) {
      dones.push(done);
    }
    expect(dones[0]).toBe(8);
    expect(dones.length).toBeGreaterThan(3);
    const want = (await referenceLogits(FILE, long))[99]!;
    expect(nmse(await scene.model.runner.logits(), want)).toBeLessThanOrEqual(boundOf(scene.gpu, "f32"));
  });

  test("likelihoods are those of the reference", async () => {
    const ids = long.slice(0, 75);
    const losses = await scene.engine.negativeLogLikelihood({ ids }, never);
    const rows = await referenceLogits(FILE, long);
    expect(losses).toHaveLength(74);
    for (const [position, loss] of losses.entries()) {
      const row = rows[position]!;
      const best = Math.max(...row);
      const sum = row.reduce((total, logit) => total + Math.exp(logit - best), 0);
      expect(Math.abs(loss - (best + Math.log(sum) - row[ids[position + 1]!]!)), `${position}`).toBeLessThan(1e-2);
    }
  });

  describe("evaluates only what differs from the sequence before", () => {
    const base = long.slice(0, 40);

    test.each([
      ["the same prompt", base, 1],
      ["a longer one", [...base, 7, 8, 9], 3],
      ["its beginning", base.slice(0, 20), 1],
      ["another end", [...base.slice(0, 35), 300, 301], 2],
      ["another beginning", [5, ...base.slice(1)], 40],
    ])("%s", async (_name, ids, evaluated) => {
      await scene.forget();
      const whole = await scene.engine.logits({ ids }, never);
      await scene.forget();
      await scene.engine.logits({ ids: base }, never);
      const before = scene.engine.stats().prefilledTokens;
      const reused = await scene.engine.logits({ ids }, never);
      expect(scene.engine.stats().prefilledTokens - before).toBe(evaluated);
      expect(nmse(reused, whole)).toBeLessThanOrEqual(boundOf(scene.gpu, "f32"));
    });

    test("an answer and what follows it", async () => {
      await scene.forget();
      const first = await complete(scene.engine, { ids: base }, 6);
      const next = [...base, ...first.ids, 9, 10];
      const second = await complete(scene.engine, { ids: next }, 4);
      // The last drawn token was never evaluated.
      expect(second.done.timings.prefillTokens).toBe(3);
      await scene.forget();
      expect((await complete(scene.engine, { ids: next }, 4)).ids).toEqual(second.ids);
    });
  });

  test("a full context ends with length and says so", async () => {
    const ids = randomIds(CONTEXT - 3, VOCAB, 3);
    const { done } = await complete(scene.engine, { ids }, 1000);
    expect(done).toMatchObject({ finishReason: "length", completionTokens: 3, contextFull: true });
    const none = await complete(scene.engine, { ids: randomIds(CONTEXT, VOCAB, 3) }, 5);
    expect(none.ids).toEqual([]);
    expect(none.done).toMatchObject({ finishReason: "length", completionTokens: 0, contextFull: true });
  });

  test("a prompt longer than the context is refused with both lengths", async () => {
    const ids = randomIds(CONTEXT + 1, VOCAB);
    const data = { contextLength: CONTEXT, length: CONTEXT + 1 };
    await expect(complete(scene.engine, { ids }, 1)).rejects.toMatchObject({ code: "bad-request", data });
    await expect(scene.engine.logits({ ids }, never)).rejects.toMatchObject({ code: "bad-request", data });
    await expect(scene.engine.negativeLogLikelihood({ ids }, never)).rejects.toMatchObject({
      code: "bad-request",
      data,
    });
  });

  test("max_tokens 0 evaluates the prompt and draws nothing", async () => {
    const { ids, text, done } = await complete(scene.engine, { ids: [1, 280] }, 0);
    expect([ids, text]).toEqual([[], ""]);
    expect(done).toMatchObject({ finishReason: "length", completionTokens: 0, contextFull: false });
  });

  test.each([[[]], [[VOCAB]], [[-1]], [[1.5]]])("ids %j are refused", async (ids) => {
    await expect(complete(scene.engine, { ids }, 1)).rejects.toMatchObject({ code: "bad-request" });
  });

  test("text and conversations become ids by the file's rules", async () => {
    expect(scene.engine.idsOf({ text: "the" })).toEqual([1, ...scene.engine.tokenize("the", { addSpecial: false })]);
    const chat = scene.engine.idsOf({ messages: [{ role: "user", content: "hi" }] });
    expect(chat.slice(0, 2)).toEqual([1, 259]);
    const { done } = await complete(scene.engine, { messages: [{ role: "user", content: "hi" }] }, 2);
    expect(done.promptTokens).toBe(chat.length);
  });

  test("a stop string ends the answer before it", async () => {
    const prompt = { ids: [1, 300, 301] };
    const free = await complete(scene.engine, prompt, 8);
    const stop = free.text.slice(4, 7);
    const stopped = await complete(scene.engine, prompt, 8, undefined, ["never said", stop]);
    expect(stopped.text).toBe(free.text.slice(0, free.text.indexOf(stop)));
    expect(stopped.done).toMatchObject({ finishReason: "stop", contextFull: false });
    expect(stopped.ids).toEqual(free.ids.slice(0, stopped.ids.length));
    const unstopped = await complete(scene.engine, prompt, 8, undefined, ["never said"]);
    expect(unstopped.text).toBe(free.text);
  });

  test("an end-of-generation token ends the answer and is no part of it", async () => {
    const prompt = { ids: [1, 300, 301] };
    const free = (await complete(scene.engine, prompt, 5)).ids;
    const at = free.findIndex((id, index) => index > 0 && free.indexOf(id) === index);
    const eos = { "tokenizer.ggml.eos_token_id": field("uint32", free[at]!) };
    const ended = await complete(await engineOn(scene.gpu, await changed(FILE, { metadata: eos })), prompt, 5);
    expect(ended.ids).toEqual(free.slice(0, at));
    expect(ended.done).toMatchObject({ finishReason: "stop", completionTokens: at });

    const unknown = { ...eos, "tokenizer.ggml.model": "unheard-of" };
    const plain = await engineOn(scene.gpu, await changed(FILE, { metadata: unknown }));
    expect(plain.info).toMatchObject({ hasTokenizer: false });
    const blind = await complete(plain, prompt, 5);
    expect(blind.ids).toEqual(ended.ids);
    expect(blind.text).toBe("");
    expect(blind.done.finishReason).toBe("stop");
    await expect(complete(plain, { text: "the" }, 1)).rejects.toMatchObject({ code: "unsupported" });
  });
}
