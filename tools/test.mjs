// `npm test`: setup, types, lint, unit, kernel and oracle tests, build, browser tests; `--long` runs the long tests instead and writes docs/long-runs.md.
// Every step runs even when an earlier one failed. The last line is `N passed, N failed`, over all tests and steps.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { NODE, ROOT, requireNode, run } from "./project.mjs";
import { findAdapters, setup } from "./setup.mjs";
import { playwrightResults, sum, tiersOf, vitestResults } from "./test-results.mjs";

const long = process.argv.includes("--long");
const reports = join(ROOT, ".cache/test");

requireNode();
await setup();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

/** @type {import("./test-results.mjs").Results[]} */
const results = [];
const node = process.execPath;
const tool = {
  tsc: "node_modules/typescript/bin/tsc",
  biome: "node_modules/@biomejs/biome/bin/biome",
  vite: "node_modules/vite/bin/vite.js",
  vitest: "node_modules/vitest/vitest.mjs",
  playwright: "node_modules/playwright/cli.js",
};

if (!long) {
  step("types", [node, tool.tsc, "-p", "tsconfig.json"]);
  step("types without the DOM", [node, tool.tsc, "-p", "src/engine-side.tsconfig.json"]);
  step("lint", [node, tool.biome, "check"]);
  vitest("unit and kernel tests", ["unit", "kernels-*"]);
  vitest("oracle tests", ["oracle"]);
  step("build", [node, tool.vite, "build", "--logLevel", "error"]);
  vitest("bundle tests", ["bundle"]);
}
browserTests(long ? "long tests in the browser" : "browser tests");

await summary();

/**
 * Runs one command that passes or fails as a whole.
 * @param {string} name
 * @param {string[]} command
 */
function step(name, command) {
  console.log(`\n== ${name}`);
  const code = run(command, { stdio: ["ignore", 1, 2] });
  results.push({ name, tests: [], broken: code === 0 ? 0 : 1 });
}

/**
 * @param {string} name
 * @param {string[]} projects
 */
function vitest(name, projects) {
  console.log(`\n== ${name}`);
  const file = join(reports, `vitest-${results.length}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const chosen = projects.flatMap((project) => ["--project", project]);
  const code = run([node, tool.vitest, "run", ...chosen, ...reporters], { stdio: ["ignore", 1, 2] });
  results.push(vitestResults(name, file, code));
}

/** @param {string} name */
function browserTests(name) {
  console.log(`\n== ${name}`);
  if (!findChromium() && !process.env.CI) {
    console.log("skipped: no Chromium");
    return;
  }
  const file = join(reports, "playwright.json");
  const env = { ...process.env, ORIEL_REPORT: file, ORIEL_LONG: long ? "1" : "" };
  const code = run([node, tool.playwright, "test"], { stdio: ["ignore", 1, 2], env });
  results.push(playwrightResults(name, file, code));
}

async function summary() {
  const adapters = await findAdapters();
  const lines = Object.entries(adapters).map(([driver, adapter]) => {
    const has = adapter && [adapter.f16 && "shader-f16", adapter.subgroups && "subgroups"].filter(Boolean).join(", ");
    return `adapter in Node, ${driver}: ${adapter ? `${adapter.name} (${has})` : "none"}`;
  });
  const tests = results.flatMap((result) => result.tests);
  const notes = [...new Set(tests.flatMap((test) => test.notes))];
  const tiers = Object.entries(tiersOf(tests)).map(([tier, { passed, failed, skipped }]) => {
    const ran = passed + failed > 0;
    return `tier ${tier}: ${ran ? `ran, ${passed} passed, ${failed} failed` : "did not run"}, ${skipped} skipped`;
  });
  const total = sum(results);
  const fixtures = process.env.ORIEL_FIXTURES
    ? "found"
    : "none (ORIEL_FIXTURES is not set): tests that need them were skipped";
  const steps = results.map(({ name, tests, broken }) => {
    const count = sum([{ name, tests, broken }]);
    return `${name}: ${tests.length ? `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped` : broken ? "failed" : "passed"}`;
  });
  console.log(["", "== summary", ...steps, ...lines, ...notes, ...tiers, `fixtures: ${fixtures}`].join("\n"));
  if (long) writeLongRuns(total, notes);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed ? 1 : 0);
}

/**
 * Writes the result that docs/ shows.
 * @param {{ passed: number, failed: number, skipped: number }} total
 * @param {string[]} notes
 */
function writeLongRuns(total, notes) {
  const tests = results.flatMap((result) => result.tests);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const rows = tests.map(
    ({ name, state, seconds }) => `| ${name.replaceAll("|", "\\|")} | ${state} | ${seconds.toFixed(1)} s |`,
  );
  const text = [
    "# Long runs",
    "",
    "`npm run test:long` writes this page: what is too slow for `npm test`, and its last result.",
    "",
    `* Date: ${new Date().toISOString().slice(0, 10)}`,
    `* Machine: ${machine} (Node ${NODE.join(".")} or later is needed)`,
    `* Result: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`,
    ...notes.map((note) => `* ${note}`),
    "",
    "| test | result | time |",
    "|---|---|---|",
    ...rows,
    "",
  ];
  writeFileSync(join(ROOT, "docs/long-runs.md"), text.join("\n"));
}
