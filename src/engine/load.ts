// Brings a model from its manifest to a runner that is ready: header, device, weights and pipelines side by side, then the self-test.
import { concat } from "../base/bytes.ts";
import { OrielError, throwIfAborted } from "../base/errors.ts";
import type { ChunkReader, Manifest, TensorEntry } from "../base/manifest.ts";
import type { Metadata } from "../base/metadata.ts";
import type { Report } from "../base/progress.ts";
import { TIERS } from "../base/tier.ts";
import { checkModel } from "../format/gguf/check.ts";
import { readGguf } from "../format/gguf/read.ts";
import { bytesSource } from "../format/source.ts";
import { flagsOf, type GpuDevice, openDevice } from "../gpu/device.ts";
import { ropeTable as angleTable } from "../kernels/rope-table.ts";
import { loadWeights, readFloats } from "../loader/loader.ts";
import type { Hyperparameters } from "../model/hyperparameters.ts";
import { KvCache } from "../model/kv-cache.ts";
import { checkLoadable } from "../model/loadable.ts";
import type { ModelNames } from "../model/model-weights.ts";
import { Transformer } from "../model/transformer.ts";
import { type WeightSpecs, Weights } from "../model/weights.ts";
import type { LoadSpec } from "../protocol/backend.ts";
import { foldNorms } from "./fold-norms.ts";
import { GpuSampler } from "./gpu-sampler.ts";
import { PromptReader } from "./prompt.ts";
import { Runner } from "./runner.ts";
import { SelfTestFailure, testMatrices, testModel } from "./self-test.ts";

/** Context that is reserved when a request names none, where the model has as much. */
const DEFAULT_CONTEXT = 4096;

export interface ModelOptions {
  manifest: Manifest;
  reader: ChunkReader;
  spec: Pick<LoadSpec, "tier" | "kv" | "contextLength">;
  report: Report;
  signal: AbortSignal;
}

export interface LoadOptions extends ModelOptions {
  /** `navigator.gpu`, or Dawn's in Node. */
  gpu: GPU | undefined;
}

