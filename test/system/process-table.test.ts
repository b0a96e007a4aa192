import { expect, it } from "vitest";
import { OrielError } from "../../src/base/errors.ts";
import type { GenerateRequest } from "../../src/protocol/backend.ts";
import type { EventStream, StreamEvent } from "../../src/system/event-stream.ts";
import { ProcessTable } from "../../src/system/process-table.ts";
import { INFO, model, settled, spawner } from "./setup/workers.ts";

const SAMPLING = {
  temperature: 0,
  topK: 0,
  topP: 1,
  minP: 0,
  repetitionPenalty: 1,
  frequencyPenalty: 0,
  presencePenalty: 0,
  penaltyLastN: 64,
  seed: 0,
};

const request = (text = "hello"): GenerateRequest => ({ prompt: { text }, sampling: SAMPLING, stop: [] });

async function read(stream: EventStream): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

it("loads a model and streams an answer", async () => {
  const table = new ProcessTable(spawner().spawn);
  const process = await table.load(model("a"));
  const events = await read(process.generate(request()));
  expect(events.filter(({ type }) => type === "text")).toEqual(
    [1, 2, 3].map((id) => ({ type: "text", text: `<${id}>` })),
  );
  expect(events.at(-1)).toMatchObject({ type: "done", finishReason: "stop" });
  table.kill(process.pid);
});

it("joins concurrent loads of one version in one process, and reports progress to each", async () => {
  const { spawn, workers } = spawner({ loadTurns: 3 });
  const table = new ProcessTable(spawn);
  const reports: number[][] = [[], []];
  const [first, second] = await Promise.all(
    reports.map((seen) => table.load(model("a"), { report: ({ done }) => seen.push(done) })),
  );
  expect(first).toBe(second);
  expect(reports).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
  expect(await table.load(model("a"))).toBe(first);
  expect(workers).toHaveLength(1);
  const other = await table.load(model("b"));
  expect(other.pid).not.toBe(first!.pid);
  expect(table.list().map(({ ref }) => ref)).toEqual(["a:latest", "b:latest"]);
  for (const { pid } of table.list()) table.kill(pid);
});

it("refuses options that a running process does not have, naming them", async () => {
  const table = new ProcessTable(spawner().spawn);
  const process = await table.load(model("a"), { kv: "f32" });
  expect(await table.load(model("a"), { kv: "f32", tier: INFO.tier, contextLength: INFO.contextLength })).toBe(process);
  for (const [parameter, options] of [
    ["kv", { kv: "f16" }],
    ["tier", { tier: "base" }],
    ["contextLength", { contextLength: 32 }],
  ] as const) {
    await expect(table.load(model("a"), options)).rejects.toMatchObject({ code: "bad-request", data: { parameter } });
  }
  table.kill(process.pid);
});

it("tells state, queue and bytes, and calls back at each change", async () => {
  const table = new ProcessTable(spawner({ endless: true }).spawn);
  const states: string[] = [];
  table.onChange(() =>
    states.push(
      table
        .list()
        .map(({ state, queued }) => `${state} ${queued}`)
        .join(),
    ),
  );
  const process = await table.load(model("a"));
  expect(table.ledger.total).toBe(123);
  const stop = new AbortController();
  const running = read(process.generate(request("1"), stop.signal));
  const waiting = read(process.generate(request("2"), stop.signal));
  expect(process.entry).toMatchObject({ state: "busy", queued: 1, bytes: INFO.bytes, info: INFO });
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: "aborted" });
  await expect(waiting).rejects.toMatchObject({ code: "aborted" });
  table.kill(process.pid);
  expect(states).toEqual(["loading 0", "ready 0", "busy 0", "busy 1", "busy 0", "ready 0", ""]);
});

it("ends everything that waits on a killed process with aborted, and gives its memory back", async () => {
  const { spawn, workers } = spawner({ endless: true });
  const table = new ProcessTable(spawn);
  const process = await table.load(model("a"));
  const pending = [
    read(process.generate(request())),
    read(process.generate(request())),
    process.logits({ ids: [1] }),
    process.stats(),
  ];
  const results = Promise.allSettled(pending.slice(0, 3));
  await pending[3];
  table.kill(process.pid);
  for (const result of await results) expect(result).toMatchObject({ status: "rejected", reason: { code: "aborted" } });
  expect(table.ledger.total).toBe(0);
  expect(table.list()).toEqual([]);
  expect(workers[0]!.terminated).toBe(true);
  expect(() => table.kill(process.pid)).toThrow(/Expected a running process but found none with pid 1/);
  await expect(process.stats()).rejects.toMatchObject({ code: "aborted" });
  expect(() => process.generate(request())).toThrow(/was killed/);
});

