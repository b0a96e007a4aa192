// `npm run train:guide`: draws the corpus, trains the network and writes public/guide/guide.gguf; the same command gives the same model again.
// `[--conversations N] [--seed N] [--out FILE]`. Needs Python 3 with PyTorch and NumPy (Debian: python3-torch, python3-numpy); PYTHON names another one.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const { values } = parseArgs({
  options: {
    conversations: { type: "string", default: "440000" },
    seed: { type: "string", default: "1" },
    out: { type: "string", default: "public/guide/guide.gguf" },
    folder: { type: "string", default: ".cache/guide" },
  },
});
const { conversations, seed, out, folder } = values;
const python = process.env.PYTHON ?? findPython();

step(process.execPath, ["tools/run-ts.mjs", "tools/guide/prepare.ts", folder, conversations, seed]);
// glibc would give every large tensor back to the system and fault it in again: a fifth of the time.
const keep = {
  MALLOC_MMAP_THRESHOLD_: "8589934592",
  MALLOC_TRIM_THRESHOLD_: "8589934592",
  MALLOC_TOP_PAD_: "268435456",
};
step(python, ["tools/guide/train.py", folder, seed], keep);
step(process.execPath, ["tools/run-ts.mjs", "tools/guide/export.ts", folder, out]);

/** The first Python that has PyTorch: Debian's own before one that is only first in the path. */
function findPython() {
  const found = ["/usr/bin/python3", "python3"].find(
    (path) => spawnSync(path, ["-c", "import torch, numpy"], { stdio: "ignore" }).status === 0,
  );
  if (found) return found;
  console.error(
    "Expected a Python 3 with torch and numpy but found none (Debian: apt-get install python3-torch python3-numpy)",
  );
  process.exit(1);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [environment]
 */
function step(command, args, environment) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...environment } });
  if (status !== 0) process.exit(status ?? 1);
}