/** A model on the GPU, ready to run. */
export interface LoadedModel {
  gpu: GpuDevice;
  metadata: Metadata;
  hyperparameters: Hyperparameters;
  names: ModelNames;
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
export async function loadModel(options: LoadOptions): Promise<LoadedModel> {
  options.report({ stage: "read", done: 0, total: 1, unit: "steps" });
  const described = await readModel(options);
  const fallbacks: string[] = [];
  let notFinite = true;
  let tier = options.spec.tier;
  for (;;) {
    const gpu = await openDevice(options.gpu, { tier });
    try {
      return await placeModel(gpu, described, options, fallbacks);
    } catch (error) {
      gpu[Symbol.dispose]();
      if (!(error instanceof SelfTestFailure)) throw error;
      fallbacks.push(`${gpu.tier}: ${error.message}`);
      notFinite &&= error.notFinite;
      // The same shaders would fail again.
      const next = TIERS.slice(TIERS.indexOf(gpu.tier) + 1).find((lower) => gpu.pipelines.differs(flagsOf(lower)));
      if (options.spec.tier === "auto" && next) tier = next;
      else throw notFinite ? brokenModel(fallbacks) : failedTest(gpu.adapterName, fallbacks);
    }
  }
}

/** What every tier computes alike is the model's fault. */
function brokenModel(fallbacks: readonly string[]): OrielError {
  const message = "Expected finite logits but found NaN or infinity from the model's weights";
  return new OrielError("bad-model", message, { fallbacks });
}

function failedTest(adapter: string, fallbacks: readonly string[]): OrielError {
  const message = `Expected right results from ${adapter} but its self-test failed: ${fallbacks.join("; ")}`;
  return new OrielError("unsupported", message, { adapter, fallbacks });
}

/** What is known of a model before there is a device. */
interface DescribedModel {
  metadata: Metadata;
  hyperparameters: Hyperparameters;
  names: ModelNames;
  specs: WeightSpecs;
  prompts: PromptReader;
  contextLength: number;
  /** Divisors of the frequencies of the first rope. */
  ropeFactors?: Float32Array;
  /** Factors of parts of projections, by the names of their tensors. */
  scales: ReadonlyMap<string, number>;
}

/** Reads and checks all but the weights. @throws as {@link loadModel} */
export async function readModel({ manifest, reader, spec, signal }: ModelOptions): Promise<DescribedModel> {
  const metadata = await readMetadata(manifest, reader, signal);
  const { hyperparameters, specs, names, tokenizer } = checkLoadable(metadata, manifest.tensors);
  const prompts = new PromptReader(metadata, names.vocabSize, tokenizer);
  const contextLength = contextOf(hyperparameters, spec.contextLength);
  const { originalContext } = hyperparameters;
  const factors = contextLength > originalContext ? (names.longRopeFactors ?? names.ropeFactors) : names.ropeFactors;
  const ropeFactors = factors && (await readFloats(factors, reader, signal));
  const scales = new Map<string, number>();
  for (const tensor of names.scales) scales.set(tensor.name, await readScale(tensor, reader, signal));
  throwIfAborted(signal);
  return { metadata, hyperparameters, names, specs, prompts, contextLength, ropeFactors, scales };
}

/** Puts a model on a device: weights stream in while the pipelines compile, then the self-test. @throws SelfTestFailure, and as {@link loadModel} */
export async function placeModel(
  gpu: GpuDevice,
  model: DescribedModel,
  options: ModelOptions,
  fallbacks: string[] = [],
): Promise<LoadedModel> {
  const { manifest, reader, spec, report, signal } = options;
  const { metadata, hyperparameters, names, prompts, contextLength } = model;
  const kv = new KvCache(gpu, hyperparameters, { contextLength, sequences: 1, f16: spec.kv === "f16" });
  const weights = new Weights(gpu, model.specs, model.scales);
  const ropeTables = uploadAngles(gpu, model);
  const runner = new Runner(new Transformer({ gpu, hyperparameters, names, weights, kv, ropeTables }), contextLength);
  const sampler = new GpuSampler(runner);

  const compiled = Promise.all([runner.compile(signal), sampler.plan.compile(signal)]);
  compiled.catch(() => undefined);
  await loadWeights(weights, { gpu, manifest, reader, report, signal });
  await foldNorms(gpu, weights);
  gpu.pipelines.onProgress = (done, total) => report({ stage: "compile", done, total, unit: "steps" });
  try {
    await compiled;
  } finally {
    gpu.pipelines.onProgress = undefined;
  }
  throwIfAborted(signal);
  report({ stage: "self-test", done: 0, total: 2, unit: "steps" });
  await testMatrices(gpu, [...new Set(model.specs.matrices.map(({ type }) => type))]);
  report({ stage: "self-test", done: 1, total: 2, unit: "steps" });
  await testModel(runner, sampler);
  report({ stage: "self-test", done: 2, total: 2, unit: "steps" });
  throwIfAborted(signal);
  return { gpu, metadata, hyperparameters, names, prompts, runner, sampler, fallbacks };
}

/** The angles of each kind of layer: [positions, ropeDim / 2] of (cos, sin). */
function uploadAngles(gpu: GpuDevice, { hyperparameters, contextLength, ropeFactors }: DescribedModel): GPUBuffer[] {
  const { ropeDim, ropes } = hyperparameters;
  return ropes.map(({ base, scaling }, index) => {
    const factors = index === 0 ? ropeFactors : undefined;
    const angles = angleTable({ positions: contextLength, ropeDim, base, factors, scaling });
    const table = gpu.buffers.storage("rope table", angles.byteLength, "scratch");
    gpu.queue.writeBuffer(table, 0, angles);
    return table;
  });
}

/** The number of a tensor of one. @throws OrielError `bad-model` for 0, since biases are divided by it */
async function readScale(tensor: TensorEntry, reader: ChunkReader, signal: AbortSignal): Promise<number> {
  const [scale] = await readFloats(tensor, reader, signal);
  if (scale && Number.isFinite(scale)) return scale;
  throw new OrielError("bad-model", `Expected a finite number other than 0 in ${tensor.name} but found ${scale}`);
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

function contextOf(hyperparameters: Hyperparameters, asked: number | undefined): number {
  const longest = hyperparameters.contextLength;
  if (asked === undefined) return Math.min(longest, DEFAULT_CONTEXT);
  if (Number.isInteger(asked) && asked >= 1 && asked <= longest) return asked;
  throw new OrielError("bad-request", `Expected a context length from 1 to ${longest} but found ${asked}`, {
    longest,
    asked,
  });
}
