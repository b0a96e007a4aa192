// The small model that the engine's tests run on, loaded once for each tier: compiling its pipelines takes longer than all of the tests.
import { vi } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { type LoadedModel, placeModel, readModel } from "../../src/engine/load.ts";
import type { GpuDevice } from "../../src/gpu/device.ts";
import { makeModel } from "../make/model.ts";
import { never, optionsFor } from "./loading.ts";

export const CONTEXT = 256;
export const VOCAB = 320;
/** The token that ends an answer of the made vocabulary. */
export const EOS = 2;

export const FILE = makeModel({
  type: "Q8_0",
  dim: 64,
  ff: 96,
  heads: 4,
  kvHeads: 2,
  vocab: VOCAB,
  context: CONTEXT,
});

/** What the tests of one tier share; filled before the first of them. */
export interface Scene {
  gpu: GpuDevice;
  model: LoadedModel;
  engine: Engine;
  /** Begins anew: what is evaluated next shares no beginning with it. */
  forget(): Promise<unknown>;
  /** Makes the next prefill begin with a chunk of 8 rows, as on a slow device. */
  shrinkChunks(): Promise<void>;
}

/** Loads {@link FILE}. */
export async function openScene(gpu: GpuDevice): Promise<Scene> {
  const options = await optionsFor(FILE);
  const model = await placeModel(gpu, await readModel(options), options);
  const engine = new Engine(model, options.manifest);
  const forget = () => engine.logits({ ids: [0] }, never);
  const shrinkChunks = async () => {
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => {
      now += 100_000;
      return now;
    });
    await engine.logits({ ids: Array.from({ length: CONTEXT }, (_, i) => i) }, never);
    clock.mockRestore();
    await forget();
  };
  return { gpu, model, engine, forget, shrinkChunks };
}
