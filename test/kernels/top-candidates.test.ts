// top_candidates: order, ties, penalties, and what is not finite.
import { expect, it } from "vitest";
import type { SamplingRow } from "../../src/kernels/sampling.ts";
import { topCandidates } from "../../src/kernels/top-candidates.ts";
import * as reference from "../reference/top-candidates.ts";
import { describeTiers } from "../setup/gpu.ts";
import { expectClose, noise, once, padded, runKernel, stride } from "./harness.ts";
import { samplingRows } from "./sampling-row.ts";

const CONTEXT = 100;

interface Row extends Partial<SamplingRow> {
  logits: Float32Array;
  /** Tokens of the sequence so far; the last one is at the row's position. */
  history?: number[];
}

describeTiers("top_candidates", (_tier, open) => {
  const gpu = once(open);

  /** [row][slice] → pairs, as many as the row wants. */
  async function run(rows: Row[], SLICE: number, K: number, WORKGROUP_SIZE = 64): Promise<[number, number][][][]> {
    const VOCAB = rows[0]!.logits.length;
    const slices = Math.ceil(VOCAB / SLICE);
    const STRIDE = stride(VOCAB);
    const history = new Uint32Array(rows.length * CONTEXT).fill(1);
    const sequence = (r: number) => rows.length - 1 - r;
    rows.forEach((row, r) => {
      history.set(row.history ?? [0], sequence(r) * CONTEXT);
    });
    const { candidates } = await runKernel(await gpu(), topCandidates, {
      arrays: {
        logits: padded(
          rows.flatMap((row) => Array.from(row.logits)),
          rows.length,
          VOCAB,
          STRIDE,
        ),
        rows: new Uint32Array(rows.flatMap((row, r) => [0, (row.history?.length ?? 1) - 1, sequence(r), 0])),
        history,
        sampling: samplingRows(rows),
        candidates: new Uint32Array(rows.length * slices * K * 2),
      },
      params: { rows: rows.length },
      overrides: { VOCAB, STRIDE, SLICE, K, CONTEXT, WORKGROUP_SIZE },
    });
    const logits = new Float32Array(candidates.buffer, 0, candidates.length);
    return rows.map((row, r) =>
      Array.from({ length: slices }, (_, s) =>
        Array.from({ length: row.temperature ? row.topK! : 1 }, (_, k): [number, number] => {
          const at = ((r * slices + s) * K + k) * 2;
          return [candidates[at]!, logits[at + 1]!];
        }),
      ),
    );
  }

  it.each([
    { VOCAB: 1000, SLICE: 256, K: 64, size: 64 },
    { VOCAB: 512, SLICE: 512, K: 8, size: 16 },
    { VOCAB: 4099, SLICE: 2048, K: 40, size: 16 },
    { VOCAB: 70, SLICE: 64, K: 1, size: 256 },
  ])("finds the best of each slice for %o", async ({ VOCAB, SLICE, K, size }) => {
    const logits = noise(VOCAB).map((value) => value * 20);
    const [found] = await run([{ logits, temperature: 1, topK: K }], SLICE, K, size);
    found!.forEach((pairs, slice) => {
      const part = logits.subarray(slice * SLICE, (slice + 1) * SLICE);
      const expected = reference.topCandidates(part, [], {
        repetitionPenalty: 1,
        frequencyPenalty: 0,
        presencePenalty: 0,
      });
      const real = pairs.slice(0, part.length);
      expect(real).toEqual(expected.slice(0, K).map(([id, logit]) => [id + slice * SLICE, logit]));
    });
  });

  it("takes the smaller id of equals, and one candidate where the temperature is 0", async () => {
    const logits = new Float32Array(300).fill(-2);
    const found = await run([{ logits }, { logits, temperature: 1, topK: 3 }], 300, 8);
    expect(found).toEqual([
      [[[0, -2]]],
      [
        [
          [0, -2],
          [1, -2],
          [2, -2],
        ],
      ],
    ]);
  });

  it("penalises what was seen among the last tokens, each row by its own settings", async () => {
    const logits = noise(200, 4).map((value) => value * 10);
    const history = Array.from(noise(90, 9), (value) => Math.floor((value + 1) * 100));
    const penalties = [
      { repetitionPenalty: 1.3, frequencyPenalty: 0, presencePenalty: 0 },
      { repetitionPenalty: 1, frequencyPenalty: 0.7, presencePenalty: 0 },
      { repetitionPenalty: 1.1, frequencyPenalty: 0.2, presencePenalty: 1.5 },
      { repetitionPenalty: 1.1, frequencyPenalty: -0.2, presencePenalty: -1.5, penaltyLastN: 1000 },
    ].map((some) => ({ penaltyLastN: 33, ...some }));
    const found = await run(
      penalties.map((some) => ({ logits, history, temperature: 1, topK: 64, ...some })),
      200,
      64,
    );
    penalties.forEach((some, r) => {
      const expected = reference.topCandidates(logits, history.slice(-some.penaltyLastN), some).slice(0, 64);
      expect(found[r]![0]!.map(([id]) => id)).toEqual(expected.map(([id]) => id));
      expectClose(
        found[r]![0]!.map(([, logit]) => logit),
        expected.map(([, logit]) => logit),
      );
    });
  });

  it("puts NaN and +∞ first and −∞ last", async () => {
    for (const broken of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const logits = noise(100);
      logits[77] = broken;
      const [[pairs]] = (await run([{ logits, temperature: 1, topK: 2 }], 100, 2)) as [[[number, number][]]];
      expect(pairs[0]).toEqual([77, Number.NaN]);
      expect(pairs[1]![1]).toBe(Math.max(...logits.filter((value) => value < 2)));
    }
    const logits = new Float32Array(100).fill(Number.NEGATIVE_INFINITY);
    logits[5] = -3e38;
    const [[pairs]] = (await run([{ logits, temperature: 1, topK: 2 }], 100, 2)) as [[[number, number][]]];
    expect(pairs[0]![0]).toBe(5);
    expect(pairs[1]![1]).toBe(Number.NEGATIVE_INFINITY);
  });
});
