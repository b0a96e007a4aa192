// The forward pass of a model in plain f64 loops: ids to logits of every position. The judge of the engine; no cache, no batch.
// What a block is made of it sees from the tensors that there are. Sources: Llama 2 (arXiv 2307.09288) for the block, GPT-J for the parallel one,
// OLMo 2 (2501.00656) for norms behind branches, RoFormer (2104.09864), YaRN (2309.00071) and ggml_rope for the rotation.
import type { ModelConfig, RopeConfig } from "./model-config.ts";

/** Weights by GGUF tensor name, matrices row by row. */
export type Weights = ReadonlyMap<string, ArrayLike<number>>;

type Rows = Float64Array[];

/** Logits of every position: one array [vocab] for each id. */
export function forward(config: ModelConfig, weights: Weights, ids: ArrayLike<number>): Rows {
  const { dim, embeddingScale = 1, logitScale = 1, parallel } = config;
  const embedding = weightOf(weights, "token_embd.weight");
  const stream = Array.from(ids, (id) =>
    Float64Array.from({ length: dim }, (_, i) => embeddingScale * embedding[id * dim + i]!),
  );
  for (let layer = 0; layer < config.layers; layer++) {
    const block = `blk.${layer}.`;
    /** The rows after a norm, or undefined where the file has no such norm. */
    const normed = (part: string, rows: Rows): Rows | undefined =>
      weights.has(`${block}${part}.weight`) ? rows.map((x) => norm(config, weights, `${block}${part}`, x)) : undefined;
    const shared = normed("attn_norm", stream) ?? stream;
    const attention = attentionOf(config, weights, layer, normed("attn_norm_2", stream) ?? shared);
    const first = normed("post_attention_norm", attention) ?? attention;
    if (!parallel) addTo(stream, first);
    const inner = feedForward(config, weights, block, normed("ffn_norm", stream) ?? (parallel ? shared : stream));
    const second = normed("post_ffw_norm", inner) ?? inner;
    if (parallel) addTo(stream, first);
    addTo(stream, second);
  }
  const output = weights.get("output.weight") ?? embedding;
  return stream.map((x) => {
    const logits = matVec(output, norm(config, weights, "output_norm", x), weights.get("output.bias"));
    return logits.map((logit) => logit * logitScale);
  });
}

function weightOf(weights: Weights, name: string): ArrayLike<number> {
  const found = weights.get(name);
  if (!found) throw new RangeError(`Expected a tensor ${name} but found none`);
  return found;
}

function attentionOf(config: ModelConfig, weights: Weights, layer: number, rows: Rows): Rows {
  const { heads, kvHeads, headDim, windows, rope } = config;
  const block = `blk.${layer}.`;
  /** What a matrix gives times its factor, and then its bias. */
  const project = (part: string, x: Float64Array): Float64Array => {
    const scale = weights.get(`${block}${part}.scale`)?.[0] ?? 1;
    const bias = weights.get(`${block}${part}.bias`);
    return matVec(weightOf(weights, `${block}${part}.weight`), x).map((sum, i) => sum * scale + (bias?.[i] ?? 0));
  };
  const [qEnd, kEnd] = [heads * headDim, (heads + kvHeads) * headDim];
  const [q, k, v]: [Rows, Rows, Rows] = [[], [], []];
  for (const x of rows) {
    const whole = weights.has(`${block}attn_qkv.weight`) ? project("attn_qkv", x) : undefined;
    q.push(whole?.slice(0, qEnd) ?? project("attn_q", x));
    k.push(whole?.slice(qEnd, kEnd) ?? project("attn_k", x));
    v.push(whole?.slice(kEnd) ?? project("attn_v", x));
  }
  const window = windows?.[layer] ?? 0;
  for (const [part, those] of [
    ["attn_q_norm", q],
    ["attn_k_norm", k],
  ] as const) {
    const gain = weights.get(`${block}${part}.weight`);
    for (const [position, row] of those.entries()) {
      if (gain) normParts(row, gain, config.eps);
      if (rope.group && layer % rope.group === rope.group - 1) continue;
      rotate(row, position, headDim, window ? { ...rope, scale: 1, yarn: undefined } : rope, weights);
    }
  }
  return attend(config, window, q, k, v).map((x) => project("attn_output", x));
}

