// The whole path by program: `window.oriel` in the page, from a file to an answer.
import { expect, importByApi, openOriel, storedRecords, test } from "./browser.ts";
import { story } from "./models.ts";

for (const type of ["Q8_0", "F16"] as const) {
  test(`a ${type} model continues a story as the reference does`, async ({ page }) => {
    const { file, prompt, ids, text } = await story(type);
    await openOriel(page);
    const { ref, bytes } = await importByApi(page, file, `story:${type.toLowerCase()}`);
    expect(bytes).toBeGreaterThan(0);
    const answer = await page.evaluate(
      ({ model, prompt, max_tokens }) => window.oriel.completions.create({ model, prompt, max_tokens, temperature: 0 }),
      { model: ref, prompt, max_tokens: ids.length },
    );
    expect(answer.oriel?.token_ids).toEqual(ids);
    if (text !== null) expect(answer.choices[0].text.trimStart()).toBe(text.trimStart());
    expect(answer.choices[0].finish_reason).toBe("length");
    expect(answer.usage?.completion_tokens).toBe(ids.length);
    test.info().annotations.push({
      type: "note",
      description: `adapter in Chromium: ${answer.oriel?.adapter}, tier ${answer.oriel?.tier}`,
    });
  });
}

test("streams, survives a reload, and is gone after its removal", async ({ page }) => {
  const { file, prompt, ids } = await story("Q8_0");
  await openOriel(page);
  const { ref } = await importByApi(page, file, "story");
  const stream = (count: number) =>
    page.evaluate(
      async ({ model, prompt, max_tokens }) => {
        const pieces: string[] = [];
        let ids: number[] | undefined;
        const request = { model, prompt, max_tokens, temperature: 0, stream: true } as const;
        for await (const chunk of await window.oriel.completions.create(request)) {
          pieces.push(chunk.choices[0].text);
          ids ??= chunk.oriel?.token_ids;
        }
        return { pieces: pieces.filter(Boolean), ids };
      },
      { model: ref, prompt, max_tokens: count },
    );
  const first = await stream(ids.length);
  expect(first.ids).toEqual(ids);
  expect(first.pieces.length).toBeGreaterThan(2);

  await page.reload();
  await page.waitForFunction(() => Boolean(window.oriel));
  expect((await page.evaluate(() => window.oriel.models.list())).map((model) => model.ref)).toEqual([ref]);
  expect(await page.evaluate(() => window.oriel.ps())).toEqual([]);
  expect(await stream(ids.length)).toMatchObject({ ids, pieces: first.pieces.length ? expect.anything() : [] });

  const busy = await page.evaluate(
    (model) =>
      window.oriel.models.remove(model).then(
        () => "removed",
        (error) => error.code,
      ),
    ref,
  );
  expect(busy).toBe("denied");
  await page.evaluate(async (model) => {
    for (const { pid } of window.oriel.ps()) await window.oriel.kill(pid);
    await window.oriel.models.remove(model);
  }, ref);
  expect(await page.evaluate(() => window.oriel.models.list())).toEqual([]);
  expect(await storedRecords(page)).toMatchObject({ chunks: 0, manifests: 0, tags: 0 });
});

test("leaving the stream stops the answer, and the next request is served", async ({ page }) => {
  const { file, prompt, ids } = await story("Q8_0");
  await openOriel(page);
  const { ref } = await importByApi(page, file, "story");
  const result = await page.evaluate(
    async ({ model, prompt, count }) => {
      const request = { model, prompt, temperature: 0, max_tokens: 400 };
      const before = Date.now();
      const stream = await window.oriel.completions.create({ ...request, stream: true });
      let chunks = 0;
      for await (const _ of stream) if (++chunks === 2) break;
      const pid = window.oriel.ps()[0]!.pid;
      const decoded = (await window.oriel.stats(pid)).decodedTokens;
      const next = await window.oriel.completions.create({ ...request, max_tokens: count });
      return { decoded, ids: next.oriel?.token_ids, ms: Date.now() - before };
    },
    { model: ref, prompt, count: ids.length },
  );
  expect(result.decoded).toBeLessThan(200);
  expect(result.ids).toEqual(ids);
});

test("logits name the same next token as the continuation", async ({ page }) => {
  const { file, promptIds, ids } = await story("Q8_0");
  await openOriel(page);
  const { ref } = await importByApi(page, file, "story");
  const best = await page.evaluate(
    async ({ model, promptIds }) => {
      const logits = await window.oriel.logits(model, promptIds);
      return logits.indexOf(Math.max(...logits));
    },
    { model: ref, promptIds },
  );
  expect(best).toBe(ids[0]);
});

test("an unknown parameter is an error that names it", async ({ page }) => {
  await openOriel(page);
  const error = await page.evaluate(() =>
    window.oriel.completions
      .create({ model: "none", prompt: "x", temprature: 1 } as never)
      .catch(({ code, message }) => ({ code, message })),
  );
  expect(error).toMatchObject({ code: "bad-request", message: expect.stringContaining("temprature") });
});

test("a model that is not stored is not found", async ({ page }) => {
  await openOriel(page);
  const code = await page.evaluate(() =>
    window.oriel.completions.create({ model: "none", prompt: "x" }).catch((error) => error.code),
  );
  expect(code).toBe("not-found");
});
