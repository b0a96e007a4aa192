// Installs the oracle's packages (`npm ci` in this folder) before its tests, and only then: they weigh 85 MB, and nothing else needs them.
// Where that cannot be, the tests are skipped with the reason; where `CI` is set it is a failure.
import { spawnSync } from "node:child_process";
import { join, relative } from "node:path";
import type { TestProject } from "vitest/node";
import { isStale, ROOT } from "../../tools/project.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Why there is no oracle, or an empty text. */
    oracleMissing: string;
  }
}

const FOLDER = import.meta.dirname;

export default function setup(project: TestProject): void {
  const missing = install();
  if (missing && process.env.CI) throw new Error(`Expected llama.cpp to be installed but found ${missing}`);
  if (missing) console.warn(`tests against llama.cpp are skipped: ${missing}`);
  project.provide("oracleMissing", missing);
}

/** Installs what is missing; the reason where it cannot. The packages for GPUs are optional ones, and stay away. */
function install(): string {
  const machine = `${process.platform}-${process.arch}`;
  if (machine !== "linux-x64") return `no llama.cpp for ${machine} in test/oracle/package.json`;
  const lock = relative(ROOT, join(FOLDER, "package-lock.json"));
  if (!isStale(join(FOLDER, "node_modules/.package-lock.json"), [lock])) return "";
  const npm = process.env.npm_execpath;
  const program = npm?.endsWith("js") ? [process.execPath, npm] : ["npm"];
  const options = ["--omit=optional", "--ignore-scripts", "--prefer-offline", "--fetch-retries=1", "--loglevel=error"];
  const [command = "npm", ...args] = [...program, "ci", `--prefix=${FOLDER}`, ...options];
  const { status } = spawnSync(command, args, { cwd: FOLDER, stdio: ["ignore", 2, 2] });
  return status === 0 ? "" : `npm ci ended with ${status}: is the package registry reachable?`;
}