function feedForward({ activation, scaledFeedForward, dim }: ModelConfig, weights: Weights, block: string, rows: Rows) {
  const act = activation === "gelu" ? gelu : silu;
  /** What a matrix gives and its bias, and then times its factor. */
  const project = (part: string, x: Float64Array): Float64Array => {
    const scale = scaledFeedForward ? (weights.get(`${block}${part}.scale`)?.[0] ?? 1) : 1;
    const sums = matVec(weightOf(weights, `${block}${part}.weight`), x, weights.get(`${block}${part}.bias`));
    return sums.map((sum) => sum * scale);
  };
  const width = weightOf(weights, `${block}ffn_down.weight`).length / dim;
  return rows.map((x) => {
    const all = project("ffn_up", x);
    const up = all.slice(all.length - width);
    const gate = weights.has(`${block}ffn_gate.weight`) ? project("ffn_gate", x) : all.slice(0, all.length - width);
    return project("ffn_down", gate.length ? gate.map((g, i) => act(g) * up[i]!) : up.map(act));
  });
}

/** Causal attention with grouped queries: query head h reads KV head floor(h · kvHeads / heads). Each row is [heads · headDim]. */
function attend({ heads, kvHeads, headDim }: ModelConfig, window: number, q: Rows, k: Rows, v: Rows): Rows {
  return q.map((query, position) => {
    const out = new Float64Array(heads * headDim);
    const from = window ? Math.max(0, position + 1 - window) : 0;
    for (let head = 0; head < heads; head++) {
      const at = head * headDim;
      const kvAt = Math.floor((head * kvHeads) / heads) * headDim;
      const scores = Array.from({ length: position + 1 - from }, (_, past) => {
        let dot = 0;
        for (let i = 0; i < headDim; i++) dot += query[at + i]! * k[from + past]![kvAt + i]!;
        return dot / Math.sqrt(headDim);
      });
      const top = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - top));
      const sum = shares.reduce((total, share) => total + share, 0);
      shares.forEach((share, past) => {
        for (let i = 0; i < headDim; i++) out[at + i]! += (share / sum) * v[from + past]![kvAt + i]!;
      });
    }
    return out;
  });
}

/** Rotates each head of a row [n · headDim] in place by the angles of its position. */
function rotate(row: Float64Array, position: number, headDim: number, rope: RopeConfig, weights: Weights): void {
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

/** RMSNorm or LayerNorm with the gain and, where there is one, the bias of a name. */
function norm({ norm: kind, eps }: ModelConfig, weights: Weights, name: string, x: Float64Array): Float64Array {
  const mean = kind === "layer" ? x.reduce((sum, value) => sum + value, 0) / x.length : 0;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  const [gain, bias] = [weightOf(weights, `${name}.weight`), weights.get(`${name}.bias`)];
  return x.map((value, i) => ((value - mean) / Math.sqrt(variance + eps)) * gain[i]! + (bias?.[i] ?? 0));
}

/** RMSNorm in place of each part of a row that is as long as the gain. */
function normParts(row: Float64Array, gain: ArrayLike<number>, eps: number): void {
  for (let start = 0; start < row.length; start += gain.length) {
    const part = row.subarray(start, start + gain.length);
    const size = Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length + eps);
    for (let i = 0; i < part.length; i++) part[i]! *= gain[i]! / size;
  }
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

/** The tanh form (arXiv 1606.08415). */
function gelu(x: number): number {
  return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

function addTo(stream: Rows, more: Rows): void {
  stream.forEach((x, row) => {
    for (let i = 0; i < x.length; i++) x[i]! += more[row]![i]!;
  });
}
