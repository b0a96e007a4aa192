// The hyper-parameters that the reference forward pass takes, read from GGUF metadata, and what architectures do that neither metadata nor tensors show.
// Sources: the models' papers and cards, and their graphs in llama.cpp.

/** The hyper-parameters of a model; what is left out is as in Llama. */
export interface ModelConfig {
  layers: number;
  dim: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  eps: number;
  rope: RopeConfig;
  norm?: "rms" | "layer";
  activation?: "silu" | "gelu";
  /** Attention and the feed-forward layer read the same stream. */
  parallel?: boolean;
  /** Factors of the feed-forward layer's matrices count. */
  scaledFeedForward?: boolean;
  embeddingScale?: number;
  logitScale?: number;
  /** By layer: positions that a row sees, its own included; 0 for all. */
  windows?: readonly number[];
}

/** How q and k are rotated. */
export interface RopeConfig {
  /** Elements of a head that are rotated. */
  dims: number;
  base: number;
  /** Pairs (2i, 2i + 1) as in ggml's `llama`, or (i, i + dims / 2) as in GPT-NeoX. */
  pairing: "neighbours" | "halves";
  /** Positions are multiplied by this; 1 / factor for linear scaling and YaRN. Layers with a window are not scaled. */
  scale: number;
  /** Absent: linear. */
  yarn?: { originalContext: number; betaFast: number; betaSlow: number; attentionFactor: number };
  /** The last layer of every so many is not rotated. */
  group?: number;
}

type Kind = Omit<Partial<ModelConfig>, "rope"> & { halves?: boolean; group?: number };

const KINDS: Record<string, Kind> = {
  llama: { scaledFeedForward: true },
  smollm3: { group: 4 },
  glm4: {},
  olmo2: { halves: true },
  gemma: { halves: true, activation: "gelu" },
  gptneox: { halves: true, norm: "layer", activation: "gelu" },
  phi2: { halves: true, norm: "layer", activation: "gelu", parallel: true },
  falcon: { halves: true, norm: "layer", activation: "gelu", parallel: true },
  "command-r": { norm: "layer", parallel: true },
};

/** The hyper-parameters that GGUF metadata gives; of arrays only `sliding_window_pattern` and `dimension_sections` are looked at. */
export function modelConfig(metadata: ReadonlyMap<string, unknown>): ModelConfig {
  const arch = String(metadata.get("general.architecture"));
  const known = KINDS[arch];
  if (!known) throw new RangeError(`Expected architecture ${Object.keys(KINDS).join(", ")} but found ${arch}`);
  const { halves = false, group, ...kind } = known;
  const number = (key: string, otherwise?: number): number => {
    const value = metadata.get(`${arch}.${key}`) ?? otherwise;
    if (typeof value !== "number") throw new RangeError(`Expected a number in ${arch}.${key} but found ${value}`);
    return value;
  };
  const dim = number("embedding_length");
  const heads = number("attention.head_count");
  const layers = number("block_count");
  const headDim = number("attention.key_length", dim / heads);
  const scaling = metadata.get(`${arch}.rope.scaling.type`) ?? "linear";
  // Older files have the factor of linear scaling under another key; 0 stands for none.
  const factor = number("rope.scaling.factor", number("rope.scale_linear", 1)) || 1;
  const context = number("rope.scaling.original_context_length", number("context_length"));
  const sections = (metadata.get(`${arch}.rope.dimension_sections`) ?? []) as ArrayLike<number>;
  const inSections = arch === "glm4" && sections[0]! > 0 && sections[1]! > 0;
  return {
    ...kind,
    layers,
    dim,
    heads,
    kvHeads: number("attention.head_count_kv", heads),
    headDim,
    eps: number(kind.norm === "layer" ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon"),
    parallel: arch === "gptneox" ? metadata.get("gptneox.use_parallel_residual") === true : kind.parallel,
    embeddingScale: arch === "gemma" ? Math.sqrt(dim) : 1,
    logitScale: arch === "command-r" ? number("logit_scale", 1) : 1,
    windows: arch === "olmo2" ? windowsOf(layers, number("attention.sliding_window", 0), metadata) : undefined,
    rope: {
      dims: number("rope.dimension_count", headDim),
      base: number("rope.freq_base", 10000),
      pairing: halves || inSections ? "halves" : "neighbours",
      scale: scaling === "none" ? 1 : 1 / factor,
      group,
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

/** The windows of OLMo 2 and 3: of the layers that the file lists, or of three in every four. */
function windowsOf(layers: number, window: number, metadata: ReadonlyMap<string, unknown>): number[] {
  const listed = metadata.get("olmo2.attention.sliding_window_pattern") as ArrayLike<unknown> | undefined;
  return Array.from({ length: layers }, (_, layer) => ((listed ? listed[layer] : layer % 4 < 3) ? window : 0));
}
