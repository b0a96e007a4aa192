// Hours of use in minutes: many answers, many loads, imports cut off anywhere. Nothing may drift, leak or stay half.
import { expect, importByApi, offerFile, openOriel, storedRecords, test } from "../e2e/browser.ts";
import { story } from "../e2e/models.ts";
import { summedPss } from "../e2e/processes.ts";

const MIB = 2 ** 20;
const mib = (bytes: number) => `${(bytes / MIB).toFixed(0)} MiB`;

test("200 answers of one process are all the reference's, and its memory stays", async ({ page, profile }) => {
  const { file, prompt, ids } = await story("Q8_0");
  await openOriel(page);
  const { ref } = await importByApi(page, file, "story");
  const answers = (count: number) =>
    page.evaluate(
      async ({ model, prompt, max_tokens, count }) => {
        const different = new Set<string>();
        for (let i = 0; i < count; i++) {
          const answer = await window.oriel.completions.create({ model, prompt, max_tokens, temperature: 0 });
          different.add(String(answer.oriel?.token_ids));
        }
        return { different: [...different], ledger: window.oriel.ps()[0]!.bytes };
      },
      { model: ref, prompt, max_tokens: ids.length, count },
    );
  const first = await answers(20);
  const before = summedPss(profile);
  const last = await answers(180);
  const after = summedPss(profile);
  expect(first.different).toEqual([String(ids)]);
  expect(last).toEqual(first);
  test.info().annotations.push({
    type: "note",
    description: `PSS after 20 answers: ${mib(before)}, after 200: ${mib(after)}`,
  });
  expect(after).toBeLessThan(before * 1.05 + 20e6);
});

test("30 load/kill cycles, stopped at any stage, give their memory back", async ({ page, profile }) => {
  const { file, prompt } = await story("F16");
  await openOriel(page);
  const { ref } = await importByApi(page, file, "story");
  const workers = page.workers().length;
  const cycle = async (index: number) => {
    await page.evaluate(
      async ({ model, prompt, index }) => {
        const answer = window.oriel.completions.create({ model, prompt, temperature: 0, max_tokens: 30 });
        const ended = answer.then(
          () => "done",
          (error) => error.code as string,
        );
        if (index % 3 !== 0) await new Promise((resolve) => setTimeout(resolve, (index * 37) % 400));
        else await ended;
        while (window.oriel.ps().length > 0) await window.oriel.kill(window.oriel.ps()[0]!.pid);
        const code = await ended;
        if (code !== "done" && code !== "aborted") throw new Error(`Expected done or aborted but found ${code}`);
      },
      { model: ref, prompt, index },
    );
    expect(await page.evaluate(() => window.oriel.ps())).toEqual([]);
    await expect.poll(() => page.workers().length).toBe(workers);
  };
  for (let index = 0; index < 3; index++) await cycle(index);
  await page.waitForTimeout(2000);
  const before = summedPss(profile);
  for (let index = 3; index < 30; index++) await cycle(index);
  await page.waitForTimeout(2000);
  const after = summedPss(profile);
  test.info().annotations.push({
    type: "note",
    description: `PSS after load/kill cycle 3: ${mib(before)}, after cycle 30: ${mib(after)}`,
  });
  expect(after).toBeLessThan(before * 1.05 + 20e6);
});

test("an import that a reload cuts off leaves a whole model or none", async ({ page }) => {
  const { file } = await story("F16");
  for (let round = 0; round < 20; round++) {
    await openOriel(page);
    await offerFile(page, file);
    await page.evaluate((name) => {
      const input = document.querySelector<HTMLInputElement>("#test-file")!;
      window.oriel.models.import(input.files![0]!, { name }).catch(() => {});
    }, `round-${round}`);
    await page.waitForTimeout(round * 8);
    await page.reload();
    await page.waitForFunction(() => Boolean(window.oriel));
    for (const { ref, bytes } of await page.evaluate(() => window.oriel.models.list())) {
      expect(bytes).toBeGreaterThan(0);
      await page.evaluate((model) => window.oriel.models.remove(model), ref);
    }
  }
  await importByApi(page, file, "last");
  await page.evaluate(() => window.oriel.models.remove("last"));
  expect(await storedRecords(page)).toMatchObject({ manifests: 0, tags: 0 });
});
