// What axe finds against WCAG 2.2 AA in the two windows, in both themes, empty and with a model: nothing.
import { violations } from "./axe.ts";
import { expect, importByApi, openOriel, test } from "./browser.ts";
import { story } from "./models.ts";

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
