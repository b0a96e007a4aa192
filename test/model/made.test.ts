// Made Llama files of every weight type and shape against the f64 forward pass, without any fixture.
import { expect, test } from "vitest";
import { field, type TensorSpec } from "../../src/format/gguf/write.ts";
import type { GpuDevice } from "../../src/gpu/device.ts";
import { expectAgreement, randomIds, referenceLogits } from "../engine/judge.ts";
import { complete, engineOn } from "../engine/loading.ts";
import { endless, made, SHAPE } from "../engine/tiny.ts";
import type { Change } from "../engine/variants.ts";
import { MAKE_TYPES } from "../make/blocks.ts";
import type { ModelShape } from "../make/model.ts";
import { describeTiers, tiers } from "../setup/gpu.ts";

/** Lead of the best logit below which rounding may choose either. */
const LEAST_MARGIN = 0.05;

/** The types of Q, K and V differ, and so do those of other matrices from layer to layer. */
function mixed({ name, shape }: TensorSpec) {
  if (shape.length < 2) return undefined;
  if (/attn_v|blk\.0\.ffn_up|ffn_down/.test(name)) return { type: "Q6_K" } as const;
  return /blk\.1\.attn_q|token_embd/.test(name) ? ({ type: "Q8_0" } as const) : undefined;
}

const SHAPES: [name: string, shape: ModelShape, change?: Change][] = [
  ["tied embedding, frequency factors", { type: "Q8_0", ...SHAPE, tied: true, rope: { base: 500000, freqs: true } }],
  ["linear scaling", { type: "F16", ...SHAPE, rope: { scaling: { type: "linear", factor: 4 } } }],
  ["YaRN", { type: "F16", ...SHAPE, rope: { scaling: { type: "yarn", factor: 4, originalContext: 32 } } }],
  [
    "widths that fill no block and no tile, heads of 8 that share their keys",
    { type: "F16", ...SHAPE, dim: 40, ff: 100, heads: 5, kvHeads: 1, vocab: 301 },
  ],
  [
    "heads of 64, which is not dim / heads, partly rotated, each with its own keys",
    { type: "F16", ...SHAPE, dim: 64, ff: 96, heads: 2, kvHeads: 2 },
    {
      metadata: {
        "llama.attention.key_length": field("uint32", 64),
        "llama.attention.value_length": field("uint32", 64),
        "llama.rope.dimension_count": field("uint32", 16),
      },
      tensor: ({ name }) => {
        if (/attn_[qkv]\./.test(name)) return { shape: [128, 64] };
        return name.includes("attn_output") ? { shape: [64, 128] } : undefined;
      },
    },
  ],
];

describeTiers("llama", (tier, open) => {
  // Test drivers compile slowly, and test/kernels has every type in every tier: the second tier of a driver gets one file of several types.
  const first = test.skipIf(tier !== tiers[0]);
  let device: Promise<GpuDevice> | undefined;
  const shared = () => {
    device ??= open();
    return device;
  };

  // Drivers compile most pipelines for this first one, which takes long beside other work.
  test("mixed types, as Q4_K_M has them", { timeout: 180_000 }, async () => {
    await expectAgreement(await shared(), await made("mixed", { type: "Q4_K", ...SHAPE }, { tensor: mixed }));
  });

  first.each(MAKE_TYPES)("%s", async (type) => {
    await expectAgreement(await shared(), await made(type, { type, ...SHAPE }));
  });

  first("keys and values in half floats", async () => {
    await expectAgreement(await shared(), await made("Q8_0", { type: "Q8_0", ...SHAPE }), { kv: "f16" });
  });

  first.each(SHAPES)("%s", async (name, shape, change) => {
    await expectAgreement(await shared(), await made(name, shape, change));
  });

  first("beyond one attention slice", async () => {
    await expectAgreement(await shared(), await endless(), { ids: randomIds(135, 300), prefilled: 120 });
  });

  first("decodes greedily as the reference would", async () => {
    const gpu = await shared();
    const bytes = await endless();
    const engine = await engineOn(gpu, bytes);
    const prompt = randomIds(6, 300);
    const { ids, done } = await complete(engine, { ids: prompt }, 24);
    gpu.buffers[Symbol.dispose]();
    expect(ids.length).toBe(24);
    expect(done.finishReason).toBe("length");
    const rows = await referenceLogits(bytes, [...prompt, ...ids]);
    for (const [step, id] of ids.entries()) {
      const row = rows[prompt.length - 1 + step]!;
      expect(row[id]!, `step ${step}`).toBeGreaterThan(Math.max(...row) - LEAST_MARGIN);
    }
  });
});
