// What a model's metadata says about its shape, read once and checked against the architecture's row.
import { OrielError } from "../base/errors.ts";
import { getBoolean, getCount, getNumber, getNumbers, getString, type Metadata } from "../base/metadata.ts";
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
  /** Whether attention and the feed-forward layer read the same residual stream. */
  parallel: boolean;
  /** Epsilon of every norm. */
  eps: number;
  embeddingScale: number;
  /** Multiplies q·k. */
  attentionScale: number;
  /** Softcaps, 0 for none. */
  attentionCap: number;
  finalCap: number;
  /** Multiplies the logits. */
  logitScale: number;
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
  const windows = readWindows(metadata, arch, row, layers);
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
    neox: pairsHalves(metadata, arch, row, ropeDim),
    ropes: readRopes(metadata, arch, row),
    attention: windows.map((window, layer) => ({ window, rope: ropeOf(layer, row, window) })),
    parallel: row.parallel === "by-file" ? getBoolean(metadata, `${arch}.use_parallel_residual`) : !!row.parallel,
    eps: number(row.norm === "rms" ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon"),
    embeddingScale: row.embeddingScale ? Math.sqrt(dim) : 1,
    attentionScale: 1 / Math.sqrt(wide ? dim / heads : headDim),
    attentionCap: cap("attn_logit_softcapping", row.attentionCap),
    finalCap: cap("final_logit_softcapping", row.finalCap),
    logitScale: (row.logitScale && number("logit_scale", 0)) || 1,
    contextLength: count("context_length"),
    originalContext: count("rope.scaling.original_context_length", count("context_length")),
  };
}

/** Which of the ropes rotates a layer. */
function ropeOf(layer: number, { rope, ropeGroup, windowRope }: Architecture, window: number): number | undefined {
  if (rope === "none" || (ropeGroup && layer % ropeGroup === ropeGroup - 1)) return undefined;
  return windowRope && window !== NO_WINDOW ? 1 : 0;
}

/** Whether RoPE pairs dimensions of the two halves. @throws OrielError `unsupported` for sections of which text rotates some by another position than its own */
function pairsHalves(metadata: Metadata, arch: string, { rope, ropeSections }: Architecture, ropeDim: number): boolean {
  const key = `${arch}.rope.dimension_sections`;
  const [time = 0, height = 0, width = 0, other = 0] = (ropeSections && getNumbers(metadata, key, undefined)) || [];
  if (time <= 0 || height <= 0) return rope === "neox";
  if (other > 0 && time + height + width < ropeDim / 2) {
    throw unsupported(`${key} whose first three cover ${ropeDim / 2} pairs`, `${time}, ${height} and ${width}`);
  }
  return true;
}

/** The window of each layer. @throws OrielError as {@link readPattern}, `unsupported` for angles of layers with one that the row does not have */
function readWindows(metadata: Metadata, arch: string, row: Architecture, layers: number): number[] {
  const { windowGroup, windowRope } = row;
  const window = windowGroup ? getCount(metadata, `${arch}.attention.sliding_window`, row.window ?? 0) : 0;
  if (!windowGroup || window === 0) return Array(layers).fill(NO_WINDOW);
  if (!windowRope) {
    const base = getNumber(metadata, `${arch}.rope.freq_base`, 10000);
    const own = getNumber(metadata, `${arch}.rope.freq_base_swa`, base);
    if (own !== base) throw unsupported(`${arch}.rope.freq_base_swa ${base}`, `${own}`);
  }
  return readPattern(metadata, arch, windowGroup, layers).map((windowed) => (windowed ? window : NO_WINDOW));
}

/** Which layers have a window: as the file lists them, or by the length of the groups. @throws OrielError `bad-model` for a list that is too short */
function readPattern(metadata: Metadata, arch: string, windowGroup: number, layers: number): boolean[] {
  const key = `${arch}.attention.sliding_window_pattern`;
  const listed = metadata.get(key);
  if (typeof listed !== "object") {
    const group = getCount(metadata, key, windowGroup);
    return Array.from({ length: layers }, (_, layer) => group === 0 || layer % group < group - 1);
  }
  const flags = Array.isArray(listed) ? listed.map(Number) : Array.from(getNumbers(metadata, key));
  if (flags.length < layers || flags.some(Number.isNaN)) {
    throw new OrielError(
      "bad-model",
      `Expected a flag for each of ${layers} layers in ${key} but found ${flags.length}`,
    );
  }
  return flags.slice(0, layers).map((flag) => flag !== 0);
}

/** The angles of the layers, and where those with a window have their own, these. */
function readRopes(metadata: Metadata, arch: string, row: Architecture): Rope[] {
  const base = getNumber(metadata, `${arch}.rope.freq_base`, 10000);
  const ropes: Rope[] = [{ base, scaling: readScaling(metadata, arch) }];
  if (row.windowRope) {
    const { base: fallback } = row.windowRope;
    const own = fallback === undefined ? base : getNumber(metadata, `${arch}.rope.freq_base_swa`, fallback);
    ropes.push({ base: own, scaling: { type: "none" } });
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
