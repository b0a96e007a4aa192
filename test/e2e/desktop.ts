// What a person does on the desktop, in the words of its labels.
import { expect, type Locator, type Page } from "playwright/test";

/** Opens the Models window, by the link that the page itself gives out. */
export async function openModels(page: Page): Promise<void> {
  await page.goto("/?app=models");
  await page.waitForFunction(() => Boolean(window.oriel));
  await expect(page.locator("oriel-models-app")).toBeVisible();
}

/** Chooses files in the picker behind “Import model”; the import dialog opens. */
export async function chooseFiles(page: Page, files: string | string[]): Promise<Locator> {
  await page.locator("oriel-models-app input[type=file]").setInputFiles(files);
  const dialog = page.locator("oriel-import-dialog");
  await expect(dialog.locator("dialog")).toBeVisible();
  return dialog;
}

const chat = (page: Page) => page.locator("oriel-chat-app");

/** Starts an empty chat. */
export async function newChat(page: Page): Promise<void> {
  await chat(page).getByRole("button", { name: "New chat", exact: true }).first().click();
}

/** Opens the chat's parameters and sets some, by their labels. */
export async function setParameters(page: Page, values: Record<string, string>): Promise<void> {
  const button = chat(page).getByRole("button", { name: "Parameters" });
  await button.click();
  for (const [label, value] of Object.entries(values)) {
    const field = page.getByLabel(label, { exact: true });
    await field.fill(value);
    await field.blur();
  }
  await button.click();
}

/** Writes a message, or for a model without a chat template the beginning of a text, and sends it with Enter. */
export async function send(page: Page, message: string): Promise<void> {
  const box = page.locator("oriel-chat-composer textarea");
  await box.fill(message);
  await box.press("Enter");
}

/** The message at the end of the open chat. */
export function lastAnswer(page: Page): Locator {
  return page.locator("oriel-chat-message").last();
}
