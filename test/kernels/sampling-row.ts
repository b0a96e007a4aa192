// Sampling settings for tests: greedy without penalties unless told otherwise.
import { SAMPLING_BYTES, type SamplingRow, writeSampling } from "../../src/kernels/sampling.ts";

const GREEDY: SamplingRow = {
  temperature: 0,
  topK: 1,
  topP: 1,
  minP: 0,
  repetitionPenalty: 1,
  frequencyPenalty: 0,
  presencePenalty: 0,
  penaltyLastN: 64,
  seed: 0,
};

/** The settings of each row, as the kernels read them. */
export function samplingRows(rows: Partial<SamplingRow>[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array((rows.length * SAMPLING_BYTES) / 4);
  rows.forEach((row, r) => {
    writeSampling(new DataView(words.buffer), r, { ...GREEDY, ...row });
  });
  return words;
}
