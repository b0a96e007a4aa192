// How the architectures that Oriel runs differ, one row each; what a file's tensors and metadata already say is not repeated here.
// Facts as llama.cpp runs them (ggml-org/llama.cpp, src/models).
import type { Activation } from "../kernels/activations.ts";

export interface Architecture {
  /** What RoPE pairs: (2i, 2i + 1), or (i, i + ropeDim / 2); none where positions are learned embeddings. */
  rope: "norm" | "neox" | "none";
  /** The kind of every norm; those before attention, the feed-forward layer and the head are always there. */
  norm: "rms" | "layer";
  /** Whether what attention and the feed-forward layer give is normed, too, before it is added. */
  postNorms?: boolean;
  /** Whether queries and keys are normed by head. */
  qkNorm?: boolean;
  /** Gate and up as two tensors, as one with gate's rows first, or up alone. */
  feedForward: "gated" | "fused" | "plain";
  /** Of the feed-forward layer; of its gate where it has one. */
  activation: Activation;
  /** The embedding is multiplied by √dim. */
  embeddingScale?: "sqrt-dim";
  /** Softcaps where the file names none; without a value here there is no cap, whatever the file says. */
  attentionCap?: number;
  finalCap?: number;
  /** Layers come in groups of so many; all but the last of a group see only a window of positions. */
  windowGroup?: number;
  /** Positions in the window where the file does not say. */
  window?: number;
  /** Layers with a window are rotated by this base, without scaling, where the file names no other. */
  windowRopeBase?: number;
  /** A model of so many layers divides attention scores by √(dim / heads) instead of √headDim. */
  wideScaleLayers?: number;
}

const llama: Architecture = { rope: "norm", norm: "rms", feedForward: "gated", activation: "silu" };
const qwen2: Architecture = { ...llama, rope: "neox" };
const gemma2: Architecture = {
  ...qwen2,
  postNorms: true,
  activation: "gelu",
  embeddingScale: "sqrt-dim",
  windowGroup: 2,
  window: 4096,
  attentionCap: 50,
  finalCap: 30,
  wideScaleLayers: 46,
};
const starcoder2: Architecture = { rope: "neox", norm: "layer", feedForward: "plain", activation: "gelu" };

/** By GGUF's `general.architecture`. */
export const ARCHITECTURES: Record<string, Architecture> = {
  llama,
  qwen2,
  qwen3: { ...qwen2, qkNorm: true },
  gemma2,
  gemma3: {
    ...gemma2,
    qkNorm: true,
    windowGroup: 6,
    window: 0,
    windowRopeBase: 10000,
    attentionCap: undefined,
    finalCap: 0,
    wideScaleLayers: 62,
  },
  phi3: { ...qwen2, feedForward: "fused" },
  gpt2: { ...starcoder2, rope: "none" },
  starcoder2,
};

/** Names of the architectures that Oriel runs. */
export const ARCHITECTURE_NAMES: readonly string[] = Object.keys(ARCHITECTURES);
