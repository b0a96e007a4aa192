import { writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { playwrightResults, sum, tiersOf, vitestResults } from "../../tools/test-results.mjs";

const folder = await mkdtemp(join(tmpdir(), "oriel-results-"));

function report(name: string, value: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

const one = (status: string, title = "t", ancestorTitles: string[] = []) => ({
  status,
  title,
  ancestorTitles,
  duration: 10,
});

test("counts what Vitest ran, by state and tier", () => {
  const assertionResults = [
    { ...one("passed", "a", ["mat-vec [f16]"]), meta: { notes: ["seen"] } },
    one("failed", "b", ["mat-vec [base]"]),
    one("pending"),
  ];
  const file = report("vitest.json", { testResults: [{ status: "failed", assertionResults }] });
  const results = vitestResults("unit", file, 1);
  expect(sum([results])).toEqual({ passed: 1, failed: 1, skipped: 1 });
  expect(results.tests.flatMap(({ notes }) => notes)).toEqual(["seen"]);
  expect(tiersOf(results.tests)).toMatchObject({
    f16: { passed: 1 },
    base: { failed: 1 },
    f32: { passed: 0, failed: 0 },
  });
});

test("a file that failed to load counts as one failure", () => {
  const file = report("broken.json", { testResults: [{ status: "failed", assertionResults: [] }] });
  expect(sum([vitestResults("unit", file, 1)])).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("a runner that wrote nothing counts as one failure, whatever it counted before", () => {
  expect(sum([vitestResults("unit", join(folder, "none.json"), 1)]).failed).toBe(1);
  expect(sum([playwrightResults("e2e", join(folder, "none.json"), 137)]).failed).toBe(1);
});

test("an error outside tests is a failure although every test passed", () => {
  const file = report("unhandled.json", { testResults: [{ status: "passed", assertionResults: [one("passed")] }] });
  expect(sum([vitestResults("unit", file, 1)])).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test("counts what Playwright ran, and collects its notes", () => {
  const spec = (title: string, status: string, description?: string) => ({
    title,
    tests: [{ status, annotations: description ? [{ type: "note", description }] : [], results: [{ duration: 5 }] }],
  });
  const suites = [
    {
      title: "path.spec.ts",
      specs: [spec("a", "expected", "adapter: x")],
      suites: [{ title: "in", specs: [spec("b", "unexpected")] }],
    },
    { title: "other.spec.ts", specs: [spec("c", "skipped"), spec("d", "flaky")] },
  ];
  const results = playwrightResults("e2e", report("playwright.json", { suites }), 1);
  expect(sum([results])).toEqual({ passed: 1, failed: 2, skipped: 1 });
  expect(results.tests.map(({ name }) => name)).toEqual(["a", "in › b", "c", "d"]);
  expect(results.tests.flatMap(({ notes }) => notes)).toEqual(["adapter: x"]);
});
