// The made model that tests of the engine share: its shape is also that of most tests of the model, so that drivers compile it once.

import { type ModelShape, makeModel } from "../make/model.ts";
import { type Change, changed } from "./variants.ts";

/** Two layers, grouped queries, a context of five KV blocks and two attention slices. */
export const SHAPE = { layers: 2, dim: 256, ff: 512, heads: 8, kvHeads: 2, vocab: 320, context: 160 } as const;

/** Ids of the made vocabulary that end a generation. */
const ENDS = [2, 260];
/** Bytes of a row of 256 columns. */
const ROW_BYTES = (256 / 32) * 34;

const files = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** A file made once in a process, by name. */
export function made(name: string, shape: ModelShape, change: Change = {}): Promise<Uint8Array<ArrayBuffer>> {
  const file = files.get(name) ?? changed(makeModel(shape), change);
  files.set(name, file);
  return file;
}

/** A Q8_0 model that greedily never ends: the tokens that would end it have logit 0. */
export function endless(): Promise<Uint8Array<ArrayBuffer>> {
  return made(
    "endless",
    { type: "Q8_0", ...SHAPE },
    {
      data(name, data) {
        if (name === "output.weight") for (const id of ENDS) data.fill(0, id * ROW_BYTES, (id + 1) * ROW_BYTES);
      },
    },
  );
}
