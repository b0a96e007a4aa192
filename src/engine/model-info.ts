// What a loaded model says about itself.
import { type Manifest, mainType } from "../base/manifest.ts";
import type { ModelInfo } from "../protocol/backend.ts";
import { fileSampling } from "../protocol/file-sampling.ts";
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
    quantization: mainType(manifest.tensors),
    hasChatTemplate: prompts.hasTemplate,
    hasTokenizer: prompts.tokenizer !== null,
    builtInTools: prompts.builtInTools,
    sampling: fileSampling(metadata),
    adapter: gpu.adapterName,
    tier: gpu.tier,
    fallbacks: model.fallbacks,
    bytes: { ...gpu.buffers.bytes },
  };
}
