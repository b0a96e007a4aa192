// The models that are measured: files of random weights, made once and kept, or a file of the user's; and how one gets onto the GPU with its parts in reach.
import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { bytesOf, type Manifest } from "../src/base/manifest.ts";
import { type ModelFile, openModelFile } from "../src/cli/model-file.ts";
import { type LoadedModel, loadModel } from "../src/engine/load.ts";
import { type ModelShape, makeModelFile, SHAPE_135M } from "../test/make/model.ts";

/** Positions that the measured models hold: room for every context and run of the benchmarks, and no more. */
export const CONTEXT = 8192 + 64;

const CACHE = ".cache/bench";
const MADE = {
  "135M-Q4_0-8K": { ...SHAPE_135M, type: "Q4_0", context: CONTEXT },
  /** Narrow, for costs that only the number of dispatches decides. */
  "28-layers-Q4_0": { type: "Q4_0", layers: 28, context: 2048 },
} satisfies Record<string, ModelShape>;

/** The path of a made model; it is written when it is not there. */
export async function madeModel(name: keyof typeof MADE): Promise<string> {
  const path = join(CACHE, `${name}.gguf`);
  if (existsSync(path)) return path;
  mkdirSync(CACHE, { recursive: true });
  console.error(`Making ${path} with random weights`);
  const half = `${path}.${process.pid}`;
  await makeModelFile(half, MADE[name]);
  renameSync(half, path);
  return path;
}

/** A model on the GPU, with the file it came from. */
export interface OpenModel extends AsyncDisposable {
  path: string;
  fileBytes: number;
  file: ModelFile;
  model: LoadedModel;
}

/** Loads a model file in the highest tier. @throws OrielError as `loadModel` and `openModelFile` */
export async function openModel(gpu: GPU, path: string): Promise<OpenModel> {
  const file = await openModelFile(path);
  const { manifest, reader } = file;
  const { signal } = new AbortController();
  const longest = manifest.metadata[`${manifest.metadata["general.architecture"]}.context_length`];
  const contextLength = Math.min(CONTEXT, Number(longest));
  const spec = { tier: "auto", kv: "f16", contextLength } as const;
  const model = await loadModel({ gpu, manifest, reader, spec, report: () => {}, signal });
  const dispose = async () => {
    model.gpu[Symbol.dispose]();
    await file[Symbol.asyncDispose]();
  };
  return { path, fileBytes: statSync(path).size, file, model, [Symbol.asyncDispose]: dispose };
}

/** Bytes of weights that one decode step reads: all of them, less an embedding that is not also the output, of which it reads a row. */
export function weightBytesPerToken(manifest: Manifest): number {
  const untied = manifest.tensors.some(({ name }) => name === "output.weight");
  const read = manifest.tensors.filter(({ name }) => !(untied && name === "token_embd.weight"));
  return read.reduce((sum, { chunks }) => sum + bytesOf(chunks), 0);
}

/** Bytes of the KV cache that one decode step reads at a context. */
export function kvBytesPerToken({ hyperparameters, runner }: LoadedModel, context: number): number {
  const { layers, kvHeads, headDim } = hyperparameters;
  const element = runner.model.parts.kv.options.f16 ? 2 : 4;
  return 2 * layers * kvHeads * headDim * context * element;
}
