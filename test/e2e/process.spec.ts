// What a process costs and gives back: the page stays responsive while it decodes, and a kill returns its memory.
import { expect, importByApi, openOriel, test } from "./browser.ts";
import { story } from "./models.ts";
import { summedPss } from "./processes.ts";
import { traceMainThread } from "./trace.ts";

/** A frame that a person notices missing. */
const LONGEST_TASK_MS = 50;
const MIB = 2 ** 20;

test("the page stays responsive while a model decodes", async ({ page }) => {
  const { file, prompt } = await story("Q8_0");
  await openOriel(page);
  const { ref } = await importByApi(page, file, "story");
  const decode = () =>
    page.evaluate(
      async ({ model, prompt }) => {
        const stream = await window.oriel.completions.create({
          model,
          prompt,
          temperature: 0,
          max_tokens: 150,
          stream: true,
        });
        let chunks = 0;
        for await (const _ of stream) chunks++;
        return chunks;
      },
      { model: ref, prompt },
    );
  await decode();
  let chunks = 0;
  const { tasks, longestMs } = await traceMainThread(page, async () => {
    chunks = await decode();
  });
  expect(chunks).toBeGreaterThan(10);
  expect(tasks).toBeGreaterThan(chunks / 2);
  expect(longestMs).toBeLessThan(LONGEST_TASK_MS);
  test.info().annotations.push({
    type: "note",
    description: `longest main-thread task while decoding: ${longestMs.toFixed(1)} ms of CPU time`,
  });
});

test("after a kill nothing of the process is left, cycle after cycle", async ({ page, profile }) => {
  test.setTimeout(300_000);
  const { file, prompt } = await story("Q8_0");
  await openOriel(page);
  const { ref } = await importByApi(page, file, "story");
  const workersBefore = page.workers().length;
  const session = await page.context().newCDPSession(page);
  const cycle = async () => {
    await page.evaluate(
      async ({ model, prompt }) => {
        await window.oriel.completions.create({ model, prompt, temperature: 0, max_tokens: 8 });
        for (const { pid } of window.oriel.ps()) await window.oriel.kill(pid);
      },
      { model: ref, prompt },
    );
    expect(await page.evaluate(() => window.oriel.ps())).toEqual([]);
    await expect.poll(() => page.workers().length).toBe(workersBefore);
    await session.send("HeapProfiler.collectGarbage");
  };
  /** The least of a few readings: what is left once Chromium has tidied up. */
  const settledPss = async () => {
    let least = Number.POSITIVE_INFINITY;
    for (let reading = 0; reading < 5; reading++) {
      await page.waitForTimeout(500);
      least = Math.min(least, summedPss(profile));
    }
    return least;
  };
  await cycle();
  await cycle();
  const second = await settledPss();
  for (let number = 3; number <= 10; number++) await cycle();
  const tenth = await settledPss();
  const mib = (bytes: number) => `${(bytes / MIB).toFixed(0)} MiB`;
  test.info().annotations.push({
    type: "note",
    description: `PSS after load/kill cycle 2: ${mib(second)}, after cycle 10: ${mib(tenth)}`,
  });
  expect(second).toBeGreaterThan(50 * MIB);
  expect(tenth).toBeLessThan(second * 1.05 + 20e6);
});
