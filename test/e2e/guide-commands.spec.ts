// Commands to Guide, as a person gives them: it asks before it acts, does it, takes it back, and does nothing that is refused.
import type { Page } from "playwright/test";
import { expect, openOriel, test } from "./browser.ts";
import { lastAnswer, newChat, send } from "./desktop.ts";

test.use({ guide: true });

const theme = (page: Page) => page.evaluate(() => document.documentElement.dataset.theme);

for (const command of ["switch to dark theme", "切换到深色主题"]) {
  test(`“${command}” asks, and then does it`, async ({ page }) => {
    await openOriel(page);
    await send(page, command);
    const answer = lastAnswer(page);
    const allow = answer.getByRole("button", { name: "Allow", exact: true });
    await expect(answer.getByText("Guide would like to switch to the dark theme")).toBeVisible();
    expect(await theme(page)).toBe("system");

    await allow.click();
    await expect(answer.getByText("Done: switch to the dark theme")).toBeVisible();
    expect(await theme(page)).toBe("dark");

    await answer.getByRole("button", { name: "Undo" }).click();
    expect(await theme(page)).toBe("system");
    await expect(answer.getByText("Undone: switch to the dark theme")).toBeVisible();
  });
}

test("what is refused is not done, and what is always allowed is not asked for again", async ({ page }) => {
  await openOriel(page);
  await send(page, "switch to dark theme");
  await lastAnswer(page).getByRole("button", { name: "Don't allow" }).click();
  await expect(lastAnswer(page).getByText("Not done")).toBeVisible();
  expect(await theme(page)).toBe("system");

  await newChat(page);
  await send(page, "switch to dark theme");
  await lastAnswer(page).getByRole("button", { name: "Always allow" }).click();
  await expect.poll(() => theme(page)).toBe("dark");

  await newChat(page);
  await send(page, "switch to the light theme");
  await expect(lastAnswer(page).getByText("Done: switch to the light theme")).toBeVisible();
  expect(await theme(page)).toBe("light");
});

test("the API gives the call in OpenAI's shape", async ({ page }) => {
  await openOriel(page);
  await expect
    .poll(() => page.evaluate(async () => (await window.oriel.models.list()).map(({ ref }) => ref)))
    .toEqual(["guide:latest"]);
  const [choice] = await page.evaluate(async () => {
    const messages = [{ role: "user" as const, content: "切换到深色主题" }];
    return (await window.oriel.chat.completions.create({ model: "guide", messages })).choices;
  });
  expect(choice).toMatchObject({ finish_reason: "tool_calls", message: { content: null } });
  const call = choice?.message.tool_calls?.[0];
  expect(call).toMatchObject({ type: "function", function: { name: "set_theme" } });
  expect(JSON.parse(call!.function.arguments)).toEqual({ theme: "dark" });
});
