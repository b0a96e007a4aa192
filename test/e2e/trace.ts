// Records what the page's main thread did, from Chromium's own trace, and finds its longest task by thread CPU time, which other load on the machine does not change.
import type { Page } from "playwright/test";

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Thread CPU time in microseconds. */
  tdur?: number;
  args?: { name?: string; data?: { frames?: { processId?: number; url?: string }[] } };
}

export interface MainThread {
  /** Tasks recorded. */
  tasks: number;
  /** The longest of them, in milliseconds of thread CPU time. */
  longestMs: number;
}

/** Traces the page while `run` runs. */
export async function traceMainThread(page: Page, run: () => Promise<void>): Promise<MainThread> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      recordMode: "recordUntilFull",
      includedCategories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"],
    },
  });
  await run();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  return longestTask(events);
}

/** The longest task on the main thread of the renderer that has the page. */
function longestTask(events: TraceEvent[]): MainThread {
  const frames = events.flatMap((event) =>
    event.name === "TracingStartedInBrowser" ? (event.args?.data?.frames ?? []) : [],
  );
  const renderers = new Set(frames.filter(({ url }) => url?.startsWith("http")).map(({ processId }) => processId));
  const threads = new Set(
    events
      .filter(({ name, args, pid }) => name === "thread_name" && args?.name === "CrRendererMain" && renderers.has(pid))
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(
    ({ name, ph, pid, tid, tdur }) =>
      ph === "X" && name.endsWith("RunTask") && tdur !== undefined && threads.has(`${pid} ${tid}`),
  );
  return { tasks: tasks.length, longestMs: Math.max(0, ...tasks.map(({ tdur }) => tdur! / 1000)) };
}
