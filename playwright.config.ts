// End-to-end tests in a real Chromium against what `npm start` serves. Browsers are launched by test/e2e/browser.ts, since they need a profile on disk.
import { execFileSync } from "node:child_process";
import { defineConfig } from "playwright/test";

// The configuration is read again in every worker: the first reading chooses the port for all.
process.env.ORIEL_PORT ??= execFileSync(process.execPath, [
  "-e",
  "const s = require('net').createServer().listen(0, '127.0.0.1', () => { process.stdout.write(String(s.address().port)); s.close(); });",
]).toString();
const port = process.env.ORIEL_PORT;
const long = process.env.ORIEL_LONG === "1";

export default defineConfig({
  testDir: long ? "test/long" : "test/e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: long ? 1_800_000 : 120_000,
  expect: { timeout: 30_000 },
  reporter: process.env.ORIEL_REPORT ? [["list"], ["json", { outputFile: process.env.ORIEL_REPORT }]] : "list",
  use: { baseURL: `http://localhost:${port}` },
  webServer: {
    command: "node tools/start.mjs",
    env: { PORT: port },
    url: `http://localhost:${port}`,
    reuseExistingServer: false,
    timeout: 180_000,
  },
});
