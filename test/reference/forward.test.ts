// The reference forward pass against llama.cpp, at every position; and what its rotations must keep whatever the model.
import { describe, expect, it } from "vitest";
import { fixtureBytes, fixtureFloats, fixtureJson, hasFixtures } from "../make/fixtures.ts";
import { makeModel } from "../make/model.ts";
import { nmse, referenceModel } from "../make/reference-model.ts";
import { forward, type Weights } from "./forward.ts";

interface Expected {
  precise: { prompts: { tokens: number[]; greedy: number[]; files: { logits?: string; last?: string } }[] };
}

describe("forward", () => {
  it("is the embedding, normed, times the output where there are no layers", () => {
    const rope = { dims: 2, base: 10000, pairing: "neighbours" as const, scale: 1 };
    const config = { layers: 0, dim: 2, heads: 1, kvHeads: 1, headDim: 2, eps: 0, rope };
    const weights: Weights = new Map([
      ["token_embd.weight", [3, 4, 0, 1]],
      ["output_norm.weight", [1, 1]],
    ]);
    // |(3, 4)| / √2 is the root mean square; the tied output gives the products with both embeddings.
    const [logits] = forward(config, weights, [0]);
    expect(logits![0]).toBeCloseTo(25 / Math.sqrt(12.5), 12);
    expect(logits![1]).toBeCloseTo(4 / Math.sqrt(12.5), 12);
  });

  it
    .skipIf(!hasFixtures)
    .each([
      ["stories260K-F32", ""],
      ["llama-F16", ""],
      ["shakes3M-F16", ""],
      ["shakes3M-Q4_K_M", ""],
      ...["gemma", "phi2", "gptneox", "falcon", "command-r", "olmo2", "smollm3", "glm4"].map((arch) => [
        `fix-${arch}-dense-F16`,
        "archs/",
      ]),
    ])("%s gives llama.cpp's logits", async (name, folder) => {
    const model = await referenceModel(fixtureBytes(`${folder}models/${name}.gguf`));
    for (const { tokens, greedy, files } of fixtureJson<Expected>(`${folder}expect/${name}.json`).precise.prompts) {
      const logits = model.logits(tokens);
      const vocab = logits[0]!.length;
      const want = fixtureFloats(`${folder}expect/${files.logits ?? files.last!}`);
      const first = files.logits ? 0 : tokens.length - 1;
      for (let row = first; row < tokens.length; row++) {
        const error = nmse(logits[row]!, want.subarray((row - first) * vocab, (row - first + 1) * vocab));
        expect(error).toBeLessThan(1e-10);
      }
      expect(argmax(logits.at(-1)!)).toBe(greedy[0]);
    }
  });

  it.each(["neighbours", "halves"] as const)(
    "rotates %s: positions matter, and with them their scale",
    async (pairing) => {
      const { config, weights } = await referenceModel(makeModel({ type: "F32" }));
      const rope = { ...config.rope, pairing };
      const plain = forward({ ...config, rope }, weights, [5, 6, 7]);
      const stretched = forward({ ...config, rope: { ...rope, scale: 0.5 } }, weights, [5, 6, 7]);
      expect([...stretched[0]!]).toEqual([...plain[0]!]);
      expect(nmse(stretched[2]!, plain[2]!)).toBeGreaterThan(1e-6);
    },
  );

  it("rotates by YaRN as if unscaled where every pair turns fast, and linearly scaled where every pair but the first turns slowly", async () => {
    const { config, weights } = await referenceModel(makeModel({ type: "F32", layers: 1 }));
    const scale = 1 / 8;
    const yarn = { betaFast: 32, betaSlow: 1, attentionFactor: 1 / (1 + 0.1 * Math.log(8)) };
    const last = (rope: object): Float64Array =>
      forward({ ...config, rope: { ...config.rope, ...rope } }, weights, [5, 9, 7, 11])[3]!;
    const plain = last({});
    expect(nmse(last({ scale, yarn: { ...yarn, originalContext: 1e30 } }), plain)).toBeLessThan(1e-24);
    const slow = last({ scale, yarn: { ...yarn, originalContext: 1 } });
    const linear = last({ scale });
    expect(nmse(slow, linear)).toBeLessThan(nmse(slow, plain));
    expect(nmse(slow, linear)).toBeGreaterThan(0);
  });

  it("is the same under both pairings when q and k are permuted to match", async () => {
    const { config, weights } = await referenceModel(makeModel({ type: "F32", layers: 1 }));
    const { dim, headDim } = config;
    const permuted = new Map(weights);
    for (const part of ["attn_q", "attn_k"]) {
      const w = weights.get(`blk.0.${part}.weight`)!;
      permuted.set(
        `blk.0.${part}.weight`,
        Float64Array.from({ length: w.length }, (_, at) => {
          const [row, col] = [Math.floor(at / dim), at % dim];
          const [head, i] = [Math.floor(row / headDim), row % headDim];
          const from = i < headDim / 2 ? 2 * i : 2 * (i - headDim / 2) + 1;
          return w[(head * headDim + from) * dim + col]!;
        }),
      );
    }
    const halves = { ...config, rope: { ...config.rope, pairing: "halves" as const } };
    const ids = [3, 90, 14, 200];
    expect(nmse(forward(halves, permuted, ids)[3]!, forward(config, weights, ids)[3]!)).toBeLessThan(1e-24);
  });
});

function argmax(values: ArrayLike<number>): number {
  return Array.from(values).reduce((best, value, i, all) => (value > all[best]! ? i : best), 0);
}
