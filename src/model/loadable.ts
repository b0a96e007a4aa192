// Whether a file can be loaded, from its header alone: asked before it is stored, and again before a byte of it goes to the GPU.
import { OrielError } from "../base/errors.ts";
import type { TensorEntry } from "../base/manifest.ts";
import type { Metadata } from "../base/metadata.ts";
import { TILE_ROWS, WeightLayout } from "../kernels/weight-layout.ts";
import { builtInTools, TOOLS_KEY } from "../protocol/built-in-tools.ts";
import { createTokenizer, type Tokenizer } from "../tokenizer/tokenizer.ts";
import { type Hyperparameters, readHyperparameters } from "./hyperparameters.ts";
import { type ModelNames, modelWeights } from "./model-weights.ts";
import type { WeightSpecs } from "./weights.ts";

/** What the vectors of a model (norms, biases, factors of matrices and of RoPE) may be stored as. */
const VECTOR_TYPES = ["F32", "F16", "BF16"];

export interface Loadable {
  hyperparameters: Hyperparameters;
  specs: WeightSpecs;
  names: ModelNames;
  /** The tokenizer, or the `unsupported` error of one of an unknown kind: such a model runs on token ids. */
  tokenizer: Tokenizer | OrielError;
}

/**
 * Checks all that the header of a model says about it.
 * @throws OrielError `unsupported` for an architecture, a tensor or a type that Oriel does not run, `bad-model` for what is
 * missing or contradicts itself, the vocabulary and the built-in tools included
 */
export function checkLoadable(metadata: Metadata, tensors: readonly TensorEntry[]): Loadable {
  const hyperparameters = readHyperparameters(metadata);
  const { ff } = hyperparameters;
  if (ff === 0 || ff % 4) {
    throw new OrielError("unsupported", `Expected a feed-forward width of a multiple of 4 but found ${ff}`, { ff });
  }
  const { specs, names } = modelWeights(hyperparameters, tensors);
  for (const { type, columns } of specs.matrices) new WeightLayout(type, TILE_ROWS, columns);
  checkVectors(specs, names, tensors);
  builtInTools(metadata.get(TOOLS_KEY));
  return { hyperparameters, specs, names, tokenizer: tokenizerOf(metadata) };
}

function checkVectors(specs: WeightSpecs, names: ModelNames, tensors: readonly TensorEntry[]): void {
  const biases = specs.affines.flatMap((affine) => affine.biases);
  const scales = names.scales.map(({ name }) => name);
  const vectors = new Set([...[...specs.vectors, ...biases].map(({ tensor }) => tensor), ...scales]);
  for (const tensor of tensors) {
    const { name, type } = tensor;
    if (
      !(vectors.has(name) || tensor === names.ropeFactors || tensor === names.longRopeFactors) ||
      VECTOR_TYPES.includes(type)
    )
      continue;
    throw new OrielError(
      "unsupported",
      `Expected tensor ${name} of type ${VECTOR_TYPES.join(", ")} but found ${type}`,
      {
        name,
        type,
      },
    );
  }
}

function tokenizerOf(metadata: Metadata): Tokenizer | OrielError {
  try {
    const tokenizer = createTokenizer(metadata);
    // Builds the table of all tokens, which a hostile vocabulary can make too large.
    tokenizer.pieceBytes(0);
    return tokenizer;
  } catch (error) {
    if (error instanceof OrielError && error.code === "unsupported") return error;
    throw error;
  }
}
