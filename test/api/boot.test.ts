import { afterEach, expect, it } from "vitest";
import { boot } from "../../src/api/boot.ts";
import type { ModelInfo, Oriel } from "../../src/api/types.ts";
import { WebGpuBackend } from "../../src/backends/webgpu/backend.ts";
import { OrielError } from "../../src/base/errors.ts";
import type { Library } from "../../src/protocol/library.ts";
import { entry } from "../apps/fake-oriel.ts";
import { ChannelWorker, INFO, model, type Script, settled, spawner } from "../system/setup/workers.ts";

const MESSAGES = [{ role: "user" as const, content: "hello" }];
const running: { oriel: Oriel; libraries: ChannelWorker[] }[] = [];

afterEach(async () => {
  for (const { oriel, libraries } of running.splice(0)) {
    for (const { pid } of oriel.ps()) await oriel.kill(pid);
    for (const library of libraries) library.terminate();
  }
});

/** A library of models that exist by name alone. */
function library(names: Set<string>): Library {
  const find = (ref: string) => {
    const name = ref.split(":")[0]!;
    if (name === "damaged") throw new OrielError("corrupt", "Expected a manifest but found none", { ref });
    if (!names.has(name))
      throw new OrielError("not-found", `Expected a stored model but found none named ${ref}`, { ref });
    return model(name);
  };
  return {
    async import(file, name, report, signal) {
      report({ stage: "store", done: file.size, total: file.size, unit: "bytes" });
      await settled(3);
      if (signal.aborted) throw new OrielError("aborted", "The import was cancelled");
      names.add(name!);
      const { ref, digest } = model(name!);
      return { ref, digest, bytes: file.size };
    },
    list: async () => [],
    resolve: async (ref) => find(ref),
    inspect: async (ref) => {
      const { manifest, ref: full } = find(ref);
      return { manifest, entry: entry({ ref: full }) };
    },
    async remove(ref) {
      if (ref !== "damaged") find(ref);
      await settled(3);
      names.delete(ref.split(":")[0]!);
      return { freed: 5 };
    },
  };
}

async function start(script: Script | (() => Script) = {}, tabs?: BroadcastChannel) {
  const { spawn, workers } = spawner(script);
  const names = new Set(["story"]);
  const libraries: ChannelWorker[] = [];
  const spawnLibrary = () => {
    const worker = new ChannelWorker(() => library(names));
    libraries.push(worker);
    return worker;
  };
  const oriel = await boot({ spawnModel: spawn, spawnLibrary, tabs });
  running.push({ oriel, libraries });
  return { oriel, workers, libraries, names };
}

it("answers a chat", async () => {
  const { oriel } = await start();
  const answer = await oriel.chat.completions.create({ model: "story", messages: MESSAGES, seed: 5 });
  expect(answer).toMatchObject({
    object: "chat.completion",
    model: "story:latest",
    choices: [{ index: 0, message: { role: "assistant", content: "<1><2><3>" }, finish_reason: "stop" }],
    usage: { prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 },
    oriel: { adapter: INFO.adapter, tier: "f32", seed: 5, context_full: false, token_ids: [1, 2, 3] },
  });
  expect(answer.id).toMatch(/^chatcmpl-[0-9a-f]{24}$/);
  expect(Math.abs(answer.created - Date.now() / 1000)).toBeLessThan(60);
});

it("streams a chat: the role, the text, the finish with usage", async () => {
  const { oriel } = await start();
  const prefills: number[] = [];
  const loads: string[] = [];
  const options = {
    onPrefill: (done: number) => prefills.push(done),
    onLoad: ({ stage }: { stage: string }) => loads.push(stage),
  };
  const stream = await oriel.chat.completions.create({ model: "story", messages: MESSAGES, stream: true }, options);
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  expect(chunks.map(({ choices }) => choices[0].delta)).toEqual([
    { role: "assistant", content: "" },
    { content: "<1>" },
    { content: "<2>" },
    { content: "<3>" },
    {},
  ]);
  expect(chunks.map(({ choices }) => choices[0].finish_reason)).toEqual([null, null, null, null, "stop"]);
  expect(chunks.map(({ usage }) => usage?.total_tokens)).toEqual([undefined, undefined, undefined, undefined, 6]);
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  expect(prefills).toEqual([3]);
  expect(loads).toEqual(["load"]);
});

