// Reads what the test runners report, so that one summary can count over both. Knows the JSON of Vitest and Playwright, runs nothing.
import { existsSync, readFileSync } from "node:fs";

/**
 * @typedef {{ name: string, state: "passed" | "failed" | "skipped", seconds: number, notes: string[] }} Test
 * `notes` are lines for the summary, for instance the adapter that a test saw; Vitest has them in `task.meta`, Playwright as annotations.
 * @typedef {{ name: string, tests: Test[], broken: number }} Results
 * `broken` is 1 for a step that failed without a failed test: a crash, an error outside tests, a compiler's complaint.
 */

/**
 * @param {string} name
 * @param {string} file Vitest's JSON report
 * @param {number} code its exit code
 * @returns {Results}
 */
export function vitestResults(name, file, code) {
  const report = readJson(file);
  const tests = (report?.testResults ?? []).flatMap((/** @type {any} */ suite) =>
    suite.assertionResults.map((/** @type {any} */ test) => ({
      name: [...test.ancestorTitles, test.title].join(" › "),
      state: test.status === "passed" || test.status === "failed" ? test.status : "skipped",
      seconds: (test.duration ?? 0) / 1000,
      notes: test.meta?.notes ?? [],
    })),
  );
  const brokenFiles = (report?.testResults ?? []).filter(
    (/** @type {any} */ suite) =>
      suite.status === "failed" && suite.assertionResults.every((/** @type {any} */ test) => test.status !== "failed"),
  ).length;
  return { name, tests, broken: brokenFiles || unexplained(tests, code) };
}

/**
 * @param {string} name
 * @param {string} file Playwright's JSON report
 * @param {number} code its exit code
 * @returns {Results}
 */
export function playwrightResults(name, file, code) {
  const report = readJson(file);
  /** @type {Test[]} */
  const tests = [];
  const visit = (/** @type {any} */ suite, /** @type {string[]} */ path) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const seconds =
          test.results.reduce((/** @type {number} */ all, /** @type {any} */ one) => all + one.duration, 0) / 1000;
        const state = test.status === "skipped" ? "skipped" : test.status === "expected" ? "passed" : "failed";
        const notes = test.annotations
          .filter((/** @type {any} */ note) => note.type === "note")
          .map((/** @type {any} */ note) => note.description);
        tests.push({ name: [...path, spec.title].join(" › "), state, seconds, notes });
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, [...path, inner.title]);
  };
  for (const suite of report?.suites ?? []) visit(suite, []);
  return { name, tests, broken: unexplained(tests, code) };
}

/**
 * Totals; a broken step counts as one failure, a step without tests that went well as none.
 * @param {Results[]} results
 */
export function sum(results) {
  const count = (/** @type {Test["state"]} */ state) =>
    results.reduce((all, { tests }) => all + tests.filter((test) => test.state === state).length, 0);
  const broken = results.reduce((all, result) => all + result.broken, 0);
  return { passed: count("passed"), failed: count("failed") + broken, skipped: count("skipped") };
}

/**
 * Counts by tier, which tests carry in their title as `[f16]`, `[f32]` or `[base]`.
 * @param {Test[]} tests
 */
export function tiersOf(tests) {
  const tiers = Object.fromEntries(["f16", "f32", "base"].map((tier) => [tier, { passed: 0, failed: 0, skipped: 0 }]));
  for (const { name, state } of tests) {
    const tier = /\[(f16|f32|base)\]/.exec(name)?.[1];
    const counts = tier && tiers[tier];
    if (counts) counts[state]++;
  }
  return tiers;
}

/**
 * @param {Test[]} tests
 * @param {number} code
 */
function unexplained(tests, code) {
  return code !== 0 && tests.every(({ state }) => state !== "failed") ? 1 : 0;
}

/** @param {string} file */
function readJson(file) {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  } catch {
    return null;
  }
}
