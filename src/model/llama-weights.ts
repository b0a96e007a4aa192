// Which tensors a Llama-architecture file has, and how they are grouped into matrices so that one dispatch serves several.
import type { TensorEntry } from "../base/manifest.ts";
import { TILE_ROWS } from "../kernels/weight-layout.ts";
import type { Hyperparameters } from "./hyperparameters.ts";
import type { MatrixSpec } from "./matrix.ts";
import { TensorIndex, type WeightSpecs } from "./weights.ts";

/** Labels of the matrices that one layer's projections were grouped into, with the first output column of each. */
export interface Projection {
  label: string;
  first: number;
}

export interface LayerNames {
  attnNorm: string;
  ffnNorm: string;
  /** Q, K and V: one matrix where their types agree. */
  qkv: Projection[];
  output: string;
  /** Gate and up: one matrix where their types agree. */
  gateUp: Projection[];
  down: string;
}

export interface LlamaNames {
  embedding: string;
  outputNorm: string;
  /** The matrix of the logits: the embedding itself where they are tied. */
  head: string;
  /** Divisors of the RoPE frequencies, where the file has them. */
  ropeFactors?: TensorEntry;
  vocabSize: number;
  layers: LayerNames[];
}

/**
 * Groups the tensors of a file.
 * @throws OrielError `bad-model` for a missing or misshapen tensor, `unsupported` for one that Llama does not have
 */
export function llamaWeights(
  hyperparameters: Hyperparameters,
  tensors: readonly TensorEntry[],
): { specs: WeightSpecs; names: LlamaNames } {
  const { dim, ff, heads, kvHeads, headDim, ropeDim, arch } = hyperparameters;
  const index = new TensorIndex(tensors);
  const specs: WeightSpecs = { matrices: [], vectors: [] };

  const vector = (tensor: string): string => {
    index.get(tensor, [dim]);
    specs.vectors.push({ tensor, length: dim });
    return tensor;
  };
  const matrix = (tensor: string, rows: number, columns: number): string => group([[tensor, rows]], columns)[0]!.label;
  const group = (parts: [tensor: string, rows: number][], columns: number): Projection[] => {
    const projections: Projection[] = [];
    let open: MatrixSpec | undefined;
    let first = 0;
    for (const [tensor, rows] of parts) {
      const { type } = index.get(tensor, [rows, columns]);
      const joins = open?.type === type && open.parts.every((part) => part.rows % TILE_ROWS === 0);
      if (open && joins) open.parts.push({ tensor, rows });
      else {
        open = { label: tensor, type, columns, parts: [{ tensor, rows }] };
        specs.matrices.push(open);
        projections.push({ label: tensor, first });
      }
      first += rows;
    }
    return projections;
  };

  const vocabSize = tensors.find(({ name }) => name === "token_embd.weight")?.shape[0] ?? 0;
  const embedding = matrix("token_embd.weight", vocabSize, dim);
  const layers = Array.from({ length: hyperparameters.layers }, (_, layer): LayerNames => {
    const name = (suffix: string) => `blk.${layer}.${suffix}.weight`;
    const kv = kvHeads * headDim;
    return {
      attnNorm: vector(name("attn_norm")),
      qkv: group(
        [
          [name("attn_q"), heads * headDim],
          [name("attn_k"), kv],
          [name("attn_v"), kv],
        ],
        dim,
      ),
      output: matrix(name("attn_output"), dim, heads * headDim),
      ffnNorm: vector(name("ffn_norm")),
      gateUp: group(
        [
          [name("ffn_gate"), ff],
          [name("ffn_up"), ff],
        ],
        dim,
      ),
      down: matrix(name("ffn_down"), dim, ff),
    };
  });
  const outputNorm = vector("output_norm.weight");
  const head = index.has("output.weight") ? matrix("output.weight", vocabSize, dim) : embedding;
  const ropeFactors = index.has("rope_freqs.weight") ? index.get("rope_freqs.weight", [ropeDim / 2]) : undefined;
  index.refuseUnused(arch);
  return { specs, names: { embedding, outputNorm, head, ropeFactors, vocabSize, layers } };
}