const CALL = '<tool_call>\n{"name": "open_app", "arguments": {"app": "chat"}}\n</tool_call>';
const TOOLS = [{ type: "function", function: { name: "open_app" } }];

it("gives tool calls as calls where tools are given or built in", async () => {
  const texts = [...`\n${CALL}\n${CALL}\n`];
  const asked = { model: "story", messages: MESSAGES };
  const calls = [0, 1].map((index) => ({
    id: expect.stringMatching(new RegExp(`^call_[0-9a-f]{24}_${index}$`)),
    type: "function",
    function: { name: "open_app", arguments: '{"app": "chat"}' },
  }));
  const cases: [Partial<ModelInfo>, typeof TOOLS | undefined][] = [
    [{}, TOOLS],
    [{ builtInTools: ["open_app"] }, undefined],
  ];
  for (const [info, tools] of cases) {
    const { oriel } = await start({ info, texts });
    const whole = await oriel.chat.completions.create({ ...asked, tools });
    expect(whole.choices[0]).toEqual({
      index: 0,
      message: { role: "assistant", content: null, tool_calls: calls },
      finish_reason: "tool_calls",
    });
    const chunks = [];
    for await (const chunk of await oriel.chat.completions.create({ ...asked, tools, stream: true }))
      chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0].delta)).toEqual([
      { role: "assistant", content: "" },
      { tool_calls: [{ index: 0, ...calls[0] }] },
      { tool_calls: [{ index: 1, ...calls[1] }] },
      {},
    ]);
    expect(chunks.map(({ choices }) => choices[0].finish_reason)).toEqual([null, null, null, "tool_calls"]);
    expect(chunks.at(-1)!.usage?.completion_tokens).toBe(texts.length);
  }
});

it("keeps the text around calls, and calls text where nothing can call", async () => {
  const texts = ["Sure. ", CALL, " Done"];
  const { oriel } = await start({ texts, finishReason: "length" });
  const asked = { model: "story", messages: MESSAGES };
  const { message, finish_reason } = (await oriel.chat.completions.create({ ...asked, tools: TOOLS })).choices[0];
  expect(message.content).toBe("Sure.  Done");
  expect(message.tool_calls).toHaveLength(1);
  expect(finish_reason).toBe("length");
  const plain = await oriel.chat.completions.create(asked);
  expect(plain.choices[0].message).toEqual({ role: "assistant", content: texts.join("") });
  const deltas = [];
  for await (const { choices } of await oriel.chat.completions.create({ ...asked, stream: true })) {
    deltas.push(choices[0].delta.content);
  }
  expect(deltas).toEqual(["", ...texts, undefined]);
  const { oriel: guide } = await start({
    texts: ["{", CALL.slice(0, -1), " \n"],
    info: { builtInTools: ["open_app"] },
  });
  const cut = await guide.chat.completions.create(asked);
  expect(cut.choices[0]).toEqual({
    index: 0,
    message: { role: "assistant", content: `{${CALL.slice(0, -1)} \n` },
    finish_reason: "stop",
  });
});

it("samples as the request says, then as the file says, then as is usual", async () => {
  const sampled: object[] = [];
  const { oriel } = await start({
    info: { sampling: { temperature: 0, top_k: 7 } },
    onRequest: ({ sampling }) => sampled.push(sampled.length === 0 ? sampling : { ...sampling, seed: 0 }),
  });
  await oriel.chat.completions.create({ model: "story", messages: MESSAGES, top_k: 3, seed: 5 });
  await oriel.completions.create({ model: "story", prompt: "x", temperature: 1 });
  const usual = { minP: 0.05, topP: 0.95, repetitionPenalty: 1, frequencyPenalty: 0, presencePenalty: 0 };
  expect(sampled).toEqual([
    { ...usual, temperature: 0, topK: 3, penaltyLastN: 64, seed: 5 },
    { ...usual, temperature: 1, topK: 7, penaltyLastN: 64, seed: 0 },
  ]);
});

