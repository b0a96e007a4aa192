// Runs a TypeScript entry in Node: `node tools/run-ts.mjs ENTRY.ts [arguments]`. Bundles it first when its sources changed; stdout belongs to the entry alone.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fail, inputs, installDependencies, ROOT, requireNode } from "./project.mjs";
import { vulkanEnvironment } from "./vulkan.mjs";

const SOURCES = ["src", "shaders", "bench", "test", "tools", "vite.config.ts", "package-lock.json"];
const CACHE = join(ROOT, ".cache/node");
const DAY = 86_400_000;

requireNode();
const [entry = "", ...args] = process.argv.slice(2);
if (!entry || !existsSync(join(ROOT, entry))) fail(`Expected a TypeScript entry but found "${entry}"`);
installDependencies();

const name = entry.replace(/\.ts$/, "").replaceAll(/\W+/g, "-");
const folder = join(CACHE, `${name}-${fingerprint()}`);
if (!existsSync(folder)) await bundle();

const script = join(folder, `${basename(entry, ".ts")}.mjs`);
const child = spawn(process.execPath, ["--enable-source-maps", script, ...args], {
  stdio: "inherit",
  env: vulkanEnvironment(process.env),
});
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => child.kill(/** @type {NodeJS.Signals} */ (signal)));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));

/** Changes when any source does. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const { path, size, mtimeMs } of inputs(SOURCES)) hash.update(`${path} ${size} ${mtimeMs}\n`);
  return hash.digest("hex").slice(0, 16);
}

/** Bundles beside and renames, so that two runs at once never see half a bundle. */
async function bundle() {
  const half = join(CACHE, `.${name}-${process.pid}`);
  mkdirSync(CACHE, { recursive: true });
  for (const old of readdirSync(CACHE)) {
    const path = join(CACHE, old);
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > DAY)
      rmSync(path, { recursive: true, force: true });
  }
  const { build } = await import("vite");
  await build({
    root: ROOT,
    configFile: join(ROOT, "vite.config.ts"),
    logLevel: "error",
    publicDir: false,
    build: {
      ssr: join(ROOT, entry),
      outDir: half,
      target: "node20",
      minify: false,
      sourcemap: true,
      rollupOptions: { output: { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" } },
    },
  });
  try {
    renameSync(half, folder);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}
