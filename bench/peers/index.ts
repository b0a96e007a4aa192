// `npm run bench:peers`: Oriel, wllama and onnxruntime-web on the same weights in the same Chromium, in one table. Asserts nothing, and is no part of the tests.
import { writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { build } from "vite";
import { OrielError } from "../../src/base/errors.ts";
import { UsageError } from "../../src/cli/usage.ts";
import { SHAPE_135M } from "../../test/make/model.ts";
import { madeModel } from "../model.ts";
import { type Launch, launch, launchFor } from "./browser.ts";
import { installPeers, PACKAGES, versionOf } from "./install.ts";
import { onnxModel } from "./onnx/model.ts";
import { type PeersOptions, peersOptions, USAGE } from "./options.ts";
import { MODELS, type Model, type PeerName, PACKAGES as SERVED_PACKAGES } from "./page/peer.ts";
import { promptsFor } from "./prompts.ts";
import { servePeers } from "./server.ts";
import { rowsOf, tableOf } from "./table.ts";
import { LENGTHS, type Length, type Visit, visit } from "./visit.ts";

const PAGE = ".cache/bench/peers-page";

async function run(options: PeersOptions): Promise<void> {
  installPeers();
  const start = launchFor(options.adapter, options.lavapipe);
  const gguf = await madeModel("135M-Q4_0-8K");
  const models = new Map<PeerName, Model>();
  for (const peer of options.only) models.set(peer, await modelFor(peer, gguf));
  const prompts = await promptsFor(gguf);
  await buildPage();
  await using server = await servePeers({ "/": PAGE, [SERVED_PACKAGES]: PACKAGES, [MODELS]: dirname(gguf) });
  const environment = { ...describeMachine(), ...(await describeBrowser(start, server.origin, options)) };
  for (const [name, value] of Object.entries(environment)) console.log(`${name}: ${value}`);

  const visits = new Map<PeerName, Visit[]>(options.only.map((peer) => [peer, []]));
  for (let round = 1; round <= options.repeats; round++) {
    for (const [peer, done] of visits) {
      // What failed once would fail again, and may take long to.
      const lengths = lengthsFor(done);
      if (!lengths) continue;
      console.error(`Round ${round} of ${options.repeats}: ${peer}`);
      const { origin } = server;
      const asked = { launch: start, origin, peer, model: models.get(peer)!, prompt: prompts.of, lengths, ...options };
      done.push(await visit(asked));
    }
  }
  const rows = rowsOf(visits, prompts.textOf);
  const loadAverageAfter = loadAverage();
  console.log(`\n${tableOf(rows).join("\n")}\n\nload average afterwards: ${loadAverageAfter}`);
  if (!options.json) return;
  const { adapter, repeats, steps, seconds } = options;
  const result = { environment: { ...environment, loadAverageAfter }, adapter, repeats, steps, seconds, rows };
  writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
}

/** The lengths that an engine is still asked for after its earlier visits, or undefined when it does not load. */
function lengthsFor(visits: readonly Visit[]): readonly Length[] | undefined {
  const failed = visits.flatMap(({ error }) => (error ? [error.at] : []));
  if (failed.includes("load")) return undefined;
  const shortest = Math.min(...failed.map(Number));
  const left = LENGTHS.filter((length) => length < shortest);
  return left.length ? left : undefined;
}

async function modelFor(peer: PeerName, gguf: string): Promise<Model> {
  const { layers, kvHeads, dim, heads } = SHAPE_135M;
  const precision = peer.endsWith("q4f16") ? "q4f16" : "q4";
  const path = peer.startsWith("ort-") ? await onnxModel(gguf, precision) : gguf;
  return { file: basename(path), layers, kvHeads, headDim: dim / heads };
}

async function buildPage(): Promise<void> {
  await build({
    root: resolve("bench/peers/page"),
    configFile: resolve("vite.config.ts"),
    publicDir: false,
    logLevel: "error",
    build: { outDir: resolve(PAGE), emptyOutDir: true },
  });
}

function describeMachine(): Record<string, string> {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    loadAverage: loadAverage(),
    wllama: versionOf("@wllama/wllama"),
    onnxruntimeWeb: versionOf("onnxruntime-web"),
  };
}

/** @throws Error when the browser has no adapter, or for lavapipe one without what lavapipe has */
async function describeBrowser(
  start: Launch,
  origin: string,
  { adapter: asked }: PeersOptions,
): Promise<Record<string, string>> {
  const browser = await launch(start);
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    const adapter = await page.evaluate(() => window.bench.adapter());
    if (!adapter) throw new Error("Expected Chromium to have a WebGPU adapter but found none");
    const f16 = adapter.features.includes("shader-f16");
    if (asked === "lavapipe" && !f16) throw new Error(`Expected lavapipe with shader-f16 but found ${adapter.name}`);
    const name = `${asked}, which Chromium calls ${adapter.name}, ${f16 ? "with" : "without"} shader-f16`;
    return { chromium: browser.version(), adapter: name };
  } finally {
    await browser.close();
  }
}

function loadAverage(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(", ");
}

try {
  await run(peersOptions(process.argv.slice(2), process.env));
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\nUsage: ${USAGE}`);
  else console.error(error instanceof OrielError ? `${error.code}: ${error.message}` : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
