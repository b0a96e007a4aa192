// How the architectures that Oriel runs differ, one row each; what a file's tensors and metadata already say is not repeated here.
// Facts as llama.cpp runs them (ggml-org/llama.cpp, src/models).
import type { Activation } from "../kernels/activations.ts";

/** The tensors of a layer's norms, `blk.N.` before and `.weight` behind; without a name there is no norm. */
export interface NormTensors {
  /** Of what attention and the feed-forward layer read; may be one tensor for both. */
  attnNorm?: string;
  ffnNorm?: string;
  /** Instead of `attnNorm`, where the file has it. */
  ownAttnNorm?: string;
  /** Of what attention and the feed-forward layer give, before it is added. */
  attnPostNorm?: string;
  ffnPostNorm?: string;
}

export interface Architecture {
  /** What RoPE pairs: (2i, 2i + 1), or (i, i + ropeDim / 2); none where positions are learned embeddings. */
  rope: "norm" | "neox" | "none";
  /** Pairs are (i, i + ropeDim / 2) where the file cuts the rotated dimensions into sections (`rope.dimension_sections`). */
  ropeSections?: boolean;
  /** Layers come in groups of so many, the last of which is not rotated. */
  ropeGroup?: number;
  /** The kind of every norm; there is always one before the head. */
  norm: "rms" | "layer";
  /** Whether norms have a bias. */
  normBias?: boolean;
  norms: NormTensors;
  /** Whether attention and the feed-forward layer read the same residual stream, instead of one what the other added; or whatever `use_parallel_residual` says. */
  parallel?: boolean | "by-file";
  /** Whether queries and keys are normed, each head by itself or all heads together. */
  qkNorm?: "head" | "all";
  /** Gate and up as two tensors, as one with gate's rows first, or up alone. */
  feedForward: "gated" | "fused" | "plain";
  /** Of the feed-forward layer; of its gate where it has one. */
  activation: Activation;
  /** Whether `.scale` tensors of the feed-forward layer count, as those of attention always do; llama.cpp drops them where not. */
  feedForwardScales?: boolean;
  /** Whether the head is the embedding or a tensor of its own; what the file has where this says nothing. */
  head?: "tied" | "own";
  /** Logits are multiplied by the file's `logit_scale`. */
  logitScale?: boolean;
  /** The embedding is multiplied by √dim. */
  embeddingScale?: "sqrt-dim";
  /** Softcaps where the file names none; without a value here there is no cap, whatever the file says. */
  attentionCap?: number;
  finalCap?: number;
  /** Layers come in groups of so many, unless the file says which; all but the last of a group see only a window of positions. */
  windowGroup?: number;
  /** Positions in the window where the file does not say. */
  window?: number;
  /** Layers with a window are rotated without scaling: by the base that the file names for them, else by this one; without a base here by that of all layers. */
  windowRope?: { base?: number };
  /** A model of so many layers divides attention scores by √(dim / heads) instead of √headDim. */
  wideScaleLayers?: number;
}

const BEFORE: NormTensors = { attnNorm: "attn_norm", ffnNorm: "ffn_norm" };
const BEHIND: NormTensors = { attnPostNorm: "post_attention_norm", ffnPostNorm: "post_ffw_norm" };
const SHARED: NormTensors = { attnNorm: "attn_norm", ffnNorm: "attn_norm" };

const dense: Architecture = { rope: "norm", norm: "rms", norms: BEFORE, feedForward: "gated", activation: "silu" };
const qwen2: Architecture = { ...dense, rope: "neox" };
const gemma: Architecture = { ...qwen2, activation: "gelu", embeddingScale: "sqrt-dim", head: "tied" };
const gemma2: Architecture = {
  ...gemma,
  norms: { ...BEFORE, ...BEHIND },
  windowGroup: 2,
  window: 4096,
  attentionCap: 50,
  finalCap: 30,
  wideScaleLayers: 46,
};
const starcoder2: Architecture = {
  rope: "neox",
  norm: "layer",
  normBias: true,
  norms: BEFORE,
  feedForward: "plain",
  activation: "gelu",
};

/** By GGUF's `general.architecture`. */
export const ARCHITECTURES: Record<string, Architecture> = {
  llama: { ...dense, feedForwardScales: true },
  smollm3: { ...dense, ropeGroup: 4 },
  glm4: { ...dense, ropeSections: true, norms: { ...BEFORE, ...BEHIND }, feedForward: "fused" },
  qwen2,
  qwen3: { ...qwen2, qkNorm: "head", feedForwardScales: true },
  olmo2: { ...qwen2, norms: BEHIND, qkNorm: "all", head: "own", windowGroup: 4, window: 0, windowRope: {} },
  phi3: { ...qwen2, feedForward: "fused" },
  gemma,
  gemma2,
  gemma3: {
    ...gemma2,
    qkNorm: "head",
    head: undefined,
    windowGroup: 6,
    window: 0,
    windowRope: { base: 10000 },
    attentionCap: undefined,
    finalCap: 0,
    wideScaleLayers: 62,
  },
  starcoder2,
  gpt2: { ...starcoder2, rope: "none" },
  gptneox: { ...starcoder2, parallel: "by-file", head: "own" },
  phi2: { ...starcoder2, norms: SHARED, parallel: true, head: "own" },
  falcon: { ...starcoder2, norms: { ...SHARED, ownAttnNorm: "attn_norm_2" }, parallel: true },
  "command-r": { ...dense, norm: "layer", norms: SHARED, parallel: true, head: "tied", logitScale: true },
};

/** Names of the architectures that Oriel runs. */
export const ARCHITECTURE_NAMES: readonly string[] = Object.keys(ARCHITECTURES);
