// Step 3 of training: the trained weights, quantized to Q8_0, with tokenizer, chat template, tools and licence as one GGUF file.
// `export.ts FOLDER OUT.gguf`
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { actionTools } from "../../src/apps/actions.ts";
import { f16ToNumber, numberToF16 } from "../../src/base/half.ts";
import { field, type Writable, writeGguf } from "../../src/format/gguf/write.ts";
import { Bpe, PRE } from "./bpe.ts";
import { CONTROLS, SPECIALS, TEMPLATE } from "./chat.ts";
import { SHAPE } from "./shape.ts";

interface Trained {
  tensors: Record<string, { shape: number[]; offset: number }>;
  /** How it was trained; the model card says it. */
  training: { conversations: number; tokens: number; seconds: number; machine: string; seed: number };
}

const [folder = ".cache/guide", out = "public/guide/guide.gguf"] = process.argv.slice(2);
const read = (name: string) => readFileSync(join(folder, name));
const trained: Trained = JSON.parse(`${read("weights.json")}`);
const weights = read("weights.f32");
const bpe = new Bpe(JSON.parse(`${read("tokenizer.json")}`).merges);

const file = writeGguf({ metadata: [...general(), ...architecture(), ...tokenizer()], tensors: tensors() });
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, file);
console.error(`${out}: ${file.length} bytes`);

function general(): [string, Writable][] {
  return [
    ["general.architecture", "llama"],
    ["general.type", "model"],
    ["general.name", "Guide"],
    ["general.author", "The Oriel project"],
    ["general.version", "1"],
    ["general.license", "apache-2.0"],
    [
      "general.description",
      "Knows Oriel in English and Simplified Chinese; trained from scratch on a generated corpus",
    ],
    ["general.languages", ["en", "zh"]],
    ["general.file_type", field("uint32", 7)],
    ["general.quantization_version", field("uint32", 2)],
    // The answer that was learned is the likeliest one.
    ["general.sampling.temp", field("float32", 0)],
    ["oriel.tools", JSON.stringify(actionTools())],
    ["oriel.build", createHash("sha256").update(weights).digest("hex").slice(0, 16)],
    ["oriel.training", JSON.stringify(trained.training)],
  ];
}

function architecture(): [string, Writable][] {
  const { vocab, dim, ff, layers, heads, kvHeads, epsilon, ropeBase, context } = SHAPE;
  return [
    ["llama.context_length", field("uint32", context)],
    ["llama.embedding_length", field("uint32", dim)],
    ["llama.block_count", field("uint32", layers)],
    ["llama.feed_forward_length", field("uint32", ff)],
    ["llama.attention.head_count", field("uint32", heads)],
    ["llama.attention.head_count_kv", field("uint32", kvHeads)],
    ["llama.attention.layer_norm_rms_epsilon", field("float32", epsilon)],
    ["llama.rope.dimension_count", field("uint32", dim / heads)],
    ["llama.rope.freq_base", field("float32", ropeBase)],
    ["llama.vocab_size", field("uint32", vocab)],
  ];
}

function tokenizer(): [string, Writable][] {
  const { tokens, merges } = bpe.spell();
  const all = [...tokens, ...SPECIALS];
  if (all.length > SHAPE.vocab) throw new RangeError(`Expected at most ${SHAPE.vocab} tokens but found ${all.length}`);
  const types = all.map((_, id) => (id < tokens.length ? 1 : id < tokens.length + CONTROLS ? 3 : 4));
  const id = (text: (typeof SPECIALS)[number]) => field("uint32", all.indexOf(text));
  return [
    ["tokenizer.ggml.model", "gpt2"],
    ["tokenizer.ggml.pre", PRE],
    ["tokenizer.ggml.tokens", all],
    ["tokenizer.ggml.token_type", Int32Array.from(types)],
    ["tokenizer.ggml.merges", merges],
    ["tokenizer.ggml.bos_token_id", id("<|endoftext|>")],
    ["tokenizer.ggml.eos_token_id", id("<|im_end|>")],
    ["tokenizer.ggml.padding_token_id", id("<|endoftext|>")],
    ["tokenizer.ggml.add_bos_token", false],
    ["tokenizer.chat_template", TEMPLATE],
  ];
}

function tensors() {
  return Object.entries(trained.tensors).map(([name, { shape, offset }]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const values = new Float32Array(weights.buffer, weights.byteOffset + offset, length);
    if (shape.length < 2)
      return { name, shape, type: "F32" as const, data: new Uint8Array(Float32Array.from(values).buffer) };
    return { name, shape, type: "Q8_0" as const, data: q8_0(values) };
  });
}

/** Q(x) = round(x / S) for blocks of 32 with S = max |x| / 127, stored as a half float before its codes: ggml's Q8_0. */
function q8_0(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array((values.length / 32) * 34);
  const view = new DataView(bytes.buffer);
  for (let block = 0; block < values.length / 32; block++) {
    const part = values.subarray(block * 32, block * 32 + 32);
    const scale = part.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
    const half = numberToF16(scale);
    view.setUint16(block * 34, half, true);
    const stored = f16ToNumber(half);
    part.forEach((value, i) => {
      view.setInt8(block * 34 + 2 + i, stored === 0 ? 0 : Math.max(-127, Math.min(127, Math.round(value / stored))));
    });
  }
  return bytes;
}
