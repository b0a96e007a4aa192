// Random numbers without state, bit for bit those of shaders/lib/rng.wgsl, for sampling that happens on the CPU.

/** PCG hash of 32 bits (Jarzynski and Olano, "Hash Functions for GPU Rendering", JCGT 9(3), 2020). */
function pcg(value: number): number {
  const state = (Math.imul(value, 747796405) + 2891336453) >>> 0;
  const word = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277803737) >>> 0;
  return ((word >>> 22) ^ word) >>> 0;
}

/**
 * The draw for one position of a sequence: floor(pcg(seed + pcg(position)) / 2^8) / 2^24, in [0, 1).
 * @param seed 32 bits, unsigned
 * @param position the position that the drawn token will have
 */
export function uniform(seed: number, position: number): number {
  return (pcg((seed + pcg(position)) >>> 0) >>> 8) / 2 ** 24;
}
