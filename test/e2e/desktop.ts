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
