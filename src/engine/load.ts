// Brings a model from its manifest to a runner that is ready: header, device, weights and pipelines side by side, then one warm-up step.
import { concat } from "../base/bytes.ts";
import { OrielError, throwIfAborted } from "../base/errors.ts";
import type { ChunkReader, Manifest } from "../base/manifest.ts";
import type { Report } from "../base/progress.ts";
import { checkModel } from "../format/gguf/check.ts";
import { readGguf } from "../format/gguf/read.ts";
import { bytesSource } from "../format/source.ts";
import { type GpuDevice, openDevice } from "../gpu/device.ts";
import { ropeTable } from "../kernels/rope-table.ts";
import { loadWeights, readFloats } from "../loader/loader.ts";
import { type Hyperparameters, readHyperparameters } from "../model/hyperparameters.ts";
import { KvCache } from "../model/kv-cache.ts";
import { Llama } from "../model/llama.ts";
import { type LlamaNames, llamaWeights } from "../model/llama-weights.ts";
import { Weights } from "../model/weights.ts";
import type { LoadSpec } from "../protocol/backend.ts";
import { GpuSampler } from "./gpu-sampler.ts";
import { PromptReader } from "./prompt.ts";
import { Runner } from "./runner.ts";

/** Context that is reserved when a request names none, where the model has as much. */
const DEFAULT_CONTEXT = 4096;

export interface LoadOptions {
  manifest: Manifest;
  reader: ChunkReader;
  /** `navigator.gpu`, or Dawn's in Node. */
  gpu: GPU | undefined;
  spec: Pick<LoadSpec, "tier" | "kv" | "contextLength">;
  report: Report;
  signal: AbortSignal;
}

/** A model on the GPU, ready to run. */
export interface LoadedModel {
  gpu: GpuDevice;
  metadata: ReadonlyMap<string, unknown>;
  hyperparameters: Hyperparameters;
  names: LlamaNames;
  prompts: PromptReader;
  runner: Runner;
  sampler: GpuSampler;
  /** Tiers that failed their self-test, with the reason. */
  fallbacks: string[];
}

/**
 * Loads a model; whatever fails, nothing stays on the GPU.
 * @throws OrielError `unsupported`, `bad-model`, `corrupt`, `no-webgpu`, `out-of-memory`, `bad-request` for a context length beyond the model's, `aborted`
 */
export async function loadModel({
  manifest,
  reader,
  gpu: entry,
  spec,
  report,
  signal,
}: LoadOptions): Promise<LoadedModel> {
  report({ stage: "read", done: 0, total: 1, unit: "steps" });
  const metadata = await readMetadata(manifest, reader, signal);
  const hyperparameters = readHyperparameters(metadata);
  const { specs, names } = llamaWeights(hyperparameters, manifest.tensors);
  const prompts = new PromptReader(metadata, names.vocabSize);
  const contextLength = contextOf(hyperparameters, spec.contextLength);
  const factors = names.ropeFactors && (await readFloats(names.ropeFactors, reader, signal));
  throwIfAborted(signal);

  const gpu = await openDevice(entry, { tier: spec.tier });
  try {
    const kv = new KvCache(gpu, hyperparameters, { contextLength, sequences: 1, f16: spec.kv === "f16" });
    const weights = new Weights(gpu, specs);
    const { ropeDim, ropeBase: base, scaling } = hyperparameters;
    const angles = ropeTable({ positions: contextLength, ropeDim, base, factors, scaling });
    const table = gpu.buffers.storage("rope table", angles.byteLength, "scratch");
    gpu.queue.writeBuffer(table, 0, angles);
    const llama = new Llama({ gpu, hyperparameters, names, weights, kv, ropeTable: table });
    const runner = new Runner(llama, contextLength);
    const sampler = new GpuSampler(runner);

    const compiled = Promise.all([runner.compile(signal), sampler.plan.compile(signal)]);
    compiled.catch(() => undefined);
    await loadWeights(weights, { gpu, manifest, reader, report, signal });
    report({ stage: "compile", done: 0, total: 1, unit: "steps" });
    await compiled;
    throwIfAborted(signal);
    report({ stage: "warm-up", done: 0, total: 1, unit: "steps" });
    await warmUp(runner, sampler);
    report({ stage: "warm-up", done: 1, total: 1, unit: "steps" });
    return { gpu, metadata, hyperparameters, names, prompts, runner, sampler, fallbacks: [] };
  } catch (error) {
    gpu[Symbol.dispose]();
    throw error;
  }
}

async function readMetadata(manifest: Manifest, reader: ChunkReader, signal: AbortSignal) {
  const header = manifest.blobs.header;
  if (manifest.format !== "gguf" || !header) {
    throw new OrielError("unsupported", `Expected a GGUF model with a header but found ${manifest.format}`);
  }
  const parts: Uint8Array[] = [];
  for (const ref of header) parts.push(await reader.read(ref, signal));
  const file = await readGguf(bytesSource(concat(parts)), { headerOnly: true, signal });
  checkModel(file);
  return file.metadata;
}

/** Runs every plan once, so that the first request does not wait for the driver, which may compile at the first dispatch only. */
async function warmUp(runner: Runner, sampler: GpuSampler): Promise<void> {
  for await (const _ of runner.prefill(Uint32Array.of(0), { position: 0 }));
  const { signal } = new AbortController();
  const greedy = {
    temperature: 0,
    topK: 1,
    topP: 1,
    minP: 0,
    repetitionPenalty: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
  };
  const run = {
    ids: [0],
    sampling: { ...greedy, penaltyLastN: 0, seed: 0 },
    limit: Math.min(2, runner.contextLength),
    signal,
  };
  for await (const _ of sampler.run(run));
}

function contextOf(hyperparameters: Hyperparameters, asked: number | undefined): number {
  const longest = hyperparameters.contextLength;
  if (asked === undefined) return Math.min(longest, DEFAULT_CONTEXT);
  if (Number.isInteger(asked) && asked >= 1 && asked <= longest) return asked;
  throw new OrielError("bad-request", `Expected a context length from 1 to ${longest} but found ${asked}`, {
    longest,
    asked,
  });
}
