// Whatever is asked, aborted, killed or crashed in whatever order: every promise settles, and nothing is left.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { OrielError } from "../../src/base/errors.ts";
import type { GenerateRequest } from "../../src/protocol/backend.ts";
import type { Process } from "../../src/system/process.ts";
import { ProcessTable } from "../../src/system/process-table.ts";
import { model, settled, spawner } from "./setup/workers.ts";

const REQUEST: GenerateRequest = {
  prompt: { text: "x" },
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
};

type Step =
  | { do: "load"; model: string; abortAfter: number | null }
  | { do: "generate"; nth: number; abortAfter: number | null; leaveAfter: number | null }
  | { do: "logits"; nth: number; abortAfter: number | null }
  | { do: "kill" | "crash"; nth: number }
  | { do: "wait"; turns: number };

const turns = fc.option(fc.nat(12));
const nth = fc.nat(3);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant("load" as const), model: fc.constantFrom("a", "b"), abortAfter: turns }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant("generate" as const), nth, abortAfter: turns, leaveAfter: turns }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("logits" as const), nth, abortAfter: turns }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("kill" as const, "crash" as const), nth }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), turns: fc.nat(10) }) },
  ),
  { maxLength: 25 },
);

/** A signal that fires after some turns of the event loop, or never. */
function after(turns: number | null): AbortSignal {
  const controller = new AbortController();
  if (turns !== null) settled(turns).then(() => controller.abort());
  return controller.signal;
}

async function play(script: Step[]): Promise<void> {
  const { spawn, workers } = spawner({ loadTurns: 3 });
  const table = new ProcessTable(spawn);
  const loaded: Process[] = [];
  const pending: { what: string; settled: number; error?: OrielError; promise: Promise<unknown> }[] = [];
  const track = (what: string, promise: Promise<unknown>) => {
    const entry: (typeof pending)[number] = { what, settled: 0, promise };
    entry.promise = promise.then(
      () => entry.settled++,
      (error) => {
        entry.settled++;
        entry.error = error;
      },
    );
    pending.push(entry);
  };
  const generate = async (process: Process, step: Step & { do: "generate" }) => {
    let seen = 0;
    let ends = 0;
    for await (const event of process.generate(REQUEST, after(step.abortAfter))) {
      expect(ends).toBe(0);
      if (event.type === "done") ends++;
      if (seen++ === step.leaveAfter) return;
    }
    expect(ends).toBe(1);
  };
  for (const step of script) {
    if (step.do === "wait") await settled(step.turns);
    else if (step.do === "load") {
      const load = table.load(model(step.model), { signal: after(step.abortAfter) });
      track(
        "load",
        load.then((process) => loaded.push(process)),
      );
    } else {
      const process = loaded[step.nth % Math.max(1, loaded.length)];
      const victim = table.list()[step.nth % Math.max(1, table.list().length)];
      if (step.do === "generate" && process) track("generate", generate(process, step));
      if (step.do === "logits" && process) track("logits", process.logits({ ids: [1] }, after(step.abortAfter)));
      if (step.do === "kill" && victim) table.kill(victim.pid);
      if (step.do === "crash" && victim) workers[victim.pid - 1]!.crash("commanded");
    }
  }
  await Promise.all(pending.map(({ promise }) => promise));
  for (const { settled, error, what } of pending) {
    expect(settled, what).toBe(1);
    if (error)
      expect([what, error.code, error.message]).toSatisfy(
        () => error.code === "aborted" || /commanded/.test(error.message),
      );
  }
  for (const { state, queued, bytes } of table.list()) {
    expect({ state, queued, bytes: bytes.weights }).toEqual({ state: "ready", queued: 0, bytes: 100 });
  }
  for (const { pid } of table.list()) table.kill(pid);
  expect(table.list()).toEqual([]);
  expect(table.ledger.total).toBe(0);
  expect(workers.every(({ terminated }) => terminated)).toBe(true);
}

it("settles every promise exactly once and leaves nothing, in any order of events", async () => {
  await fc.assert(fc.asyncProperty(steps, play), { numRuns: 150 });
});
