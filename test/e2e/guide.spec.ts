// Guide at a person's first visit and after: it installs itself, answers, comes back at the next visit, and stays away once it is deleted.
import type { Page } from "playwright/test";
import { violations } from "./axe.ts";
import { expect, openOriel, storedRecords, test } from "./browser.ts";
import { lastAnswer, newChat, openModels, send } from "./desktop.ts";

test.use({ guide: true });

const QUESTION = "How do I install a model?";

/** Waits until Guide is loaded, which nobody has asked for. */
async function guideReady(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => window.oriel.ps().map(({ ref, info }) => (info ? ref : "loading"))))
    .toEqual(["guide:latest"]);
}

/** Loses all records of one kind. */
function clearStore(page: Page, store: string): Promise<void> {
  return page.evaluate(async (store) => {
    const open = indexedDB.open("oriel");
    await new Promise((resolve, reject) => Object.assign(open, { onsuccess: resolve, onerror: reject }));
    const transaction = open.result.transaction(store, "readwrite");
    transaction.objectStore(store).clear();
    await new Promise((resolve, reject) => Object.assign(transaction, { oncomplete: resolve, onerror: reject }));
    open.result.close();
  }, store);
}

/** Opens Oriel, asks Guide by typing as soon as one can, and waits for the first token; the milliseconds that took. */
async function askAtOnce(page: Page): Promise<number> {
  const start = Date.now();
  await page.goto("/");
  await expect(page.locator("oriel-chat-composer textarea")).toBeEnabled();
  // The chat of the last visit is open then.
  if ((await page.locator("oriel-chat-message").count()) > 0) await newChat(page);
  await send(page, QUESTION);
  await expect(lastAnswer(page).locator(".text, ui-markdown")).toContainText(/\S/);
  return Date.now() - start;
}

test("is ready without a click, and answers at the first visit and at the second", async ({ page }) => {
  const cold = await askAtOnce(page);
  await guideReady(page);
  await page.goto("about:blank");
  const second = await askAtOnce(page);
  const { tier, adapter } = (await page.evaluate(() => window.oriel.ps()[0]?.info)) ?? {};
  test.info().annotations.push({
    type: "note",
    description: `from opening to the first token: ${cold} ms at the first visit, ${second} ms at the second (${adapter}, ${tier})`,
  });
});

test("has a card that says what it is, and is found by axe to be accessible", async ({ page }) => {
  await openModels(page);
  const card = page.getByRole("article", { name: "guide:latest" });
  await expect(card.getByText("Oriel’s own small model")).toBeVisible();
  await guideReady(page);
  const results = card.getByText("How well it does");
  await results.focus();
  await page.keyboard.press("Enter");
  const table = card.getByRole("table");
  await expect(table.getByRole("rowheader").first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test("two tabs at once store it once", async ({ page, context }) => {
  const requests: string[] = [];
  context.on("request", (request) => requests.push(request.url()));
  const other = await context.newPage();
  await Promise.all([openOriel(page), openOriel(other)]);
  await Promise.all([guideReady(page), guideReady(other)]);
  expect(requests.filter((url) => url.endsWith(".gguf"))).toHaveLength(1);
  expect(await storedRecords(page)).toMatchObject({ manifests: 1, tags: 1 });
});

test("once deleted it leaves nothing behind, stays away, and comes back with one button", async ({ page }) => {
  await openModels(page);
  await guideReady(page);
  const card = page.getByRole("article", { name: "guide:latest" });
  await card.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Unload and delete" }).click();
  await expect(page.getByText("No models yet")).toBeVisible();
  expect(await storedRecords(page)).toMatchObject({ chunks: 0, manifests: 0, tags: 0 });

  await openModels(page);
  await page.getByRole("button", { name: "Install Guide again" }).waitFor();
  expect(await page.evaluate(() => window.oriel.models.list())).toEqual([]);
  await page.getByRole("button", { name: "Install Guide again" }).click();
  await expect(card).toBeVisible();
  await guideReady(page);
});

test("a damaged one says so at the next visit, and is made whole with one button", async ({ page }) => {
  await openModels(page);
  await guideReady(page);
  await clearStore(page, "chunks");
  await openModels(page);
  const alert = page.locator("oriel-models-app").getByRole("alert");
  await expect(alert.getByText("corrupt")).toBeVisible();
  await alert.getByRole("button", { name: "Try again" }).click();
  await guideReady(page);
  await expect(alert).toHaveCount(0);
});

test("all that is stored cleared makes it a first visit again", async ({ page }) => {
  await openOriel(page);
  await guideReady(page);
  for (const store of ["tags", "manifests", "chunks", "settings"]) await clearStore(page, store);
  await openOriel(page);
  await guideReady(page);
});

test.describe("without WebGPU", () => {
  test.use({ webgpu: false });

  test("it is stored all the same", async ({ page }) => {
    await openOriel(page);
    await page.getByRole("button", { name: "Continue without running models" }).click();
    await expect
      .poll(() => page.evaluate(async () => (await window.oriel.models.list()).map(({ ref }) => ref)))
      .toEqual(["guide:latest"]);
  });
});
