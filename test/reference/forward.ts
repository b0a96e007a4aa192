// The forward pass of a Llama-architecture model in plain f64 loops: ids to logits of every position. The judge of the engine; no cache, no batch.
// Sources: Llama 2 (arXiv 2307.09288) for the block, RoFormer (2104.09864), YaRN (2309.00071) and ggml_rope for the rotation.

/** The hyper-parameters of a model. */
export interface LlamaConfig {
  layers: number;
  dim: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  eps: number;
  rope: RopeConfig;
}

/** How q and k are rotated. */
export interface RopeConfig {
  /** Elements of a head that are rotated. */
  dims: number;
  base: number;
  /** Pairs (2i, 2i + 1) as in ggml's `llama`, or (i, i + dims / 2) as in GPT-NeoX. */
  pairing: "neighbours" | "halves";
  /** Positions are multiplied by this; 1 / factor for linear scaling and YaRN. */
  scale: number;
  /** Absent: linear. */
  yarn?: { originalContext: number; betaFast: number; betaSlow: number; attentionFactor: number };
}

/** Weights by GGUF tensor name, matrices row by row. */
export type Weights = ReadonlyMap<string, ArrayLike<number>>;

/**
 * The hyper-parameters that GGUF metadata of architecture `llama` gives.
 * @param metadata key to value; arrays are not looked at
 */
export function llamaConfig(metadata: ReadonlyMap<string, unknown>): LlamaConfig {
  const number = (key: string, otherwise?: number): number => {
    const value = metadata.get(`llama.${key}`) ?? otherwise;
    if (typeof value !== "number") throw new RangeError(`Expected a number in llama.${key} but found ${value}`);
    return value;
  };
  const dim = number("embedding_length");
  const heads = number("attention.head_count");
  const headDim = number("attention.key_length", dim / heads);
  const scaling = metadata.get("llama.rope.scaling.type") ?? "linear";
  // Older files have the factor of linear scaling under another key; 0 stands for none.
  const factor = number("rope.scaling.factor", number("rope.scale_linear", 1)) || 1;
  const context = number("rope.scaling.original_context_length", number("context_length"));
  return {
    layers: number("block_count"),
    dim,
    heads,
    kvHeads: number("attention.head_count_kv", heads),
    headDim,
    eps: number("attention.layer_norm_rms_epsilon"),
    rope: {
      dims: number("rope.dimension_count", headDim),
      base: number("rope.freq_base", 10000),
      pairing: "neighbours",
      scale: scaling === "none" ? 1 : 1 / factor,
      yarn:
        scaling === "yarn"
          ? {
              originalContext: context,
              betaFast: number("rope.scaling.yarn_beta_fast", 32),
              betaSlow: number("rope.scaling.yarn_beta_slow", 1),
              attentionFactor: number("rope.scaling.attn_factor", 1),
            }
          : undefined,
    },
  };
}

/** Logits of every position: one array [vocab] for each id. */
export function forward(config: LlamaConfig, weights: Weights, ids: ArrayLike<number>): Float64Array[] {
  const { dim, eps } = config;
  const weight = (name: string): ArrayLike<number> => {
    const found = weights.get(name);
    if (!found) throw new RangeError(`Expected a tensor ${name} but found none`);
    return found;
  };
  const embedding = weight("token_embd.weight");
  const stream = Array.from(ids, (id) => Float64Array.from({ length: dim }, (_, i) => embedding[id * dim + i]!));
  for (let layer = 0; layer < config.layers; layer++) {
    const of = (part: string): ArrayLike<number> => weight(`blk.${layer}.${part}.weight`);
    const bias = (part: string): ArrayLike<number> | undefined => weights.get(`blk.${layer}.${part}.bias`);
    const project = (part: string, inputs: Float64Array[]): Float64Array[] =>
      inputs.map((x) => matVec(of(part), x, bias(part)));
    const normed = stream.map((x) => rmsNorm(x, of("attn_norm"), eps));
    const [q, k, v] = ["attn_q", "attn_k", "attn_v"].map((part) => project(part, normed));
    for (const rows of [q!, k!]) {
      for (const [position, row] of rows.entries()) rotate(row, position, config, weights);
    }
    addTo(stream, project("attn_output", attend(config, q!, k!, v!)));
    const inner = stream.map((x) => rmsNorm(x, of("ffn_norm"), eps));
    const up = project("ffn_up", inner);
    const hidden = project("ffn_gate", inner).map((gate, row) => gate.map((g, i) => silu(g) * up[row]![i]!));
    addTo(stream, project("ffn_down", hidden));
  }
  const output = weights.get("output.weight") ?? embedding;
  return stream.map((x) => matVec(output, rmsNorm(x, weight("output_norm.weight"), eps)));
}

