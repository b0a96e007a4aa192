// One visit of an engine: a browser started anew loads it, and answers prompts of each length, each after a warm-up. Whatever goes wrong is kept as the visit's error.
import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { type Launch, launch } from "./browser.ts";
import type { Model, PeerName, Prompt, Run } from "./page/peer.ts";

/** Prompt lengths in tokens, and whether decode is measured behind them. */
export const LENGTHS = [64, 256, 512] as const;
export type Length = (typeof LENGTHS)[number];
const DECODED: readonly Length[] = [64, 512];

/** Decode steps of a warm-up. */
const WARM_STEPS = 2;

export interface Visit {
  /** Cores that others kept busy in the second before it. */
  otherLoad: number;
  about?: string;
  loadMs?: number;
  /** From the first prompt after loading to its first token; some engines compile their shaders only then. */
  coldMs?: number;
  runs: Partial<Record<Length, Run>>;
  /** What went wrong, and at which step; nothing was tried after it. */
  error?: { at: "load" | Length; message: string };
}

export interface VisitOptions {
  launch: Launch;
  origin: string;
  peer: PeerName;
  model: Model;
  prompt(length: Length): Prompt;
  /** Lengths to measure, in this order. */
  lengths: readonly Length[];
  steps: number;
  seconds: number;
  /** Seconds after which a load or an answer is given up. */
  limit: number;
}

/** Measures an engine once. @throws Error when the browser or its page does not start */
export async function visit(options: VisitOptions): Promise<Visit> {
  const { origin, peer, model, prompt, lengths, steps, seconds, limit } = options;
  const visit: Visit = { otherLoad: await busyCores(1000), runs: {} };
  const browser = await launch(options.launch);
  let at: "load" | Length = "load";
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    await page.waitForFunction(() => Boolean(window.bench));
    const answer = (length: Length, steps: number): Promise<Run> => {
      const call = page.evaluate(([prompt, steps, seconds]) => window.bench.run(prompt, steps, seconds), [
        prompt(length),
        steps,
        seconds,
      ] as const);
      return within(limit, call);
    };
    try {
      const opening = page.evaluate(([peer, model]) => window.bench.open(peer, model), [peer, model] as const);
      Object.assign(visit, await within(limit, opening));
      for (const length of lengths) {
        at = length;
        const decoded = DECODED.includes(length);
        const warmUp = await answer(length, decoded ? WARM_STEPS : 0);
        visit.coldMs ??= warmUp.firstMs;
        visit.runs[length] = await answer(length, decoded ? steps : 0);
      }
    } catch (error) {
      visit.error = { at, message: messageOf(error) };
    }
  } finally {
    await browser.close();
  }
  return visit;
}

/** Cores that are busy now, on average over some milliseconds. */
export async function busyCores(ms: number): Promise<number> {
  const sum = () =>
    cpus().reduce(
      ({ busy, all }, { times: { user, nice, sys, idle, irq } }) => ({
        busy: busy + user + nice + sys + irq,
        all: all + user + nice + sys + irq + idle,
      }),
      { busy: 0, all: 0 },
    );
  const before = sum();
  await sleep(ms);
  const after = sum();
  return (cpus().length * (after.busy - before.busy)) / Math.max(1, after.all - before.all);
}

/** The result of a call; it fails when that takes longer than some seconds. */
async function within<T>(seconds: number, call: Promise<T>): Promise<T> {
  const stop = new AbortController();
  const limit = sleep(seconds * 1000, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`not done after ${seconds} s`);
  });
  try {
    return await Promise.race([call, limit]);
  } finally {
    stop.abort();
    // Whichever of the two lost is of no interest any more.
    for (const loser of [call, limit]) loser.catch(() => undefined);
  }
}

/** The first line of an error without what Playwright puts around it. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [line = ""] = message.replace(/^page\.evaluate: /, "").split("\n");
  return line.replace(/^(Error: )+/, "").slice(0, 500);
}
