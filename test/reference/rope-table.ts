// One (cos, sin) of a rotary table as YaRN's authors state it: by how often a dimension turns within the trained context, in f64.

export interface YarnReference {
  ropeDim: number;
  base: number;
  factor: number;
  originalContext: number;
}

/** Angle and magnitude of frequency i at a position, with beta_fast 32 and beta_slow 1. */
export function yarn({ ropeDim, base, factor, originalContext }: YarnReference, position: number, i: number) {
  const wavelength = 2 * Math.PI * base ** ((2 * i) / ropeDim);
  // The (fractional) index of the dimension that makes `turns` turns, rounded outwards.
  const index = (turns: number) => Math.log(originalContext / (turns * 2 * Math.PI)) / Math.log(base ** (2 / ropeDim));
  const first = Math.max(Math.floor(index(32)), 0);
  const last = Math.min(Math.ceil(index(1)), ropeDim - 1);
  const interpolated = i <= first ? 0 : i >= last ? 1 : (i - first) / (last - first);
  const turns = (position / wavelength) * (1 - interpolated) + (position / wavelength / factor) * interpolated;
  return { angle: 2 * Math.PI * turns, magnitude: 1 + 0.1 * Math.log(factor) };
}
