// Files that are no models, through the import dialog: each ends in one named error there, and nothing is stored.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostileFiles } from "../make/hostile.ts";
import { expect, storedRecords, test, tryImport } from "./browser.ts";
import { chooseFiles, openModels } from "./desktop.ts";

const folder = mkdtempSync(join(tmpdir(), "oriel-hostile-"));

/** Every kind that the parser's own test has, and what people drop by mistake. */
const FILES = [
  { name: "an empty file", bytes: Buffer.alloc(0), expectCode: "bad-model" },
  {
    name: "a text file",
    bytes: Buffer.from("not a model at all, only a note that someone renamed"),
    expectCode: "bad-model",
  },
  ...hostileFiles(),
].map(({ name, bytes, expectCode }, index) => {
  const file = `${index}.gguf`;
  writeFileSync(join(folder, file), bytes);
  return { name, file, code: expectCode };
});

test("each hostile file ends in its error in the dialog, and nothing is stored", async ({ page }) => {
  await openModels(page);
  const dialog = await chooseFiles(
    page,
    FILES.map(({ file }) => join(folder, file)),
  );
  const alerts = dialog.getByRole("alert");
  await expect(alerts).toHaveCount(FILES.length);
  for (const { name, file, code } of FILES) {
    const item = dialog.locator("li").filter({ has: page.getByRole("heading", { name: file, exact: true }) });
    await expect(item.getByRole("alert"), name).toContainText(code);
    await expect(item.getByRole("alert"), name).toContainText(/expected[\s\S]+ but found/i);
  }
  expect(await page.evaluate(() => window.oriel.models.list())).toEqual([]);
  const { chunks, manifests, tags } = await storedRecords(page);
  expect({ chunks, manifests, tags }).toEqual({ chunks: 0, manifests: 0, tags: 0 });
});

test("the API refuses them with the same codes", async ({ page }) => {
  await openModels(page);
  const found: Record<string, string> = {};
  for (const { name, file } of FILES) {
    const outcome = await tryImport(page, join(folder, file));
    found[name] = "code" in outcome ? outcome.code : "imported";
  }
  expect(found).toEqual(Object.fromEntries(FILES.map(({ name, code }) => [name, code])));
  expect(await page.evaluate(() => window.oriel.models.list())).toEqual([]);
});
