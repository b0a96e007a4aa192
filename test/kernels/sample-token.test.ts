// sample_token: the chain and the draw against f64 with the same random numbers, and what it leaves for the next step.
import { describe, expect, it } from "vitest";
import { uniform } from "../../src/kernels/rng.ts";
import { sampleToken } from "../../src/kernels/sample-token.ts";
import { NO_TOKEN, type SamplingRow } from "../../src/kernels/sampling.ts";
import { type Chain, distribution, drawn } from "../reference/sample-token.ts";
import { describeTiers } from "../setup/gpu.ts";
import { noise, once, runKernel } from "./harness.ts";
import { samplingRows } from "./sampling-row.ts";

const CONTEXT = 64;
const RING = 4;
const K = 64;

interface Row extends Partial<SamplingRow> {
  logits: ArrayLike<number>;
  position: number;
  state?: number;
}

describeTiers("sample_token", (_tier, open) => {
  const gpu = once(open);

  async function run(rows: Row[], sliceSize: number, WORKGROUP_SIZE = 64) {
    const SLICES = Math.ceil(rows[0]!.logits.length / sliceSize);
    const candidates = new Uint32Array(rows.length * SLICES * K * 2);
    const logits = new Float32Array(candidates.buffer);
    rows.forEach((row, r) => {
      for (let s = 0; s < SLICES; s++) {
        const ids = Array.from({ length: sliceSize }, (_, i) => s * sliceSize + i);
        const value = (id: number) => row.logits[id] ?? Number.NEGATIVE_INFINITY;
        const rank = (id: number) => (Number.isNaN(value(id)) ? Number.POSITIVE_INFINITY : value(id));
        ids.sort((a, b) => (rank(a) === rank(b) ? a - b : rank(b) - rank(a)));
        ids.slice(0, K).forEach((id, k) => {
          candidates[((r * SLICES + s) * K + k) * 2] = id;
          logits[((r * SLICES + s) * K + k) * 2 + 1] = value(id);
        });
        for (let k = ids.length; k < K; k++) logits[((r * SLICES + s) * K + k) * 2 + 1] = Number.NEGATIVE_INFINITY;
      }
    });
    const result = await runKernel(await gpu(), sampleToken, {
      arrays: {
        candidates,
        sampling: samplingRows(rows),
        rows: new Uint32Array(rows.flatMap((row, r) => [1000, row.position, rows.length - 1 - r, 7])),
        history: new Uint32Array(rows.length * CONTEXT),
        state: Uint32Array.from(rows, (row) => row.state ?? 0),
        out: new Uint32Array(rows.length * RING),
      },
      params: { rows: rows.length },
      overrides: { K, SLICES, CONTEXT, RING, WORKGROUP_SIZE },
    });
    const tokens = rows.map((row, r) => result.out[r * RING + ((row.state ?? 0) % RING)]!);
    return { ...result, tokens };
  }

  it("leaves the token for the host, the next step and the penalties", async () => {
    const logits = noise(200);
    const best = logits.indexOf(Math.max(...logits));
    const { rows, history, state, out } = await run(
      [
        { logits, position: 10, state: 6 },
        { logits, position: CONTEXT - 1 },
      ],
      64,
    );
    expect([...out]).toEqual([0, 0, best, 0, best, 0, 0, 0]);
    expect([...state]).toEqual([7, 1]);
    expect([...rows]).toEqual([best, 11, 1, 7, best, CONTEXT, 0, 7]);
    expect([...history].flatMap((token, i) => (token ? [[i, token]] : []))).toEqual([[CONTEXT + 11, best]]);
  });

  const chains: Chain[] = [
    { temperature: 1, topK: 64, topP: 1, minP: 0 },
    { temperature: 0.8, topK: 40, topP: 0.95, minP: 0.05 },
    { temperature: 1.7, topK: 5, topP: 1, minP: 0 },
    { temperature: 0.3, topK: 64, topP: 0.5, minP: 0 },
    { temperature: 5, topK: 64, topP: 1, minP: 0.3 },
    { temperature: 2, topK: 1, topP: 1, minP: 0 },
    { temperature: 1e-9, topK: 64, topP: 1, minP: 0 },
    { temperature: 0, topK: 64, topP: 0.1, minP: 0.9 },
  ];

  it.each(chains)("draws as the reference does with %o", async (chain) => {
    const logits = noise(500, 8).map((value) => value * 4);
    const kept = distribution(logits, chain);
    // Draws that fall on the edge between two candidates may differ by rounding, so those are left out.
    let sum = 0;
    const edges = kept.map(([, probability]) => (sum += probability));
    const rows = Array.from({ length: 60 }, (_, r) => ({
      logits,
      position: r,
      seed: 1234567 + r * 7,
      ...chain,
    })).filter((row) => edges.every((edge) => Math.abs(edge - uniform(row.seed, row.position + 1)) > 1e-5));
    const { tokens } = await run(rows, 128, 16);
    expect(rows.length).toBeGreaterThan(50);
    expect(tokens).toEqual(rows.map((row) => drawn(kept, uniform(row.seed, row.position + 1))));
  });

  it("draws every candidate as often as it is likely", async () => {
    const logits = [2, 1, 0, -1];
    const rows = Array.from({ length: 2000 }, (_, r) => ({ logits, position: 5, seed: r, temperature: 1, topK: 4 }));
    const { tokens } = await run(rows, 4);
    for (const [id, probability] of distribution(logits, { temperature: 1, topK: 4, topP: 1, minP: 0 })) {
      const share = tokens.filter((token) => token === id).length / rows.length;
      expect(Math.abs(share - probability)).toBeLessThan(
        4 * Math.sqrt((probability * (1 - probability)) / rows.length),
      );
    }
  });

  it("says that there is no token where logits are not numbers", async () => {
    const good = noise(100);
    const bad = (value: number) => good.map((logit, id) => (id === 70 ? value : logit));
    const all = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(bad);
    all.push(new Float32Array(100).fill(Number.NEGATIVE_INFINITY));
    for (const temperature of [0, 1]) {
      const { tokens, rows } = await run(
        all.map((logits) => ({ logits, position: 3, temperature, topK: 20 })),
        50,
      );
      expect(tokens.map((token) => token === NO_TOKEN)).toEqual([true, true, false, true]);
      expect(rows[0]).toBe(0);
    }
  });
});

describe("uniform", () => {
  it("is the documented function of seed and position", () => {
    const pcg = (value: bigint) => {
      const state = (value * 747796405n + 2891336453n) & 0xffffffffn;
      const word = (((state >> ((state >> 28n) + 4n)) ^ state) * 277803737n) & 0xffffffffn;
      return (word >> 22n) ^ word;
    };
    for (const [seed, position] of [
      [0, 0],
      [0xffffffff, 1],
      [42, 0xffffffff],
      [123456789, 4095],
    ] as const) {
      const expected = pcg((BigInt(seed) + pcg(BigInt(position))) & 0xffffffffn) >> 8n;
      expect(uniform(seed, position)).toBe(Number(expected) / 2 ** 24);
    }
  });

  it("spreads evenly over positions and seeds", () => {
    for (const draw of [(i: number) => uniform(7, i), (i: number) => uniform(i, 7)]) {
      const bins = new Array(16).fill(0);
      for (let i = 0; i < 16000; i++) bins[Math.floor(draw(i) * 16)]++;
      for (const bin of bins) expect(Math.abs(bin - 1000)).toBeLessThan(150);
    }
  });
});
