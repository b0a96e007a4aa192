// What a model's metadata says about its shape, read once and checked. One table row per architecture that Oriel runs.
import { OrielError } from "../base/errors.ts";
import { getCount, getNumber, getString, type Metadata } from "../base/metadata.ts";
import type { RopeScaling } from "../kernels/rope-table.ts";

/** How architectures differ, by GGUF's `general.architecture`. */
const ARCHITECTURES: Record<string, { neox: boolean }> = {
  llama: { neox: false },
};

/** Names of the architectures that Oriel runs. */
export const ARCHITECTURE_NAMES: readonly string[] = Object.keys(ARCHITECTURES);

export interface Hyperparameters {
  arch: string;
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
  ropeBase: number;
  scaling: RopeScaling;
  /** Epsilon of every RMSNorm. */
  eps: number;
  /** Longest context that the model was made for. */
  contextLength: number;
}

/**
 * Reads the hyperparameters of a model.
 * @throws OrielError `unsupported` for an architecture or a feature that Oriel does not run, `bad-model` for missing or contradicting values
 */
export function readHyperparameters(metadata: Metadata): Hyperparameters {
  const arch = getString(metadata, "general.architecture");
  const row = Object.hasOwn(ARCHITECTURES, arch) && ARCHITECTURES[arch];
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
  return {
    arch,
    layers: count("block_count"),
    dim,
    ff: count("feed_forward_length"),
    heads,
    kvHeads,
    headDim,
    ropeDim,
    neox: row.neox,
    ropeBase: getNumber(metadata, `${arch}.rope.freq_base`, 10000),
    scaling: readScaling(metadata, arch),
    eps: getNumber(metadata, `${arch}.attention.layer_norm_rms_epsilon`),
    contextLength: count("context_length"),
  };
}

function readScaling(metadata: Metadata, arch: string): RopeScaling {
  const number = <F>(key: string, fallback: F) => getNumber(metadata, `${arch}.rope.${key}`, fallback);
  const factor = number("scaling.factor", number("scale_linear", 0));
  const type = getString(metadata, `${arch}.rope.scaling.type`, factor ? "linear" : "none");
  if (type === "none" || factor === 0 || factor === 1) return { type: "none" };
  if (type === "linear") return { type, factor };
  if (type !== "yarn") throw unsupported("RoPE scaling none, linear or yarn", type);
  return {
    type,
    factor,
    originalContext: number("scaling.original_context_length", getCount(metadata, `${arch}.context_length`)),
    extFactor: number("scaling.yarn_ext_factor", 1),
    attnFactor: number("scaling.yarn_attn_factor", number("scaling.attn_factor", 1)),
    betaFast: number("scaling.yarn_beta_fast", 32),
    betaSlow: number("scaling.yarn_beta_slow", 1),
  };
}

function unsupported(expected: string, found: string): OrielError {
  return new OrielError("unsupported", `Expected ${expected} but found ${found}`, { expected, found });
}