it("continues a text or ids, whole and streamed", async () => {
  const { oriel } = await start();
  const whole = await oriel.completions.create({ model: "story", prompt: "Once" });
  expect(whole.choices[0]).toEqual({ index: 0, text: "<1><2><3>", finish_reason: "stop" });
  const texts: string[] = [];
  let seed: number | undefined;
  for await (const chunk of await oriel.completions.create({ model: "story", prompt: [1, 2], stream: true })) {
    texts.push(chunk.choices[0].text);
    seed = chunk.oriel?.seed;
  }
  expect(texts).toEqual(["<1>", "<2>", "<3>", ""]);
  expect(seed).toSatisfy((value: number) => Number.isInteger(value) && value >= 0 && value < 2 ** 32);
  expect(whole.oriel!.seed).not.toBe(seed);
  expect(await oriel.logits("story", [7, 8])).toEqual(new Float32Array([7, 8]));
  expect(oriel.ps()).toMatchObject([{ pid: 1, ref: "story:latest", state: "ready", queued: 0 }]);
  expect(await oriel.stats(1)).toMatchObject({ bytes: INFO.bytes });
});

it("stops when the loop is left, and before it was begun", async () => {
  const { oriel, workers } = await start({ endless: true });
  const request = { model: "story", prompt: "x", stream: true } as const;
  for await (const chunk of await oriel.completions.create(request)) if (chunk.choices[0].text) break;
  expect(oriel.ps()[0]!.state).toBe("ready");
  const stream = await oriel.completions.create(request);
  await stream[Symbol.asyncIterator]().return!();
  expect(oriel.ps()[0]!.state).toBe("ready");
  await settled();
  expect(workers[0]!.log.at(-1)).toBe("end x");
});

it("ends with aborted after abort(), the signal, or kill, streamed or not", async () => {
  const { oriel } = await start({ endless: true });
  const request = { model: "story", prompt: "x", stream: true } as const;
  const stop = new AbortController();
  const ends: ((stream: { abort(): void }) => void)[] = [
    (stream) => stream.abort(),
    () => stop.abort(),
    () => oriel.kill(oriel.ps()[0]!.pid),
  ];
  for (const end of ends) {
    const stream = await oriel.completions.create(request, { signal: end === ends[1] ? stop.signal : undefined });
    const answer = (async () => {
      for await (const _ of stream) end(stream);
    })();
    await expect(answer).rejects.toMatchObject({ code: "aborted" });
  }
  await oriel.models.load("story");
  const whole = oriel.completions.create({ model: "story", prompt: "x" });
  await settled();
  await oriel.kill(2);
  await expect(whole).rejects.toMatchObject({ code: "aborted", data: { pid: 2 } });
  expect(oriel.ps()).toEqual([]);
});

it("gives a stream to one reader", async () => {
  const { oriel } = await start();
  const stream = await oriel.completions.create({ model: "story", prompt: "x", stream: true });
  for await (const _ of stream);
  expect(() => stream[Symbol.asyncIterator]()).toThrow(/iterated once/);
});

it("names what is wrong with a request for this model", async () => {
  const { oriel, workers } = await start({ info: { hasChatTemplate: false, hasTokenizer: false } });
  const chat = (model: string) => oriel.chat.completions.create({ model, messages: MESSAGES });
  await expect(chat("nobody")).rejects.toMatchObject({ code: "not-found", data: { ref: "nobody" } });
  expect(workers).toEqual([]);
  await expect(chat("story")).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/tokenizer.*story:latest/),
  });
  await expect(oriel.completions.create({ model: "story", prompt: "x" })).rejects.toMatchObject({
    code: "unsupported",
  });
  await expect(oriel.logits("story", [1, 100])).rejects.toMatchObject({
    code: "bad-request",
    message: "Expected token ids of story:latest below 100 but found 100",
  });
  expect((await oriel.completions.create({ model: "story", prompt: [1] })).usage?.total_tokens).toBe(6);
  await expect(oriel.stats(9)).rejects.toMatchObject({ code: "not-found" });
  await expect(oriel.kill(9)).rejects.toMatchObject({ code: "not-found" });
  await expect(oriel.logits("story", [1], { onPrefill() {} })).rejects.toMatchObject({ code: "unsupported" });

  const second = await start({ info: { hasChatTemplate: false } });
  await expect(second.oriel.chat.completions.create({ model: "story", messages: MESSAGES })).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/chat template.*story:latest/),
  });
});

