// What a model's metadata says about its shape, read once and checked against the architecture's row.
import { OrielError } from "../base/errors.ts";
import { getCount, getNumber, getString, type Metadata } from "../base/metadata.ts";
import type { RopeScaling } from "../kernels/rope-table.ts";
import { ARCHITECTURE_NAMES, ARCHITECTURES, type Architecture } from "./architectures.ts";

/** The window of a layer that sees every position. */
export const NO_WINDOW = 0xffffffff;

/** What attention of one layer sees, and how its queries and keys are rotated. */
export interface LayerAttention {
  /** Positions that a row sees, its own included; {@link NO_WINDOW} for all. */
  window: number;
  /** Which of the {@link Hyperparameters.ropes} rotates it; undefined for none. */
  rope?: number;
}

/** Angles of one kind of layer. */
export interface Rope {
  base: number;
  scaling: RopeScaling;
}

export interface Hyperparameters {
  arch: string;
  /** The architecture's row. */
  row: Architecture;
  layers: number;
  /** Width of the residual stream (`embedding_length`). */
  dim: number;
  /** Width of the feed-forward layer. */
  ff: number;
  heads: number;
  /** Heads of K and V; each serves heads / kvHeads query heads. */
  kvHeads: number;
  headDim: number;
  /** Rotated dimensions of a head. */
  ropeDim: number;
  /** Whether RoPE pairs dimension i with i + ropeDim / 2; otherwise 2i with 2i + 1. */
  neox: boolean;
  ropes: Rope[];
  /** By layer. */
  attention: LayerAttention[];
  /** Epsilon of every norm. */
  eps: number;
  embeddingScale: number;
  /** Multiplies q·k. */
  attentionScale: number;
  /** Softcaps, 0 for none. */
  attentionCap: number;
  finalCap: number;
  /** Longest context that the model was made for. */
  contextLength: number;
  /** Context that it was trained with before its RoPE was scaled; beyond it, factors for long contexts count. */
  originalContext: number;
}

/**
 * Reads the hyperparameters of a model.
 * @throws OrielError `unsupported` for an architecture or a feature that Oriel does not run, `bad-model` for missing or contradicting values
 */
