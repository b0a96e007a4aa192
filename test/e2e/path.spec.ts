// The whole path by hand: import through the picker, ask, watch the answer arrive, reload, ask again, stop, delete.
import type { Page } from "playwright/test";
import { expect, storedRecords, test } from "./browser.ts";
import { chooseFiles, lastAnswer, newChat, openModels, send, setParameters } from "./desktop.ts";
import { story } from "./models.ts";

test("from a file to an answer, through a reload, to the last byte deleted", async ({ page }) => {
  const { file, prompt, ids, text } = await story("Q8_0");
  await openModels(page);

  await test.step("import through the file picker", async () => {
    const dialog = await chooseFiles(page, file);
    await expect(dialog.getByRole("status")).toContainText("Stored as");
    await dialog.getByRole("button", { name: "Chat with it" }).click();
    await expect(page.locator("oriel-chat-app")).toBeVisible();
  });

  const askAndJudge = async () => {
    await setParameters(page, { Temperature: "0", "Max tokens": String(ids.length) });
    const lengths = await watchLastAnswer(page);
    await send(page, prompt);
    const answer = lastAnswer(page);
    await expect(answer.getByText("on this device")).toBeVisible();
    // A made model has no words: what it spells may be invisible.
    if (text !== null) {
      const pieces = (await lengths()).filter((length) => length > 0);
      expect(pieces.length, "the answer arrives in pieces").toBeGreaterThan(1);
      expect((await answer.locator(".text").textContent())?.trim()).toBe(text.trim());
    }
    await expect(answer.getByText(/^TTFT/)).toBeVisible();
    await expect(answer.getByText(/tok\/s$/)).toBeVisible();
  };

  await test.step("send a prompt and see the reference's text arrive", askAndJudge);

  await test.step("reload: the model is still there and answers without an import", async () => {
    await page.reload();
    await page.goto("/?app=chat");
    await newChat(page);
    await askAndJudge();
  });

  await test.step("stop in the middle of an answer", async () => {
    await newChat(page);
    await setParameters(page, { Temperature: "0", "Max tokens": "400" });
    await send(page, prompt);
    const answer = lastAnswer(page);
    await expect(answer.locator(".text, ui-markdown")).toContainText(/\S/);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await expect(answer.getByText("Stopped")).toBeVisible();
    const [process] = await page.evaluate(() => window.oriel.ps());
    expect(process?.queued).toBe(0);
  });

  await test.step("unload and delete: nothing is left", async () => {
    await page.goto("/?app=models");
    const card = page.locator("oriel-model-card");
    await expect(card).toHaveCount(1);
    await card.getByRole("button", { name: /^Delete/ }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).last().click();
    await expect(page.getByText("No models yet")).toBeVisible();
    const { chunks, manifests, tags } = await storedRecords(page);
    expect({ chunks, manifests, tags }).toEqual({ chunks: 0, manifests: 0, tags: 0 });
  });
});

/** Looks at the last answer once a frame from now on; the result tells which lengths its text has had. */
async function watchLastAnswer(page: Page): Promise<() => Promise<number[]>> {
  const watched = await page.evaluateHandle(() => {
    const lengths = new Set<number>();
    const answers = (root: Document | ShadowRoot): Element[] => [
      ...root.querySelectorAll("oriel-chat-message:not([mine])"),
      ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? answers(shadowRoot) : [])),
    ];
    const look = () => {
      const text = answers(document).at(-1)?.shadowRoot?.querySelector(".text, ui-markdown")?.textContent;
      lengths.add(text?.length ?? 0);
      requestAnimationFrame(look);
    };
    look();
    return lengths;
  });
  return () => watched.evaluate((lengths) => [...lengths]);
}