it("imports, and removes what is not loaded", async () => {
  const { oriel, names } = await start();
  const changes: string[] = [];
  const close = oriel.onChange((what) => changes.push(what));
  const progress: number[] = [];
  const stored = await oriel.models.import(new Blob(["12345"]), {
    name: "new",
    onProgress: ({ done }) => progress.push(done),
  });
  expect(stored).toEqual({ ref: "new:latest", digest: "sha256:new", bytes: 5 });
  expect(progress).toEqual([5]);
  expect(changes).toEqual(["models"]);
  const entry = await oriel.models.load("new");
  expect(entry).toMatchObject({ pid: 1, state: "ready", bytes: INFO.bytes });
  await expect(oriel.models.remove("new")).rejects.toMatchObject({
    code: "denied",
    data: { ref: "new:latest", pid: 1 },
  });
  await oriel.kill(1);
  close();
  expect(await oriel.models.remove("new")).toEqual({ freed: 5 });
  expect(changes).toEqual(["models", "processes", "processes", "processes"]);
  expect(names.has("new")).toBe(false);
  await expect(oriel.models.remove("new")).rejects.toMatchObject({ code: "not-found" });
});

it("shows a stored model in full", async () => {
  const { oriel } = await start();
  expect(await oriel.models.inspect("story")).toMatchObject({
    manifest: { schema: 1, format: "gguf" },
    entry: { ref: "story:latest", arch: "llama" },
  });
  await expect(oriel.models.inspect("nothing")).rejects.toMatchObject({ code: "not-found" });
  await expect(oriel.models.inspect("")).rejects.toMatchObject({ code: "bad-request", data: { parameter: "ref" } });
});

it("tells other tabs that the stored models have changed", async () => {
  const channels = [new BroadcastChannel("boot test"), new BroadcastChannel("boot test")];
  try {
    const [here, there] = await Promise.all(channels.map((channel) => start({}, channel)));
    const heard = new Promise((resolve) => there!.oriel.onChange(resolve));
    await here!.oriel.models.import(new Blob(["x"]), { name: "new" });
    expect(await heard).toBe("models");
  } finally {
    for (const channel of channels) channel.close();
  }
});

it("removes a model that is too damaged to be loaded", async () => {
  const { oriel, names } = await start();
  names.add("damaged");
  await expect(oriel.models.load("damaged")).rejects.toMatchObject({ code: "corrupt" });
  expect(await oriel.models.remove("damaged")).toEqual({ freed: 5 });
  expect(names.has("damaged")).toBe(false);
});

it("does not load a model that is being removed", async () => {
  const { oriel, workers } = await start();
  const removal = oriel.models.remove("story");
  const load = oriel.models.load("story");
  await expect(load).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining("being removed") });
  expect(await removal).toEqual({ freed: 5 });
  expect(workers).toEqual([]);
});

it("lets a cancelled import settle by what the library did", async () => {
  const { oriel, names } = await start();
  const stop = new AbortController();
  const stored = oriel.models.import(new Blob(["1"]), { name: "new", signal: stop.signal });
  stop.abort();
  await expect(stored).rejects.toMatchObject({ code: "aborted", message: "The import was cancelled" });
  expect(names.has("new")).toBe(false);
});

it("starts the library again after a crash", async () => {
  const { oriel, libraries } = await start();
  const lost = oriel.models.list();
  await settled(0);
  libraries[0]!.crash("boom");
  await expect(lost).rejects.toMatchObject({
    code: "bug",
    message: expect.stringMatching(/the library worker to keep running.*boom/),
  });
  expect(await oriel.models.list()).toEqual([]);
  expect(libraries).toHaveLength(2);
});

it("manages models without WebGPU, and says so when one is loaded", async () => {
  const workers: ChannelWorker[] = [];
  const spawnModel = () => {
    const reader = { read: async () => new Uint8Array() };
    const worker = new ChannelWorker(
      () => new WebGpuBackend({ gpu: undefined, reader, loadEngine: () => expect.fail() }),
    );
    workers.push(worker);
    return worker;
  };
  const libraries = [new ChannelWorker(() => library(new Set(["story"])))];
  const oriel = await boot({ spawnModel, spawnLibrary: () => libraries[0]! });
  running.push({ oriel, libraries });
  expect(await oriel.models.list()).toEqual([]);
  await expect(oriel.models.load("story")).rejects.toMatchObject({ code: "no-webgpu" });
  expect(workers[0]!.terminated).toBe(true);
  expect(oriel.ps()).toEqual([]);
});