it("ends everything that waits on a crashed worker with an error that names it", async () => {
  const { spawn, workers } = spawner({ endless: true });
  const table = new ProcessTable(spawn);
  const process = await table.load(model("a"));
  const answer = read(process.generate(request()));
  workers[0]!.crash("out of stack");
  await expect(answer).rejects.toMatchObject({
    code: "bug",
    message: "Expected the worker of a:latest (process 1) to keep running but it failed: out of stack",
  });
  expect(table.list()).toEqual([]);
  expect(table.ledger.total).toBe(0);
  const again = await table.load(model("a"));
  expect(again.pid).toBe(2);
  table.kill(2);
});

it("ends a process that lost its device, so that the next request starts another", async () => {
  const error = new OrielError("device-lost", "gone", { reason: "unknown" });
  const { spawn, workers } = spawner({ failAt: { index: 1, error } });
  const table = new ProcessTable(spawn);
  const process = await table.load(model("a"));
  await expect(read(process.generate(request()))).rejects.toMatchObject({ code: "device-lost", data: error.data });
  expect(workers[0]!.terminated).toBe(true);
  expect(table.list()).toEqual([]);
});

it("leaves nothing of an aborted or failed load", async () => {
  for (const script of [{ loadTurns: 1000 }, { loadError: new OrielError("bad-model", "Expected x but found y") }]) {
    const { spawn, workers } = spawner(script);
    const table = new ProcessTable(spawn);
    const stop = new AbortController();
    const load = table.load(model("a"), { signal: stop.signal });
    if (script.loadTurns) setTimeout(() => stop.abort(), 5);
    await expect(load).rejects.toMatchObject({ code: script.loadError ? "bad-model" : "aborted" });
    expect(table.list()).toEqual([]);
    expect(table.ledger.total).toBe(0);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true]);
  }
});

it("goes on loading while one of two still waits", async () => {
  const { spawn } = spawner({ loadTurns: 5 });
  const table = new ProcessTable(spawn);
  const stop = new AbortController();
  const left = table.load(model("a"), { signal: stop.signal });
  const stays = table.load(model("a"));
  stop.abort();
  await expect(left).rejects.toMatchObject({ code: "aborted" });
  expect((await stays).entry.state).toBe("ready");
  table.kill(1);
});

it("does not spawn for a signal that has fired", async () => {
  const { spawn, workers } = spawner();
  await expect(new ProcessTable(spawn).load(model("a"), { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: "aborted",
  });
  expect(workers).toEqual([]);
});

it.each(["leaving the loop", "the signal"])("stops the worker within one token after %s", async (how) => {
  const { spawn, workers } = spawner({ endless: true });
  const table = new ProcessTable(spawn);
  const process = await table.load(model("a"));
  const log = workers[0]!.log;
  const tokens = () => log.filter((line) => line.startsWith("token")).length;
  const stop = new AbortController();
  let before = 0;
  const answer = (async () => {
    for await (const event of process.generate(request(), stop.signal)) {
      if (event.type !== "token") continue;
      before = tokens();
      if (how === "leaving the loop") break;
      stop.abort();
    }
  })();
  if (how === "the signal") await expect(answer).rejects.toMatchObject({ code: "aborted" });
  else await answer;
  expect(process.entry.state).toBe("ready");
  await settled();
  expect(log.at(-1)).toBe("end hello");
  expect(before).toBeGreaterThan(0);
  expect(tokens() - before).toBeLessThanOrEqual(1);
  table.kill(process.pid);
});

it("moves a result's buffer, and tokenizes", async () => {
  const table = new ProcessTable(spawner().spawn);
  const process = await table.load(model("a"));
  expect(await process.logits({ ids: [4, 5] })).toEqual(new Float32Array([4, 5]));
  expect(await process.tokenize("AB")).toEqual(new Uint32Array([65, 66]));
  table.kill(process.pid);
});
