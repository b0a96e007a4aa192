// What axe finds against WCAG 2.2 AA in the two windows, in both themes, empty and with a model: nothing.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright/test";
import { expect, importByApi, openOriel, test } from "./browser.ts";
import { story } from "./models.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2, levels A and AA. */
const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Violations as lines: rule, element, reason. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values): Promise<AxeResults> => {
    const { axe } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
    return axe.run({ runOnly: { type: "tag", values } });
  }, STANDARD);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  );
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`Chat and Models, ${colorScheme}`, async ({ page }) => {
    const { file } = await story("Q8_0");
    await page.emulateMedia({ colorScheme });
    await openOriel(page);
    await page.goto("/?app=chat");
    await expect(page.locator("oriel-chat-app")).toBeVisible();
    expect(await violations(page), "Chat without a model").toEqual([]);
    await page.goto("/?app=models");
    await expect(page.getByText("No models yet")).toBeVisible();
    expect(await violations(page), "Models without a model").toEqual([]);
    await importByApi(page, file, "story");
    await expect(page.locator("oriel-model-card")).toBeVisible();
    expect(await violations(page), "Models with a model").toEqual([]);
    await page.goto("/?app=chat");
    await expect(page.locator("oriel-chat-composer")).toBeVisible();
    expect(await violations(page), "Chat with a model").toEqual([]);
  });
}
