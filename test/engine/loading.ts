// Loads a GGUF file in memory onto a test's device, as the worker does from the store.
import type { ChunkReader } from "../../src/base/manifest.ts";
import { Engine } from "../../src/engine/engine.ts";
import { type LoadedModel, type ModelOptions, placeModel, readModel } from "../../src/engine/load.ts";
import { readGguf } from "../../src/format/gguf/read.ts";
import { bytesSource } from "../../src/format/source.ts";
import type { GpuDevice } from "../../src/gpu/device.ts";
import { manifestOfFile } from "../../src/library/manifest.ts";
import type { Prompt, Sampling } from "../../src/protocol/backend.ts";

export const never = new AbortController().signal;

/** What loading a file needs beside a device. */
export async function optionsFor(bytes: Uint8Array, spec: Partial<ModelOptions["spec"]> = {}): Promise<ModelOptions> {
  const reader: ChunkReader = {
    read: async ({ offset, bytes: length }) => Uint8Array.from(bytes.subarray(offset, offset + length)),
  };
  const manifest = manifestOfFile(await readGguf(bytesSource(bytes)));
  return { manifest, reader, spec: { tier: "auto", kv: "f32", ...spec }, report: () => {}, signal: never };
}

/** A model on a device that others use too: the caller frees its buffers. */
export async function loadedOn(
  gpu: GpuDevice,
  bytes: Uint8Array,
  spec: Partial<ModelOptions["spec"]> = {},
): Promise<LoadedModel> {
  const options = await optionsFor(bytes, spec);
  return placeModel(gpu, await readModel(options), options);
}

/** An engine on a device that others use too: the caller disposes the device, not the engine. */
export async function engineOn(
  gpu: GpuDevice,
  bytes: Uint8Array,
  spec: Partial<ModelOptions["spec"]> = {},
): Promise<Engine> {
  const options = await optionsFor(bytes, spec);
  return new Engine(await placeModel(gpu, await readModel(options), options), options.manifest);
}

export const greedy: Sampling = {
  temperature: 0,
  topK: 40,
  topP: 1,
  minP: 0,
  repetitionPenalty: 1,
  frequencyPenalty: 0,
  presencePenalty: 0,
  penaltyLastN: 64,
  seed: 0,
};

/** Runs a request to its end. */
export async function complete(
  engine: Engine,
  prompt: Prompt,
  maxTokens: number,
  sampling: Sampling = greedy,
  stop: string[] = [],
) {
  const ids: number[] = [];
  let text = "";
  for await (const event of engine.generate({ prompt, sampling, maxTokens, stop }, never)) {
    if (event.type === "token") ids.push(event.id);
    if (event.type === "text") text += event.text;
    if (event.type === "done") return { ids, text, done: event };
  }
  throw new Error("Expected a done event but found none");
}
