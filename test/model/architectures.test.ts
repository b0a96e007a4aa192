// Made files of other architectures than Llama against the f64 forward pass: what the files that llama.cpp made leave out, such as parallel branches with
// norms of their own, layers without rotation, windows beside YaRN, and factors of matrices of a feed-forward layer.
import { test } from "vitest";
import { field } from "../../src/format/gguf/write.ts";
import type { GpuDevice } from "../../src/gpu/device.ts";
import { expectAgreement } from "../engine/judge.ts";
import { made, SHAPE } from "../engine/tiny.ts";
import type { Change } from "../engine/variants.ts";
import type { ModelShape } from "../make/model.ts";
import { describeTiers, tiers } from "../setup/gpu.ts";

type Added = NonNullable<Change["add"]>;

const { dim, ff, vocab } = SHAPE;
const [uint32, float32] = [(value: number) => field("uint32", value), (value: number) => field("float32", value)];

/** Vectors of every layer by the end of their names and their length, and of the whole model by name. */
const vectors = (ofLayers: Record<string, number>, whole: Record<string, number> = {}, layers = 2): Added => {
  const names = Array.from({ length: layers }, (_, layer) =>
    Object.entries(ofLayers).map(([name, length]): [string, number] => [`blk.${layer}.${name}`, length]),
  );
  return [...names.flat(), ...Object.entries(whole)].map(([name, length]) => ({ name, type: "F32", shape: [length] }));
};

const without =
  (names: RegExp): Change["tensor"] =>
  ({ name }) =>
    names.test(name) ? null : undefined;

/** Gains about 1 for the norms that are added: random numbers alone would hide what is behind them. */
const gains: Change["data"] = (name, bytes) => {
  if (!/post_|_[qk]_norm/.test(name)) return;
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  for (const [i, value] of values.entries()) values[i] = 1 + value;
};

const LAYER_NORM = { "attn_norm.bias": dim };
const ATTENTION = { "attn_q.bias": dim, "attn_k.bias": dim / 4, "attn_v.bias": dim / 4, "attn_output.bias": dim };
const PLAIN = { "ffn_up.bias": ff, "ffn_down.bias": dim };
const FACTORS = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"];

const CASES: [name: string, shape: Partial<ModelShape>, change: Change & { arch: string }][] = [
  [
    "parallel branches with a norm each, partly rotated",
    {},
    {
      arch: "gptneox",
      metadata: {
        "gptneox.attention.layer_norm_epsilon": float32(1e-5),
        "gptneox.use_parallel_residual": field("bool", true),
        "gptneox.rope.dimension_count": uint32(8),
      },
      tensor: without(/ffn_gate/),
      add: vectors({ ...LAYER_NORM, "ffn_norm.bias": dim, ...ATTENTION, ...PLAIN }, { "output_norm.bias": dim }),
    },
  ],
  [
    "parallel branches of one norm, partly rotated, a head with a bias",
    {},
    {
      arch: "phi2",
      metadata: { "phi2.attention.layer_norm_epsilon": float32(1e-5), "phi2.rope.dimension_count": uint32(12) },
      tensor: without(/ffn_gate|ffn_norm/),
      add: vectors({ ...LAYER_NORM, ...ATTENTION, ...PLAIN }, { "output_norm.bias": dim, "output.bias": vocab }),
    },
  ],
  [
    "one head of keys and no norm of attention's own",
    { kvHeads: 1, tied: true },
    {
      arch: "falcon",
      metadata: { "falcon.attention.layer_norm_epsilon": float32(1e-5) },
      tensor: without(/ffn_gate|ffn_norm/),
      add: vectors(LAYER_NORM, { "output_norm.bias": dim }),
    },
  ],
  [
    "gated parallel branches, logits times a factor",
    { tied: true },
    {
      arch: "command-r",
      metadata: {
        "command-r.attention.layer_norm_epsilon": float32(1e-5),
        "command-r.logit_scale": float32(0.0625),
      },
      tensor: without(/ffn_norm/),
    },
  ],
  ["every fourth layer unrotated", { layers: 4 }, { arch: "smollm3" }],
  [
    "norms on both sides, neighbours of a part rotated",
    {},
    {
      arch: "glm4",
      metadata: { "glm4.rope.dimension_count": uint32(16) },
      tensor: ({ name }) => {
        if (name.includes("ffn_gate")) return null;
        return name.includes("ffn_up") ? { shape: [2 * ff, dim] } : undefined;
      },
      add: vectors({ "post_attention_norm.weight": dim, "post_ffw_norm.weight": dim }),
      data: gains,
    },
  ],
  [
    "norms behind alone, windows that are not scaled beside YaRN",
    { layers: 4, rope: { scaling: { type: "yarn", factor: 4, originalContext: 32 } } },
    {
      arch: "olmo2",
      metadata: { "olmo2.attention.sliding_window": uint32(8) },
      tensor: without(/\.attn_norm|ffn_norm/),
      add: vectors(
        {
          "post_attention_norm.weight": dim,
          "post_ffw_norm.weight": dim,
          "attn_q_norm.weight": dim,
          "attn_k_norm.weight": dim / 4,
        },
        {},
        4,
      ),
      data: gains,
    },
  ],
  [
    "factors of every matrix, and biases",
    {},
    {
      arch: "llama",
      add: vectors({
        ...Object.fromEntries(
          FACTORS.flatMap((name) => [`${name}.scale`, `${name}.input_scale`].map((key) => [key, 1])),
        ),
        ...ATTENTION,
        ...PLAIN,
        "ffn_gate.bias": ff,
      }),
    },
  ],
];

describeTiers("architectures", (tier, open) => {
  let device: Promise<GpuDevice> | undefined;

  // What differs is the order of dispatches and their overrides, which test/kernels tries in every tier.
  test.skipIf(tier !== tiers[0]).each(CASES)("%s", { timeout: 180_000 }, async (name, shape, change) => {
    device ??= open();
    await expectAgreement(await device, await made(name, { type: "Q8_0", ...SHAPE, ...shape }, change));
  });
});
