// A GGUF file as the reference forward pass takes it: hyper-parameters and every tensor dequantized.
import { readGguf } from "../../src/format/gguf/read.ts";
import { bytesSource } from "../../src/format/source.ts";
import { dequantize } from "../reference/dequantize.ts";
import { forward, type Weights } from "../reference/forward.ts";
import { type ModelConfig, modelConfig } from "../reference/model-config.ts";

export interface ReferenceModel {
  config: ModelConfig;
  weights: Weights;
  metadata: ReadonlyMap<string, unknown>;
  /** Logits of every position, each [vocab]. */
  logits(ids: ArrayLike<number>): Float64Array[];
}

/** Reads a whole file for the reference. */
export async function referenceModel(bytes: Uint8Array): Promise<ReferenceModel> {
  const { metadata, tensors } = await readGguf(bytesSource(bytes));
  const config = modelConfig(metadata);
  const weights = new Map(
    tensors.map(({ name, type, offset, bytes: length }) => [
      name,
      dequantize(type, bytes.subarray(offset, offset + length)),
    ]),
  );
  return { config, weights, metadata, logits: (ids) => forward(config, weights, ids) };
}

/** Normalised mean squared error: |got - want|² / |want|². */
export function nmse(got: ArrayLike<number>, want: ArrayLike<number>): number {
  let [error, power] = [0, 0];
  for (let i = 0; i < want.length; i++) {
    error += (got[i]! - want[i]!) ** 2;
    power += want[i]! ** 2;
  }
  return error / power;
}