export function readHyperparameters(metadata: Metadata): Hyperparameters {
  const arch = getString(metadata, "general.architecture");
  const row = Object.hasOwn(ARCHITECTURES, arch) ? ARCHITECTURES[arch] : undefined;
  if (!row) throw unsupported(`architecture ${ARCHITECTURE_NAMES.join(", ")}`, arch);
  const count = <F = never>(key: string, ...fallback: [F?]) => getCount(metadata, `${arch}.${key}`, ...fallback);
  const experts = count("expert_count", 0);
  if (experts > 0) throw unsupported(`no mixture of experts in architecture ${arch}`, `${experts} experts`);

  const dim = count("embedding_length");
  const heads = count("attention.head_count");
  const kvHeads = count("attention.head_count_kv", heads);
  if (heads === 0 || kvHeads === 0 || heads % kvHeads) {
    throw new OrielError(
      "bad-model",
      `Expected heads in whole groups but found ${heads} heads and ${kvHeads} KV heads`,
    );
  }
  const headDim = count("attention.key_length", dim / heads);
  const valueDim = count("attention.value_length", headDim);
  if (valueDim !== headDim) throw unsupported(`values as long as keys (${headDim})`, `${valueDim}`);
  const ropeDim = count("rope.dimension_count", headDim);
  if (!Number.isInteger(headDim) || headDim % 8 || headDim > 256 || ropeDim % 4 || ropeDim > headDim) {
    const expected = "heads of at most 256 dimensions, a multiple of 8, of which a multiple of 4 is rotated";
    throw unsupported(expected, `${headDim} and ${ropeDim}`);
  }
  const number = <F = never>(key: string, ...fallback: [F?]) => getNumber(metadata, `${arch}.${key}`, ...fallback);
  const layers = count("block_count");
  // A key counts only where the architecture reads it.
  const cap = (key: string, fallback: number | undefined) => (fallback === undefined ? 0 : number(key, fallback));
  checkWindows(metadata, arch, row);
  const window = row.windowGroup ? count("attention.sliding_window", row.window ?? 0) : 0;
  const wide = layers === row.wideScaleLayers;
  return {
    arch,
    row,
    layers,
    dim,
    ff: count("feed_forward_length"),
    heads,
    kvHeads,
    headDim,
    ropeDim: row.rope === "none" ? 0 : ropeDim,
    neox: row.rope === "neox",
    ropes: readRopes(metadata, arch, row),
    attention: Array.from({ length: layers }, (_, layer) => attentionOf(layer, row, window)),
    eps: number(row.norm === "rms" ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon"),
    embeddingScale: row.embeddingScale ? Math.sqrt(dim) : 1,
    attentionScale: 1 / Math.sqrt(wide ? dim / heads : headDim),
    attentionCap: cap("attn_logit_softcapping", row.attentionCap),
    finalCap: cap("final_logit_softcapping", row.finalCap),
    contextLength: count("context_length"),
    originalContext: count("rope.scaling.original_context_length", count("context_length")),
  };
}

function attentionOf(
  layer: number,
  { rope, windowGroup, windowRopeBase }: Architecture,
  window: number,
): LayerAttention {
  const windowed = !!windowGroup && window > 0 && layer % windowGroup < windowGroup - 1;
  const own = windowed && windowRopeBase ? 1 : 0;
  return { window: windowed ? window : NO_WINDOW, rope: rope === "none" ? undefined : own };
}

/** @throws OrielError `unsupported` where a file asks for windows, or for angles of layers with one, that its architecture's row does not have */
function checkWindows(metadata: Metadata, arch: string, { windowGroup, windowRopeBase }: Architecture): void {
  if (!windowGroup) return;
  const key = `${arch}.attention.sliding_window_pattern`;
  const pattern = metadata.get(key);
  if (pattern !== undefined && pattern !== windowGroup) throw unsupported(`${key} ${windowGroup}`, `${pattern}`);
  if (windowRopeBase) return;
  const base = getNumber(metadata, `${arch}.rope.freq_base`, 10000);
  const own = getNumber(metadata, `${arch}.rope.freq_base_swa`, base);
  if (own !== base) throw unsupported(`${arch}.rope.freq_base_swa ${base}`, `${own}`);
}

/** The angles of the layers, and where those with a window have their own, these. */
function readRopes(metadata: Metadata, arch: string, row: Architecture): Rope[] {
  const ropes: Rope[] = [
    { base: getNumber(metadata, `${arch}.rope.freq_base`, 10000), scaling: readScaling(metadata, arch) },
  ];
  if (row.windowRopeBase) {
    const base = getNumber(metadata, `${arch}.rope.freq_base_swa`, row.windowRopeBase);
    ropes.push({ base, scaling: { type: "none" } });
  }
  return ropes;
}

function readScaling(metadata: Metadata, arch: string): RopeScaling {
  const number = <F>(key: string, fallback: F) => getNumber(metadata, `${arch}.rope.${key}`, fallback);
  const factor = number("scaling.factor", number("scale_linear", 0));
  const type = getString(metadata, `${arch}.rope.scaling.type`, factor ? "linear" : "none");
  const attnFactor = number("scaling.attn_factor", 1);
  if (type !== "yarn" && attnFactor !== 1)
    throw unsupported("rope.scaling.attn_factor 1 without YaRN", `${attnFactor}`);
  if (type === "none" || factor === 0 || factor === 1) return { type: "none" };
  if (type === "linear") return { type, factor };
  if (type !== "yarn") throw unsupported("RoPE scaling none, linear or yarn", type);
  return {
    type,
    factor,
    originalContext: number("scaling.original_context_length", getCount(metadata, `${arch}.context_length`)),
    extFactor: number("scaling.yarn_ext_factor", 1),
    attnFactor: number("scaling.yarn_attn_factor", attnFactor),
    betaFast: number("scaling.yarn_beta_fast", 32),
    betaSlow: number("scaling.yarn_beta_slow", 1),
  };
}

function unsupported(expected: string, found: string): OrielError {
  return new OrielError("unsupported", `Expected ${expected} but found ${found}`, { expected, found });
}
