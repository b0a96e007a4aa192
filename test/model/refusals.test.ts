// Files that Oriel must not run: refused by name before a device is opened, never answered wrongly.
import { expect, test } from "vitest";
import { readModel } from "../../src/engine/load.ts";
import { field } from "../../src/format/gguf/write.ts";
import { never, optionsFor } from "../engine/loading.ts";
import { type Change, changed } from "../engine/variants.ts";
import { makeModel } from "../make/model.ts";

const FILE = makeModel({ type: "Q8_0", dim: 64, ff: 96, heads: 4, kvHeads: 2 });
const uint32 = (value: number) => field("uint32", value);
const only = (part: string, to: { shape?: number[]; type?: "Q8_0" | "F32" } | null): Change => ({
  tensor: ({ name }) => (name === part ? to : undefined),
});
const of = (
  key: string,
  value: Parameters<typeof field>[1] | null,
  type: "uint32" | "float32" | "string" = "uint32",
) => ({
  metadata: { [key]: value === null ? null : field(type, value) },
});

const REFUSED: [name: string, change: Change, code: string, message: RegExp][] = [
  [
    "an unknown architecture",
    of("general.architecture", "zebra", "string"),
    "unsupported",
    /llama, .* but found zebra/,
  ],
  [
    "an architecture named as a property of every object",
    of("general.architecture", "constructor", "string"),
    "unsupported",
    /llama, .* but found constructor/,
  ],
  ["a mixture of experts", of("llama.expert_count", 8), "unsupported", /no mixture of experts .* found 8 experts/],
  [
    "the bias of a norm that has none",
    { add: [{ name: "blk.0.attn_norm.bias", type: "F32", shape: [64] }] },
    "unsupported",
    /found 1 more: blk\.0\.attn_norm\.bias/,
  ],
  [
    "a bias of another length",
    { add: [{ name: "blk.0.attn_q.bias", type: "F32", shape: [32] }] },
    "bad-model",
    /\[64\]/,
  ],
  ["a missing norm", only("blk.1.ffn_norm.weight", null), "bad-model", /blk\.1\.ffn_norm\.weight .* but found none/],
  [
    "norms of queries and keys where the architecture has none",
    { add: [{ name: "blk.0.attn_q_norm.weight", type: "F32", shape: [16] }] },
    "unsupported",
    /found 1 more: blk\.0\.attn_q_norm\.weight/,
  ],
  ["fewer layers than there are tensors for", of("llama.block_count", 1), "unsupported", /found 9 more: blk\.1\./],
  ["more layers than there are tensors for", of("llama.block_count", 3), "bad-model", /blk\.2\..* but found none/],
  ["no embedding", only("token_embd.weight", null), "bad-model", /token_embd\.weight.* but found none/],
  ["a missing matrix", only("blk.1.ffn_up.weight", null), "bad-model", /blk\.1\.ffn_up\.weight .* but found none/],
  [
    "a matrix of another shape",
    only("blk.1.ffn_down.weight", { shape: [96, 64] }),
    "bad-model",
    /blk\.1\.ffn_down\.weight of shape \[64,96\] but found \[96,64\]/,
  ],
  [
    "a norm of another length",
    only("output_norm.weight", { shape: [32] }),
    "bad-model",
    /output_norm\.weight of shape \[64\] but found \[32\]/,
  ],
  ["heads that do not divide", of("llama.attention.head_count_kv", 3), "bad-model", /found 4 heads and 3 KV heads/],
  ["no heads", of("llama.attention.head_count", 0), "bad-model", /found 0 heads/],
  ["heads of no whole width", of("llama.attention.head_count", 6), "unsupported", /multiple of 8/],
  [
    "values wider than keys",
    of("llama.attention.value_length", 32),
    "unsupported",
    /as long as keys \(16\) but found 32/,
  ],
  ["more rotated dimensions than there are", of("llama.rope.dimension_count", 32), "unsupported", /found 16 and 32/],
  [
    "an unknown scaling",
    {
      metadata: { "llama.rope.scaling.type": "longrope", "llama.rope.scaling.factor": field("float32", 4) },
    },
    "unsupported",
    /none, linear or yarn but found longrope/,
  ],
  [
    "a factor of cos and sin without YaRN",
    of("llama.rope.scaling.attn_factor", 1.19, "float32"),
    "unsupported",
    /attn_factor 1 without YaRN but found 1\.19/,
  ],
  [
    "the factor of a matrix that no architecture multiplies",
    { add: [{ name: "output.scale", type: "F32", shape: [1] }] },
    "unsupported",
    /found 1 more: output\.scale/,
  ],
  [
    "factors of the rows of a matrix",
    { add: [{ name: "blk.0.attn_q.scale", type: "F32", shape: [64] }] },
    "bad-model",
    /attn_q\.scale of shape \[1\] but found \[64\]/,
  ],
  [
    "a factor of 0",
    {
      add: [{ name: "blk.1.attn_v.scale", type: "F32", shape: [1] }],
      data: (name, bytes) => void (name.endsWith(".scale") && bytes.fill(0)),
    },
    "bad-model",
    /other than 0 in blk\.1\.attn_v\.scale but found 0/,
  ],
  [
    "a head of its own where the architecture shares the embedding",
    { arch: "gemma" },
    "unsupported",
    /gemma but found 1 more: output\.weight/,
  ],
  [
    "no head where the architecture does not share the embedding",
    {
      arch: "olmo2",
      tensor: ({ name }) => (/\.attn_norm|ffn_norm|^output\.weight/.test(name) ? null : undefined),
      add: [0, 1].flatMap((layer) =>
        ["post_attention_norm", "post_ffw_norm", "attn_q_norm", "attn_k_norm"].map((name) => ({
          name: `blk.${layer}.${name}.weight`,
          type: "F32" as const,
          shape: [name === "attn_k_norm" ? 32 : 64],
        })),
      ),
    },
    "bad-model",
    /output\.weight .* but found none/,
  ],
  [
    "norms of queries and keys of Command R+",
    {
      arch: "command-r",
      metadata: { "command-r.attention.layer_norm_epsilon": field("float32", 1e-5) },
      tensor: ({ name }) => (/ffn_norm|^output\.weight/.test(name) ? null : undefined),
      add: [{ name: "blk.0.attn_q_norm.weight", type: "F32", shape: [4, 16] }],
    },
    "unsupported",
    /command-r but found 1 more: blk\.0\.attn_q_norm\.weight/,
  ],
  ["no epsilon", of("llama.attention.layer_norm_rms_epsilon", null), "bad-model", /layer_norm_rms_epsilon/],
  ["no width", of("llama.embedding_length", null), "bad-model", /embedding_length/],
  ["a width that is a text", of("llama.embedding_length", "64", "string"), "bad-model", /embedding_length/],
];

async function refusal(change: Change): Promise<unknown> {
  return readModel(await optionsFor(await changed(FILE, change)));
}

test("the unchanged file is not refused", async () => {
  expect((await readModel(await optionsFor(FILE))).hyperparameters).toMatchObject({ arch: "llama", headDim: 16 });
});

test.each(REFUSED)("%s", async (_name, change, code, message) => {
  await expect(refusal(change)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test.each([0, -1, 1.5, 257])("a context length of %d", async (contextLength) => {
  const options = await optionsFor(FILE, { contextLength });
  const data = { longest: 256, asked: contextLength };
  await expect(readModel({ ...options, signal: never })).rejects.toMatchObject({ code: "bad-request", data });
});

test("a context of the model's own length, at most 4096", async () => {
  const long = await changed(FILE, { metadata: { "llama.context_length": uint32(131072) } });
  expect((await readModel(await optionsFor(long))).contextLength).toBe(4096);
  expect((await readModel(await optionsFor(long, { contextLength: 8192 }))).contextLength).toBe(8192);
  expect((await readModel(await optionsFor(FILE))).contextLength).toBe(256);
});