/** Causal attention with grouped queries: query head h reads KV head floor(h · kvHeads / heads). Each row is [heads · headDim]. */
function attend({ heads, kvHeads, headDim }: LlamaConfig, q: Float64Array[], k: Float64Array[], v: Float64Array[]) {
  return q.map((query, position) => {
    const out = new Float64Array(heads * headDim);
    for (let head = 0; head < heads; head++) {
      const at = head * headDim;
      const kvAt = Math.floor((head * kvHeads) / heads) * headDim;
      const scores = Array.from({ length: position + 1 }, (_, past) => {
        let dot = 0;
        for (let i = 0; i < headDim; i++) dot += query[at + i]! * k[past]![kvAt + i]!;
        return dot / Math.sqrt(headDim);
      });
      const top = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - top));
      const sum = shares.reduce((total, share) => total + share, 0);
      shares.forEach((share, past) => {
        for (let i = 0; i < headDim; i++) out[at + i]! += (share / sum) * v[past]![kvAt + i]!;
      });
    }
    return out;
  });
}

/** Rotates each head of a row [n · headDim] in place by the angles of its position. */
function rotate(row: Float64Array, position: number, { headDim, rope }: LlamaConfig, weights: Weights): void {
  const factors = weights.get("rope_freqs.weight");
  const half = rope.dims / 2;
  for (let i = 0; i < half; i++) {
    const raw = (position * rope.base ** (-i / half)) / (factors?.[i] ?? 1);
    const { angle, magnitude } = scaled(raw, i, rope);
    const [cos, sin] = [Math.cos(angle) * magnitude, Math.sin(angle) * magnitude];
    for (let head = 0; head < row.length; head += headDim) {
      const a = head + (rope.pairing === "halves" ? i : 2 * i);
      const b = head + (rope.pairing === "halves" ? i + half : 2 * i + 1);
      const [x, y] = [row[a]!, row[b]!];
      row[a] = x * cos - y * sin;
      row[b] = x * sin + y * cos;
    }
  }
}

/** The angle of pair `i` under the model's scaling. YaRN keeps fast pairs, stretches slow ones, and mixes linearly between. */
function scaled(angle: number, i: number, rope: RopeConfig): { angle: number; magnitude: number } {
  const { yarn, scale, dims, base } = rope;
  if (!yarn) return { angle: angle * scale, magnitude: 1 };
  const pairOf = (turns: number): number =>
    (dims * Math.log(yarn.originalContext / (turns * 2 * Math.PI))) / (2 * Math.log(base));
  const low = Math.max(0, Math.floor(pairOf(yarn.betaFast)));
  const high = Math.min(dims - 1, Math.ceil(pairOf(yarn.betaSlow)));
  const keep = 1 - Math.min(1, Math.max(0, (i - low) / Math.max(0.001, high - low)));
  return {
    angle: angle * scale * (1 - keep) + angle * keep,
    magnitude: yarn.attentionFactor * (1 + 0.1 * Math.log(1 / scale)),
  };
}

function rmsNorm(x: Float64Array, gain: ArrayLike<number>, eps: number): Float64Array {
  const meanSquare = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  return x.map((value, i) => (value / Math.sqrt(meanSquare + eps)) * gain[i]!);
}

/** w·x + bias for w [rows, x.length]. */
function matVec(w: ArrayLike<number>, x: Float64Array, bias?: ArrayLike<number>): Float64Array {
  const y = new Float64Array(w.length / x.length);
  for (let row = 0; row < y.length; row++) {
    let sum = bias?.[row] ?? 0;
    for (let i = 0; i < x.length; i++) sum += w[row * x.length + i]! * x[i]!;
    y[row] = sum;
  }
  return y;
}

function silu(x: number): number {
  return x / (1 + Math.exp(-x));
}

function addTo(stream: Float64Array[], more: Float64Array[]): void {
  stream.forEach((x, row) => {
    for (let i = 0; i < x.length; i++) x[i]! += more[row]![i]!;
  });
}
