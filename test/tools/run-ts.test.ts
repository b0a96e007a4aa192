import { execFile } from "node:child_process";
import { expect, test } from "vitest";
import { ROOT } from "../setup/sources.ts";

/** Runs the echo entry and gives what came out of it. */
function run(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["tools/run-ts.mjs", ...args], { cwd: ROOT }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

test("runs an entry with its arguments, stdout its own", async () => {
  const { code, stdout, stderr } = await run("test/tools/echo.ts", "0", "--model", "a b");
  expect(JSON.parse(stdout)).toEqual({ rest: ["--model", "a b"], hex: "01ff" });
  expect(stderr).toContain("on stderr");
  expect(code).toBe(0);
});

test("passes on the exit code, and two runs at once do not disturb each other", async () => {
  const runs = await Promise.all([run("test/tools/echo.ts", "3", "x"), run("test/tools/echo.ts", "2", "y")]);
  expect(runs.map(({ code }) => code)).toEqual([3, 2]);
  expect(runs.map(({ stdout }) => JSON.parse(stdout).rest)).toEqual([["x"], ["y"]]);
});

test("an entry that does not exist is an error", async () => {
  const { code, stdout, stderr } = await run("none.ts");
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain('Expected a TypeScript entry but found "none.ts"');
});
