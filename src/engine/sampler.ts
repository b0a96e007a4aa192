// Sampling on the CPU, for settings that the GPU does not take: top-k above 64 or unlimited. Same order and same random numbers as the kernels.
import { OrielError } from "../base/errors.ts";
import { uniform } from "../kernels/rng.ts";
import type { Sampling } from "../protocol/backend.ts";

/** The error for logits that no sampler can use. */
export function brokenLogits(position: number): OrielError {
  return new OrielError("bad-model", `Expected finite logits but found NaN or infinity at position ${position}`, {
    position,
  });
}

/**
 * Draws the token for the position after the last of `ids`.
 * Order as llama.cpp: penalties, top-k, top-p, min-p, temperature. `logits` [vocabSize] are changed by the penalties.
 * @throws OrielError `bad-model` when a logit is NaN or +∞, or all are −∞
 */
export function sample(logits: Float32Array, ids: readonly number[], sampling: Sampling): number {
  penalise(logits, ids, sampling);
  const none = logits.every((logit) => logit === Number.NEGATIVE_INFINITY);
  if (none || logits.some((logit) => !(logit < Number.POSITIVE_INFINITY))) throw brokenLogits(ids.length);
  const { temperature, topK, topP, minP, seed } = sampling;
  const order = Uint32Array.from(logits, (_, id) => id).sort((a, b) => logits[b]! - logits[a]! || a - b);
  if (temperature === 0) return order[0]!;
  const best = logits[order[0]!]!;
  let count = topK > 0 ? Math.min(topK, order.length) : order.length;
  const weight = (index: number, t: number) => Math.exp((logits[order[index]!]! - best) / t);
  if (topP < 1) count = reach(count, topP * total(count, 1, weight), 1, weight) + 1;
  while (minP > 0 && count > 1 && weight(count - 1, 1) < minP) count--;
  const drawn = uniform(seed, ids.length) * total(count, temperature, weight);
  return order[reach(count, drawn, temperature, weight)]!;
}

type Weight = (index: number, temperature: number) => number;

function total(count: number, temperature: number, weight: Weight): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += weight(index, temperature);
  return sum;
}

/** Index of the first of `count` at which the running sum passes `limit`, or the last index. */
function reach(count: number, limit: number, temperature: number, weight: Weight): number {
  let sum = 0;
  for (let index = 0; index < count - 1; index++) {
    sum += weight(index, temperature);
    if (sum > limit) return index;
  }
  return count - 1;
}

function penalise(logits: Float32Array, ids: readonly number[], sampling: Sampling): void {
  const { repetitionPenalty, frequencyPenalty, presencePenalty, penaltyLastN } = sampling;
  if (penaltyLastN === 0) return;
  const counts = new Map<number, number>();
  for (const id of ids.slice(-penaltyLastN)) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const [id, count] of counts) {
    const logit = logits[id]!;
    const repeated = logit <= 0 ? logit * repetitionPenalty : logit / repetitionPenalty;
    logits[id] = repeated - count * frequencyPenalty - presencePenalty;
  }
}
