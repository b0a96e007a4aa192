// How the architectures that Oriel runs differ, one row each; what a file's tensors and metadata already say is not repeated here.
// Facts as llama.cpp runs them (ggml-org/llama.cpp, src/models).
import type { Activation } from "../kernels/activations.ts";

export interface Architecture {
  /** What RoPE pairs: (2i, 2i + 1), or (i, i + ropeDim / 2); none where positions are learned. */
  rope: "norm" | "neox" | "none";
  /** Of the feed-forward layer; of its gate where it has one. */
  activation: Activation;
  /** The embedding is multiplied by √dim. */
  embeddingScale?: "sqrt-dim";
  /** What `logit_scale` does to the logits. */
  logitScale?: "multiply" | "divide";
  /** Whether the file's `embedding_scale`, `residual_scale` and `attention.scale` count. */
  scales?: boolean;
  /** Softcaps where the file names none; without a value here there is no cap, whatever the file says. */
  attentionCap?: number;
  finalCap?: number;
  /** Layers come in groups of so many; all but the last of a group see only a window of positions. */
  windowGroup?: number;
  /** Positions in the window where the file does not say. */
  window?: number;
  /** Layers with a window are rotated by this base, without scaling, where the file names no other. */
  windowRopeBase?: number;
  /** Layers that are not rotated: the last of each group of so many, or those without a window. */
  unrotated?: number | "global";
  /** A model of so many layers divides attention scores by √(dim / heads) instead of √headDim. */
  wideScaleLayers?: number;
}

const llama: Architecture = { rope: "norm", activation: "silu" };
const neox: Architecture = { rope: "neox", activation: "silu" };
const gemma: Architecture = { rope: "neox", activation: "gelu", embeddingScale: "sqrt-dim", windowGroup: 2 };

/** By GGUF's `general.architecture`. */
export const ARCHITECTURES: Record<string, Architecture> = {
  llama,
  qwen2: neox,
  qwen3: neox,
  gemma2: { ...gemma, window: 4096, attentionCap: 50, finalCap: 30, wideScaleLayers: 46 },
  gemma3: { ...gemma, windowGroup: 6, windowRopeBase: 10000, finalCap: 0, wideScaleLayers: 62 },
  phi3: neox,
  gpt2: { rope: "none", activation: "gelu" },
  starcoder2: { rope: "neox", activation: "gelu" },
};

/** Names of the architectures that Oriel runs. */
export const ARCHITECTURE_NAMES: readonly string[] = Object.keys(ARCHITECTURES);
