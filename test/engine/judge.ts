// Judges a loaded model by the f64 forward pass: prefill and decode, at every position.
import { expect } from "vitest";
import type { LoadedModel } from "../../src/engine/load.ts";
import type { GpuDevice } from "../../src/gpu/device.ts";
import { Random } from "../make/random.ts";
import { nmse, type ReferenceModel, referenceModel } from "../make/reference-model.ts";
import { loadedOn, never } from "./loading.ts";

const references = new WeakMap<Uint8Array, Promise<ReferenceModel>>();
const forwards = new WeakMap<Uint8Array, Map<string, Float64Array[]>>();

/** Logits of every position by the reference; computed once for a file and ids. */
export async function referenceLogits(bytes: Uint8Array, ids: readonly number[]): Promise<Float64Array[]> {
  const known = forwards.get(bytes) ?? new Map<string, Float64Array[]>();
  forwards.set(bytes, known);
  const found = known.get(ids.join());
  if (found) return found;
  const model = references.get(bytes) ?? referenceModel(bytes);
  references.set(bytes, model);
  const logits = (await model).logits(ids);
  known.set(ids.join(), logits);
  return logits;
}

/** Ids that are the same for the same seed. */
export function randomIds(length: number, vocab: number, seed = 5): number[] {
  const random = new Random(seed);
  return Array.from({ length }, () => random.below(vocab));
}

/** The largest allowed error of the logits. */
export function boundOf(gpu: GpuDevice, kv: "f32" | "f16"): number {
  return gpu.tier !== "f16" && kv === "f32" ? 1e-7 : 1e-5;
}

/** Logits of every position: the first `prefilled` by prefill, the others by decode steps of the ids given. */
export async function allLogits(
  { runner, names }: LoadedModel,
  ids: readonly number[],
  prefilled: number,
): Promise<Float32Array[]> {
  const all: Float32Array[] = [];
  const onLogits = (logits: Float32Array, rows: number) => {
    for (let row = 0; row < rows; row++) all.push(logits.slice(row * names.vocabSize, (row + 1) * names.vocabSize));
  };
  const first = Uint32Array.from(ids.slice(0, prefilled));
  for await (const _ of runner.prefill(first, { position: 0, signal: never, onLogits }));
  for (let position = prefilled; position < ids.length; position++) {
    runner.setToken(ids[position]!, position);
    runner.step(position);
    all.push(await runner.logits());
  }
  return all;
}

/** Loads a file and expects its logits to be the reference's, then frees it. */
export async function expectAgreement(
  gpu: GpuDevice,
  bytes: Uint8Array,
  { kv = "f32" as "f32" | "f16", ids = randomIds(40, 300), prefilled = 34 } = {},
): Promise<void> {
  const model = await loadedOn(gpu, bytes, { kv });
  const want = await referenceLogits(bytes, ids);
  const got = await allLogits(model, ids, prefilled);
  gpu.buffers[Symbol.dispose]();
  expect(got.length).toBe(ids.length);
  for (const [position, logits] of got.entries()) {
    const how = position < prefilled ? "prefill" : "decode";
    expect(nmse(logits, want[position]!), `${how} ${position}`).toBeLessThanOrEqual(boundOf(gpu, kv));
  }
}
