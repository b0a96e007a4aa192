// Installs the peers' packages (`npm ci` in bench/peers/) when they are missing or older than their lock, and imports those that run in Node.
// They weigh some 160 MB, nothing else needs them, and nothing of them ships.
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** Where the packages lie, from the project's root, in which every command of npm starts. */
export const PACKAGES = "bench/peers/node_modules";

const FOLDER = "bench/peers";

/** @throws Error when `npm ci` fails */
export function installPeers(): void {
  const timeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (timeOf(join(PACKAGES, ".package-lock.json")) >= timeOf(join(FOLDER, "package-lock.json"))) return;
  console.error("Installing the peers' packages");
  const npm = process.env.npm_execpath;
  const program = npm?.endsWith("js") ? [process.execPath, npm] : ["npm"];
  const options = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  const [command = "npm", ...args] = [...program, "ci", `--prefix=${FOLDER}`, ...options];
  const { status } = spawnSync(command, args, { stdio: ["ignore", 2, 2] });
  if (status !== 0)
    throw new Error(`Expected npm ci to succeed but it ended with ${status}: is the registry reachable?`);
}

/** The version of an installed package. */
export function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(PACKAGES, name, "package.json"), "utf8")).version;
}

/** Imports a file of an installed package. They are not there when the project's types are checked, so the caller says what it uses of it. */
export async function importPackage<T>(file: string): Promise<T> {
  const module = await import(/* @vite-ignore */ pathToFileURL(resolve(PACKAGES, file)).href);
  return module.default ?? module;
}
