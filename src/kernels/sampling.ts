// The sampling settings of a row as the GPU reads them: struct `Sampling` of shaders/lib/sampling.wgsl.

/** How the next token of one row is chosen; ranges are the caller's to check. */
export interface SamplingRow {
  /** 0 takes the most likely token. */
  temperature: number;
  /** Candidates that are kept; 1 to the kernels' K. */
  topK: number;
  /** Probability that the kept candidates must reach; 1 keeps all. */
  topP: number;
  /** Least probability relative to the best; 0 keeps all. */
  minP: number;
  /** Divides positive and multiplies negative logits of seen tokens; 1 does nothing. */
  repetitionPenalty: number;
  /** Subtracted once per time that a token was seen. */
  frequencyPenalty: number;
  /** Subtracted if a token was seen. */
  presencePenalty: number;
  /** Tokens that count as seen: so many up to and with the current position. */
  penaltyLastN: number;
  /** 32 bits, unsigned. */
  seed: number;
}

/** Bytes of one row's settings. */
export const SAMPLING_BYTES = 48;

/** What a drawn token is where a logit was NaN or +∞, or all were −∞. */
export const NO_TOKEN = 0xffffffff;

/** Writes the settings of one row. */
export function writeSampling(view: DataView, row: number, settings: SamplingRow): void {
  const at = row * SAMPLING_BYTES;
  const { temperature, topK, topP, minP, repetitionPenalty, frequencyPenalty, presencePenalty, penaltyLastN, seed } =
    settings;
  view.setFloat32(at, temperature, true);
  view.setUint32(at + 4, topK, true);
  [topP, minP, repetitionPenalty, frequencyPenalty, presencePenalty].forEach((value, i) => {
    view.setFloat32(at + 8 + i * 4, value, true);
  });
  view.setUint32(at + 28, penaltyLastN, true);
  view.setUint32(at + 32, seed, true);
}
