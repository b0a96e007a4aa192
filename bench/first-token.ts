// `npm run bench:first-token`: how long a person waits for Guide's first token after opening the page, at the first visit and at later ones.
// In a real Chromium on SwiftShader, on the built page. The question is typed as soon as the page takes it. Asserts nothing.
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright";
import { findChromium } from "../tools/chromium.mjs";
import { serve } from "../tools/serve.mjs";

const ROUNDS = 3;
const LATER_VISITS = 2;
const QUESTION = "How do I install a model?";
const ARGS = [
  ...["--no-sandbox", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
];

const executablePath = findChromium()?.path;
if (!executablePath) {
  console.error("Expected a Chromium but found none: run npm run setup");
  process.exit(3);
}
const server = await serve("dist", 0);
console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, load average ${loadavg()[0]?.toFixed(1)}`);
for (let round = 0; round < ROUNDS; round++) {
  const profile = mkdtempSync(join(tmpdir(), "oriel-first-token-"));
  const times: number[] = [];
  for (let visit = 0; visit <= LATER_VISITS; visit++) times.push(await visitOnce(profile));
  const [first, ...later] = times.map((ms) => `${(ms / 1000).toFixed(1)} s`);
  console.log(`first visit ${first}; later ones, each in a browser started anew: ${later.join(", ")}`);
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
await server.close();

/** Milliseconds from the navigation to the first text of the answer. */
async function visitOnce(profile: string): Promise<number> {
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: ARGS });
  const page: Page = context.pages()[0] ?? (await context.newPage());
  const start = performance.now();
  await page.goto(`http://localhost:${server.port}/`);
  const box = page.locator("oriel-chat-composer textarea:enabled");
  await box.waitFor();
  const messages = page.locator("oriel-chat-message");
  // At a later visit the last chat is open, and its answer must not be taken for the new one.
  const before = await messages.count();
  await box.fill(QUESTION);
  await box.press("Enter");
  const answer = messages
    .nth(before + 1)
    .locator("ui-markdown")
    .filter({ hasText: /\S/ });
  await answer.waitFor({ timeout: 120_000 });
  const waited = performance.now() - start;
  // The answer is stored when it has ended, and the profile with it.
  await page.waitForTimeout(2000);
  await context.close();
  return waited;
}
