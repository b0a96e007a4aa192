// What every command of the project needs first: a fitting Node, installed dependencies, and to know whether something built is stale.
// Imports only `node:` modules, since these commands run before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Lowest Node version, as in `engines` of package.json. */
export const NODE = [20, 19];

/** What the page is built from. */
export const PAGE_SOURCES = [
  "src",
  "shaders",
  "public",
  "index.html",
  "vite.config.ts",
  "tools/wgsl-plugin.ts",
  "tools/self-test-plugin.ts",
  "test/reference",
  "package-lock.json",
];

/** Ends the process with a clear message when Node is too old. */
export function requireNode(version = process.versions.node) {
  const problem = nodeProblem(version);
  if (problem) fail(problem);
}

/**
 * Why a Node version does not do, or undefined.
 * @param {string} version
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantMajor = 0, wantMinor = 0] = NODE;
  if (major > wantMajor || (major === wantMajor && minor >= wantMinor)) return undefined;
  return `Expected Node ${wantMajor}.${wantMinor} or later but found ${version}: see https://nodejs.org/en/download`;
}

/**
 * Prints an error and ends the process with exit code 1.
 * @param {string} message
 * @returns {never}
 */
export function fail(message) {
  console.error(`oriel: ${message}`);
  process.exit(1);
}

/**
 * Runs `npm ci` when node_modules is absent or older than package-lock.json; all output goes to stderr.
 * @returns {boolean} whether it had to
 */
export function installDependencies() {
  const installed = join(ROOT, "node_modules/.package-lock.json");
  if (!isStale(installed, ["package-lock.json"])) return false;
  console.error("oriel: installing dependencies (npm ci)");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const command = npm?.endsWith("js") ? [process.execPath, npm, ...args] : ["npm", ...args];
  const code = run(command);
  if (code !== 0) fail(`Expected npm ci to succeed but it ended with ${code}: is the package registry reachable?`);
  return true;
}

/**
 * Runs a command in the project's root with its output on stderr, or where `stdio` says; returns its exit code, 127 when it cannot start.
 * @param {string[]} command
 * @param {import("node:child_process").SpawnSyncOptions} [options]
 */
export function run(command, options = {}) {
  const [program = "", ...args] = command;
  const result = spawnSync(program, args, { cwd: ROOT, stdio: ["ignore", 2, 2], ...options });
  return result.status ?? (result.signal ? 128 : 127);
}

/**
 * Whether a built file is missing or older than any file under some sources.
 * @param {string} built absolute path
 * @param {string[]} sources files and folders relative to the project's root; absent ones do not count
 */
export function isStale(built, sources) {
  if (!existsSync(built)) return true;
  const time = statSync(built).mtimeMs;
  return inputs(sources).some(({ mtimeMs }) => mtimeMs > time);
}

/**
 * Every file under some sources with its size and time, in a stable order.
 * @param {string[]} sources relative to the project's root
 */
export function inputs(sources) {
  /** @type {{ path: string, size: number, mtimeMs: number }[]} */
  const found = [];
  const add = (/** @type {string} */ path) => {
    const stat = statSync(join(ROOT, path), { throwIfNoEntry: false });
    if (stat?.isFile()) found.push({ path, size: stat.size, mtimeMs: stat.mtimeMs });
    if (stat?.isDirectory()) for (const name of readdirSync(join(ROOT, path)).sort()) add(`${path}/${name}`);
  };
  for (const source of sources) add(source);
  return found;
}
