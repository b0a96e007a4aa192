import { afterEach, expect, it } from "vitest";
import { WebGpuBackend } from "../../../src/backends/webgpu/backend.ts";
import { OrielError } from "../../../src/base/errors.ts";
import type { GenerateEvent, GenerateRequest, LoadSpec } from "../../../src/protocol/backend.ts";
import { ABORT, onEvent } from "../../../src/protocol/events.ts";
import { INFO, loadScripted, MANIFEST, type Script, settled } from "../../system/setup/workers.ts";

const SPEC: LoadSpec = { digest: "sha256:a", manifest: MANIFEST, tier: "auto", kv: "f16" };
const NEVER = new AbortController().signal;
const open: MessagePort[] = [];

afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

const request = (text: string): GenerateRequest => ({
  prompt: { text },
  stop: [],
  sampling: {
    temperature: 0,
    topK: 0,
    topP: 1,
    minP: 0,
    repetitionPenalty: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    penaltyLastN: 64,
    seed: 0,
  },
});

function create(script: Script = {}, gpu: GPU | null = {} as GPU) {
  const log: string[] = [];
  const reader = { read: async () => new Uint8Array() };
  return {
    log,
    backend: new WebGpuBackend({
      gpu: gpu ?? undefined,
      reader,
      loadEngine: (options) => loadScripted(script, log, options),
    }),
  };
}

async function loaded(script: Script = {}) {
  const { backend, log } = create(script);
  await backend.load(SPEC, () => {}, NEVER);
  return { backend, log };
}

/** A generation whose events are collected; `ended` resolves with the last one. */
function start(backend: WebGpuBackend, name: string) {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  const events: GenerateEvent[] = [];
  const ended = new Promise<GenerateEvent>((resolve) =>
    onEvent(port1, (event) => {
      events.push(event);
      if (event.type === "done" || event.type === "error") resolve(event);
    }),
  );
  backend.generate(request(name), port2);
  return { events, ended, port: port1 };
}

it("loads a model and answers over a port", async () => {
  const { backend } = create();
  expect(await backend.load(SPEC, () => {}, NEVER)).toEqual(INFO);
  const { ended, events } = start(backend, "hello");
  expect(await ended).toMatchObject({ type: "done", promptTokens: 3, completionTokens: 3 });
  expect(events.map(({ type }) => type).join(" ")).toBe("prefill token text token text token text done");
});

it("runs requests one at a time in order of arrival", async () => {
  const { backend, log } = await loaded();
  const answers = ["1", "2", "3"].map((name) => start(backend, name).ended);
  const logits = backend.logits({ ids: [7] }, NEVER);
  const last = start(backend, "4").ended;
  await Promise.all([...answers, last]);
  expect(await logits).toEqual(new Float32Array([7]));
  expect(log.filter((line) => !line.startsWith("token")).join()).toBe(
    "start 1,end 1,start 2,end 2,start 3,end 3,logits,start 4,end 4",
  );
});

it("counts the time in the queue into the time to first token", async () => {
  const { backend } = await loaded({ tokens: Array.from({ length: 200 }, () => 1) });
  const [first, second] = await Promise.all([start(backend, "1").ended, start(backend, "2").ended]);
  const ttft = (event: GenerateEvent) => (event.type === "done" ? event.timings.ttftMs : Number.NaN);
  expect(ttft(second)).toBeGreaterThan(ttft(first));
});

it("aborts a waiting request at once, and it never starts", async () => {
  const { backend, log } = await loaded({ endless: true });
  const running = start(backend, "running");
  const waiting = start(backend, "waiting");
  await settled();
  waiting.port.postMessage(ABORT);
  expect(await waiting.ended).toMatchObject({ type: "error", error: { code: "aborted" } });
  expect(running.events.at(-1)?.type).not.toBe("error");
  running.port.postMessage(ABORT);
  expect(await running.ended).toMatchObject({ type: "error", error: { code: "aborted" } });
  expect(log).not.toContain("start waiting");
  expect(log.at(-1)).toBe("end running");
});

it("stops when the other side of the port is gone", async () => {
  const { backend, log } = await loaded({ endless: true });
  const { port } = start(backend, "left");
  await settled();
  port.close();
  await settled();
  expect(log.at(-1)).toBe("end left");
});

it("ends in exactly one error when the engine fails, and serves the next request", async () => {
  const error = new OrielError("out-of-memory", "Expected 5 but found 3", { expected: 5 });
  const { backend } = await loaded({ failAt: { index: 1, error } });
  const { ended, events } = start(backend, "1");
  expect(await ended).toMatchObject({ type: "error", error: { code: "out-of-memory", data: { expected: 5 } } });
  const next = start(backend, "2");
  await next.ended;
  await settled();
  expect(events.filter(({ type }) => type === "error" || type === "done")).toHaveLength(1);
});

it("names what is missing: WebGPU, a model, or room for a second one", async () => {
  const { backend } = create({}, null);
  await expect(backend.load(SPEC, () => {}, NEVER)).rejects.toMatchObject({
    code: "no-webgpu",
    message: expect.stringMatching(/navigator\.gpu.*Chrome/),
  });
  await expect(backend.logits({ ids: [1] }, NEVER)).rejects.toMatchObject({ code: "bug" });
  expect(await start(backend, "1").ended).toMatchObject({ type: "error", error: { code: "bug" } });
  const second = await loaded();
  await expect(second.backend.load(SPEC, () => {}, NEVER)).rejects.toMatchObject({ code: "bug" });
});

it("gives back what an aborted load has made", async () => {
  const { backend, log } = create({ loadTurns: 1000 });
  const stop = new AbortController();
  const load = backend.load(SPEC, () => {}, stop.signal);
  setImmediate(() => stop.abort());
  await expect(load).rejects.toMatchObject({ code: "aborted" });
  expect(log).toEqual([]);
});

it("disposes once, after the running request has stopped", async () => {
  const { backend, log } = await loaded({ endless: true });
  const running = start(backend, "running");
  const waiting = start(backend, "waiting");
  await settled();
  await Promise.all([backend.dispose(), backend.dispose()]);
  expect(log.slice(-2)).toEqual(["end running", "dispose"]);
  expect(log).not.toContain("start waiting");
  expect(await running.ended).toMatchObject({ type: "error", error: { code: "aborted" } });
  expect(await waiting.ended).toMatchObject({ type: "error", error: { code: "aborted" } });
  await expect(backend.logits({ ids: [1] }, NEVER)).rejects.toMatchObject({ code: "aborted" });
});
