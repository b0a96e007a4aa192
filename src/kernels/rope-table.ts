// The angles of rotary position embedding as a table of (cos, sin), computed in f64 so that large positions stay exact.

/** How positions beyond the trained context are mapped; the names are GGUF's `rope.scaling.*`. */
export type RopeScaling =
  | { type: "none" }
  /** Every angle is divided by `factor`. */
  | { type: "linear"; factor: number }
  /** YaRN: low frequencies are interpolated, high ones kept, and cos and sin scaled (Peng et al. 2023, arXiv 2309.00071). */
  | {
      type: "yarn";
      factor: number;
      /** Context length that the model was trained with before scaling. */
      originalContext: number;
      /** Weight of the unscaled angles where they are kept; 1 unless the file says otherwise. */
      extFactor?: number;
      /** Scales cos and sin beside what YaRN itself prescribes; 1 unless the file says otherwise. */
      attnFactor?: number;
      /** Turns within the original context above which a dimension is kept as it is. */
      betaFast?: number;
      /** Turns within the original context below which a dimension is interpolated in full. */
      betaSlow?: number;
    };

export interface RopeShape {
  /** Number of positions, from 0 on. */
  positions: number;
  /** Rotated dimensions of a head, an even number. */
  ropeDim: number;
  /** Base of the frequencies (`rope.freq_base`). */
  base: number;
  /** One divisor per frequency, [ropeDim / 2]: the tensor `rope_freqs.weight` (Llama 3) or `rope_factors_*` (LongRoPE). */
  factors?: ArrayLike<number>;
  scaling: RopeScaling;
}

/**
 * (cos, sin) of each position and frequency: [positions, ropeDim / 2, 2].
 *
 * Angle i of a position is position · base^(−2i / ropeDim) / factors[i], then scaled. The formulas of YaRN are those of ggml's `rope_yarn`; llama.cpp
 * cancels one of its two magnitudes, which leaves attnFactor · (1 + 0.1 · ln factor).
 */
export function ropeTable(shape: RopeShape): Float32Array<ArrayBuffer> {
  const { positions, ropeDim, base, factors, scaling } = shape;
  const half = ropeDim / 2;
  const magnitude = magnitudeOf(scaling);
  const frequencies = Array.from({ length: half }, (_, i) => {
    const frequency = base ** ((-2 * i) / ropeDim) / (factors?.[i] ?? 1);
    return frequency * multiplier(scaling, i, ropeDim, base);
  });
  const table = new Float32Array(positions * ropeDim);
  for (let position = 0; position < positions; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position * frequencies[i]!;
      table[position * ropeDim + 2 * i] = Math.cos(angle) * magnitude;
      table[position * ropeDim + 2 * i + 1] = Math.sin(angle) * magnitude;
    }
  }
  return table;
}

/** What scaling does to frequency i. */
function multiplier(scaling: RopeScaling, i: number, ropeDim: number, base: number): number {
  if (scaling.type === "none") return 1;
  const interpolated = 1 / scaling.factor;
  if (scaling.type === "linear") return interpolated;
  const { originalContext, extFactor = 1, betaFast = 32, betaSlow = 1 } = scaling;
  const dimensionOf = (turns: number) =>
    (ropeDim * Math.log(originalContext / (turns * 2 * Math.PI))) / (2 * Math.log(base));
  const low = Math.max(0, Math.floor(dimensionOf(betaFast)));
  const high = Math.min(ropeDim - 1, Math.ceil(dimensionOf(betaSlow)));
  const ramp = Math.min(1, Math.max(0, (i - low) / Math.max(0.001, high - low)));
  const kept = (1 - ramp) * extFactor;
  return interpolated * (1 - kept) + kept;
}

function magnitudeOf(scaling: RopeScaling): number {
  if (scaling.type !== "yarn") return 1;
  const { factor, attnFactor = 1, extFactor = 1 } = scaling;
  return extFactor === 0 ? attnFactor : attnFactor * (factor > 1 ? 1 + 0.1 * Math.log(factor) : 1);
}
