// Finds a Chromium to test with: the system's, else the one that Playwright downloaded. It installs nothing.
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/**
 * The Chromium to use, or null. `CHROMIUM` names one explicitly.
 * @returns {{ path: string, from: "CHROMIUM" | "system" | "Playwright" } | null}
 */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return existsSync(named) ? { path: named, from: "CHROMIUM" } : null;
  const folders = (process.env.PATH ?? "").split(":").filter(Boolean);
  for (const name of NAMES) {
    const path = folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
    if (path) return { path, from: "system" };
  }
  const path = playwrightChromium();
  return path ? { path, from: "Playwright" } : null;
}

/** Newest Chromium in Playwright's download folder; its layout is `chromium-REVISION/chrome-linux*` + `/chrome`. */
function playwrightChromium() {
  const root = process.env.PLAYWRIGHT_BROWSERS_PATH || join(homedir(), ".cache/ms-playwright");
  if (!existsSync(root)) return null;
  const revisions = readdirSync(root)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
  for (const revision of revisions) {
    for (const build of readdirSync(join(root, revision))) {
      const file = join(root, revision, build, "chrome");
      if (build.startsWith("chrome-linux") && existsSync(file)) return file;
    }
  }
  return null;
}
