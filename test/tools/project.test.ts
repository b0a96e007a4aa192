import { utimesSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inputs, isStale, nodeProblem } from "../../tools/project.mjs";

test.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0"])("Node %s does", (version) => {
  expect(nodeProblem(version)).toBeUndefined();
});

test.each(["18.20.4", "20.18.3", "0.12.0"])("Node %s does not, and the message says which does", (version) => {
  expect(nodeProblem(version)).toContain(`Expected Node 20.19 or later but found ${version}`);
});

test("something built is stale when it is missing or older than any source", async () => {
  const folder = await mkdtemp(join(tmpdir(), "oriel-project-"));
  const built = join(folder, "built");
  expect(isStale(built, ["package.json"])).toBe(true);
  writeFileSync(built, "");
  expect(isStale(built, ["package.json", "tools", "does-not-exist"])).toBe(false);
  utimesSync(built, 0, 0);
  expect(isStale(built, ["tools"])).toBe(true);
  await rm(folder, { recursive: true });
});

test("inputs lists files below folders in a stable order", () => {
  const paths = inputs(["tools", "package.json"]).map(({ path }) => path);
  expect(paths).toContain("tools/project.mjs");
  expect(paths.at(-1)).toBe("package.json");
  expect(inputs(["tools", "package.json"]).map(({ path }) => path)).toEqual(paths);
});
