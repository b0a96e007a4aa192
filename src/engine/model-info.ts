// What a loaded model says about itself.
import { bytesOf, type Manifest } from "../base/manifest.ts";
import type { ModelInfo } from "../protocol/backend.ts";
import type { LoadedModel } from "./load.ts";

/** The description of a loaded model. */
export function describeModel(model: LoadedModel, manifest: Manifest): ModelInfo {
  const { gpu, hyperparameters, metadata, names, prompts, runner } = model;
  const name = metadata.get("general.name");
  return {
    arch: hyperparameters.arch,
    name: typeof name === "string" ? name : null,
    contextLength: runner.contextLength,
    vocabSize: names.vocabSize,
    quantization: mostBytes(manifest),
    hasChatTemplate: prompts.hasTemplate,
    hasTokenizer: prompts.tokenizer !== null,
    adapter: gpu.adapterName,
    tier: gpu.tier,
    fallbacks: model.fallbacks,
    bytes: { ...gpu.buffers.bytes },
  };
}

/** The weight type that most bytes of a model have. */
function mostBytes(manifest: Manifest): string {
  const bytes = new Map<string, number>();
  for (const { type, chunks } of manifest.tensors) bytes.set(type, (bytes.get(type) ?? 0) + bytesOf(chunks));
  return [...bytes].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ["none", -1])[0];
}
