// Makes GGUF models of architecture `llama` with random weights: small ones for tests, ones of a real model's size for benchmarks.
import { open } from "node:fs/promises";
import { concat, roundUp } from "../../src/base/bytes.ts";
import { field, ggufHeader, type TensorSpec, type Writable } from "../../src/format/gguf/write.ts";
import { type MakeType, randomBlocks } from "./blocks.ts";
import { Random } from "./random.ts";
import { tokenizerMetadata } from "./tokenizer.ts";

export interface ModelShape {
  arch?: "llama";
  /** Of every matrix, the embedding included; norms are F32. */
  type: MakeType;
  layers?: number;
  /** Width of the residual stream; a multiple of the type's block size, as is `ff`. */
  dim?: number;
  ff?: number;
  heads?: number;
  kvHeads?: number;
  vocab?: number;
  /** Whether the output shares the embedding's weights; then the file has no `output.weight`. */
  tied?: boolean;
  context?: number;
  rope?: {
    base?: number;
    /** Writes `rope_freqs.weight`, as Llama 3 has it. */
    freqs?: boolean;
    scaling?: { type: "linear" | "yarn"; factor: number; originalContext?: number };
  };
  seed?: number;
}

/** The shape of SmolLM2-135M; with type Q4_0 some 76 MB. */
export const SHAPE_135M = {
  layers: 30,
  dim: 576,
  ff: 1536,
  heads: 9,
  kvHeads: 3,
  vocab: 49152,
  tied: true,
  context: 2048,
  rope: { base: 10000 },
} as const satisfies Omit<ModelShape, "type">;

type Whole = Required<Omit<ModelShape, "arch">>;

/** A whole model file in memory: by default 2 layers, 256 wide, 320 tokens, untied. */
export function makeModel(shape: ModelShape): Uint8Array<ArrayBuffer> {
  return concat([...modelChunks(shape)]);
}

/** Writes a model file a tensor at a time. */
export async function makeModelFile(path: string, shape: ModelShape): Promise<void> {
  await using file = await open(path, "w");
  for (const chunk of modelChunks(shape)) await file.writeFile(chunk);
}

/** A model file in pieces: the header, then each tensor with its padding. */
export function* modelChunks(shape: ModelShape): Generator<Uint8Array> {
  const whole: Whole = {
    layers: 2,
    dim: 256,
    ff: 512,
    heads: 4,
    kvHeads: 2,
    vocab: 320,
    tied: false,
    context: 256,
    rope: {},
    seed: 1,
    ...shape,
  };
  const tensors = tensorsOf(whole);
  const { header, alignment } = ggufHeader({ metadata: metadataOf(whole), tensors });
  yield header;
  const random = new Random(whole.seed);
  for (const tensor of tensors) {
    const data = dataOf(tensor, whole, random);
    yield data;
    yield new Uint8Array(roundUp(data.length, alignment) - data.length);
  }
}

function metadataOf({ dim, ff, heads, kvHeads, layers, vocab, context, rope }: Whole): [string, Writable][] {
  const { base = 10000, scaling } = rope;
  const keys: [string, Writable][] = [
    ["general.architecture", "llama"],
    ["general.name", "random llama"],
    ["llama.context_length", field("uint32", context)],
    ["llama.embedding_length", field("uint32", dim)],
    ["llama.block_count", field("uint32", layers)],
    ["llama.feed_forward_length", field("uint32", ff)],
    ["llama.attention.head_count", field("uint32", heads)],
    ["llama.attention.head_count_kv", field("uint32", kvHeads)],
    ["llama.attention.layer_norm_rms_epsilon", field("float32", 1e-5)],
    ["llama.rope.dimension_count", field("uint32", dim / heads)],
    ["llama.rope.freq_base", field("float32", base)],
    ["llama.vocab_size", field("uint32", vocab)],
  ];
  if (scaling) {
    keys.push(["llama.rope.scaling.type", scaling.type]);
    keys.push(["llama.rope.scaling.factor", field("float32", scaling.factor)]);
    const original = scaling.originalContext ?? context;
    keys.push(["llama.rope.scaling.original_context_length", field("uint32", original)]);
  }
  return [...keys, ...tokenizerMetadata(vocab)];
}

function tensorsOf({ type, dim, ff, heads, kvHeads, layers, vocab, tied, rope }: Whole): TensorSpec[] {
  const kv = (dim / heads) * kvHeads;
  const matrix = (name: string, rows: number, cols: number): TensorSpec => ({ name, type, shape: [rows, cols] });
  const vector = (name: string, length: number): TensorSpec => ({ name, type: "F32", shape: [length] });
  const blocks = Array.from({ length: layers }, (_, layer) => {
    const of = (part: string): string => `blk.${layer}.${part}.weight`;
    return [
      vector(of("attn_norm"), dim),
      matrix(of("attn_q"), dim, dim),
      matrix(of("attn_k"), kv, dim),
      matrix(of("attn_v"), kv, dim),
      matrix(of("attn_output"), dim, dim),
      vector(of("ffn_norm"), dim),
      matrix(of("ffn_gate"), ff, dim),
      matrix(of("ffn_up"), ff, dim),
      matrix(of("ffn_down"), dim, ff),
    ];
  });
  return [
    matrix("token_embd.weight", vocab, dim),
    ...blocks.flat(),
    vector("output_norm.weight", dim),
    ...(rope.freqs ? [vector("rope_freqs.weight", dim / heads / 2)] : []),
    ...(tied ? [] : [matrix("output.weight", vocab, dim)]),
  ];
}

function dataOf({ name, shape }: TensorSpec, { type }: Whole, random: Random): Uint8Array {
  if (shape.length === 2) {
    // Rows of deviation 1/√columns keep a vector's size; the vocabulary's are larger, so that logits spread.
    const gain = name.startsWith("blk.") ? 1 : 2;
    return randomBlocks(type, shape[0]! * shape[1]!, gain / Math.sqrt(shape[1]!), random);
  }
  const length = shape[0]!;
  const values =
    name === "rope_freqs.weight"
      ? Float32Array.from({ length }, (_, i) => (i < length / 2 ? 1 : 1 + (7 * (i + 1 - length / 2)) / length))
      : Float32Array.from({ length }, () => 1 + 0.2 * random.normal());
  return new Uint8Array(values.buffer);
}
