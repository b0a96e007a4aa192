// The browser of end-to-end tests: the system's Chromium with a profile on disk, so that IndexedDB is the real one, and none of Playwright's flags that hide faults.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, test as base, chromium, type Page } from "playwright/test";
import type { Oriel } from "../../src/api/types.ts";
import { DATABASE, upgrade, VERSION } from "../../src/store/schema.ts";
import { findChromium } from "../../tools/chromium.mjs";

export { expect } from "playwright/test";

declare global {
  interface Window {
    oriel: Oriel;
  }
}

/** WebGPU on SwiftShader, which every Chromium carries. */
const WEBGPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];

/** Defaults of Playwright under which background throttling and page caching would pass unseen. */
const UNWANTED = [
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--disable-back-forward-cache",
];

interface Options {
  /** Whether the browser has WebGPU. */
  webgpu: boolean;
  /** Whether Guide installs itself, as it does for a person; without it a profile begins as that of one who deleted it. */
  guide: boolean;
}

interface Fixtures {
  /** The profile's folder; it names this browser's processes. */
  profile: string;
  context: BrowserContext;
  page: Page;
}

export const test = base.extend<Fixtures & Options>({
  webgpu: [true, { option: true }],
  guide: [false, { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's pattern.
  profile: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "oriel-profile-"));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  context: async ({ profile, webgpu, guide, baseURL }, use) => {
    const executablePath = findChromium()?.path;
    if (!executablePath) throw new Error("Expected a Chromium but found none: run npm run setup");
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      baseURL,
      headless: true,
      locale: "en-US",
      viewport: { width: 1280, height: 800 },
      args: webgpu ? WEBGPU : [],
      ignoreDefaultArgs: UNWANTED,
    });
    if (!guide) await context.addInitScript({ content: deleteGuide });
    await use(context);
    await context.close();
  },

  page: async ({ context }, use) => {
    const page = context.pages()[0] ?? (await context.newPage());
    await use(page);
  },
});

/**
 * Runs in every page before its own scripts. A database that is not there yet is made as the store makes it, with the
 * document by which src/shell/guide-memory.ts knows that Guide was stored once; its model is gone.
 */
const deleteGuide = `if (location.protocol.startsWith("http")) {
  ${upgrade}
  const opening = indexedDB.open("${DATABASE}", ${VERSION});
  opening.onupgradeneeded = ({ oldVersion }) => {
    upgrade(opening.result, oldVersion);
    const known = { build: "deleted", digest: "sha256:deleted" };
    opening.transaction.objectStore("settings").put(known, "guide");
  };
  opening.onsuccess = () => opening.result.close();
}`;

/** Opens the desktop and waits for the system behind it. */
export async function openOriel(page: Page): Promise<void> {
  await page.goto("/");
  await page.waitForFunction(() => Boolean(window.oriel));
}

/** Imports a file through `window.oriel` and expects that to succeed. */
export async function importByApi(page: Page, file: string, name: string): Promise<{ ref: string; bytes: number }> {
  const result = await tryImport(page, file, name);
  if ("code" in result) throw new Error(`Expected the import of ${file} to succeed but found ${result.code}`);
  return result;
}

/** The outcome of an import through `window.oriel`; the page gets the file from an input of its own, as it would get one that a person chose. */
export async function tryImport(
  page: Page,
  file: string,
  name?: string,
): Promise<{ ref: string; bytes: number } | { code: string }> {
  await offerFile(page, file);
  return page.evaluate(async (name) => {
    const input = document.querySelector<HTMLInputElement>("#test-file")!;
    const file = input.files![0]!;
    input.remove();
    try {
      return await window.oriel.models.import(file, { name });
    } catch (error) {
      return { code: (error as { code: string }).code };
    }
  }, name);
}

/** Puts a file into the page, in an input with the id `test-file`. */
export async function offerFile(page: Page, file: string): Promise<void> {
  await page.evaluate(() => {
    const input = Object.assign(document.createElement("input"), { type: "file", id: "test-file", hidden: true });
    // Beside the body, whose content the shell replaces.
    document.documentElement.append(input);
  });
  await page.locator("#test-file").setInputFiles(file);
}

/** How many records the store holds of each kind. */
export function storedRecords(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === "oriel")) return {};
    const open = indexedDB.open("oriel");
    await new Promise((resolve, reject) => Object.assign(open, { onsuccess: resolve, onerror: reject }));
    const database = open.result;
    const counts: Record<string, number> = {};
    for (const store of database.objectStoreNames) {
      const request = database.transaction(store).objectStore(store).count();
      await new Promise((resolve, reject) => Object.assign(request, { onsuccess: resolve, onerror: reject }));
      counts[store] = request.result;
    }
    database.close();
    return counts;
  });
}
