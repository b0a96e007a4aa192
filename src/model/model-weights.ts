// Which tensors a file has for the transformer, found by their names, and how they are grouped into matrices so that one dispatch serves several.
import type { TensorEntry } from "../base/manifest.ts";
import { TILE_ROWS } from "../kernels/weight-layout.ts";
import type { Hyperparameters } from "./hyperparameters.ts";
import type { MatrixSpec } from "./matrix.ts";
import { type Bias, TensorIndex, type WeightSpecs } from "./weights.ts";

/** A matrix of a projection, with the first output column that it gives and the tensor of the factor of what it gives. */
export interface Part {
  label: string;
  first: number;
  scale?: string;
}

/** A linear layer: its matrices, one where the types of its tensors agree, and the label of what is added to its outputs. */
export interface Projection {
  parts: Part[];
  columns: number;
  affine?: string;
}

export interface LayerNames {
  /** Norms of what the branches read, where they have one; the same label where they share it. */
  attnNorm?: string;
  qkv: Projection;
  /** Weights of the norm of q, then of k. */
  qkNorm?: string;
  output: Projection;
  /** The norm of what attention adds to the residual stream. */
  attnPostNorm?: string;
  ffnNorm?: string;
  /** Gate and up where `gated`, else up alone. */
  up: Projection;
  gated: boolean;
  down: Projection;
  ffnPostNorm?: string;
}

export interface ModelNames {
  embedding: string;
  /** Learned embeddings of positions. */
  positions?: string;
  outputNorm: string;
  /** The projection to logits; its matrix is the embedding itself where they are tied. */
  head: Projection;
  /** Divisors of the RoPE frequencies, where the file has them; of a long context where it tells them apart. */
  ropeFactors?: TensorEntry;
  longRopeFactors?: TensorEntry;
  /** The tensors of one number each that parts of projections are multiplied by. */
  scales: TensorEntry[];
  vocabSize: number;
  layers: LayerNames[];
}

/** What becomes of the `.scale` tensors of a linear layer: they multiply what its matrix gives, or that with its bias, or are dropped. */
type ScaleUse = "matrix" | "output" | "dropped";

/** A norm whose weight and bias are folded into what follows it. */
interface Norm {
  weight: string;
  bias?: string;
}

/**
 * Groups the tensors of a file.
 * @throws OrielError `bad-model` for a missing or misshapen tensor, `unsupported` for one that the architecture does not have
 */
export function modelWeights(
  hyperparameters: Hyperparameters,
  tensors: readonly TensorEntry[],
): { specs: WeightSpecs; names: ModelNames } {
  const { dim, ff, heads, kvHeads, headDim, ropeDim, arch, row } = hyperparameters;
  const index = new TensorIndex(tensors);
  const specs: WeightSpecs = { matrices: [], vectors: [], affines: [] };
  const scales: TensorEntry[] = [];
  const norms = new Map<string, Norm>();

  const vector = (...parts: [tensor: string, length: number][]): string => {
    const label = parts[0]![0];
    let at = 0;
    for (const [tensor, length] of parts) {
      index.get(tensor, [length]);
      specs.vectors.push({ label, tensor, length, first: at });
      at += length;
    }
    return label;
  };
  const norm = (name: string): Norm => {
    const known = norms.get(name);
    if (known) return known;
    const weight = vector([`${name}.weight`, dim]);
    const made = { weight, bias: row.normBias ? vector([`${name}.bias`, dim]) : undefined };
    norms.set(name, made);
    return made;
  };

  /** The tensor of a linear layer's factor, where it has one that counts; `.input_scale` is for kernels with quantized inputs only. */
  const scaleOf = (name: string, use: ScaleUse): string | undefined => {
    const [input, scale] = [`${name}.input_scale`, `${name}.scale`];
    if (index.has(input)) index.get(input, [1]);
    if (!index.has(scale)) return undefined;
    const entry = index.get(scale, [1]);
    if (use === "dropped") return undefined;
    scales.push(entry);
    return scale;
  };

  /** A linear layer of `tensors` with as many rows each; its biases and those of the norm before it become its affine. */
  const projection = (
    parts: [name: string, rows: number][],
    columns: number,
    { before, scaled }: { before?: Norm; scaled?: ScaleUse } = {},
  ): Projection => {
    const made: Projection = { parts: [], columns: parts.reduce((sum, [, rows]) => sum + rows, 0) };
    const biases: Bias[] = [];
    let open: MatrixSpec | undefined;
    let first = 0;
    for (const [name, rows] of parts) {
      const tensor = `${name}.weight`;
      const { type } = index.get(tensor, [rows, columns]);
      const scale = scaled && scaleOf(name, scaled);
      const joins = open?.type === type && !scale && open.parts.every((part) => part.rows % TILE_ROWS === 0);
      if (open && joins) open.parts.push({ tensor, rows });
      else {
        const matrix: MatrixSpec = { label: tensor, type, columns, parts: [{ tensor, rows }] };
        specs.matrices.push(matrix);
        made.parts.push({ label: tensor, first, scale });
        open = scale ? undefined : matrix;
      }
      if (index.has(`${name}.bias`)) {
        index.get(`${name}.bias`, [rows]);
        biases.push({ tensor: `${name}.bias`, first, scale: scaled === "matrix" ? scale : undefined });
      }
      first += rows;
    }
    return withAffine(made, biases, columns, before);
  };

  const withAffine = (made: Projection, biases: Bias[], columns: number, before: Norm | undefined): Projection => {
    const folds = row.norm === "layer" ? before : undefined;
    if (biases.length === 0 && !folds) return made;
    const label = `${made.parts[0]!.label} affine`;
    const fold = folds && { ...folds, parts: made.parts, inputColumns: columns };
    specs.affines.push({ label, columns: made.columns, biases, fold });
    return { ...made, affine: label };
  };

  const vocabSize = tensors.find(({ name }) => name === "token_embd.weight")?.shape[0] ?? 0;
  const embedding = projection([["token_embd", vocabSize]], dim).parts[0]!.label;
  const positions =
    row.rope === "none"
      ? projection([["position_embd", hyperparameters.contextLength]], dim).parts[0]!.label
      : undefined;
  const layers = Array.from({ length: hyperparameters.layers }, (_, layer): LayerNames => {
    const name = (suffix: string) => `blk.${layer}.${suffix}`;
    const [q, kv] = [heads * headDim, kvHeads * headDim];
    const own = row.norms.ownAttnNorm;
    const normOf = (tensor: string | undefined) => (tensor === undefined ? undefined : norm(name(tensor)));
    const attnNorm = normOf(own && index.has(name(`${own}.weight`)) ? own : row.norms.attnNorm);
    const ffnNorm = normOf(row.norms.ffnNorm);
    const ffnScaled = row.feedForwardScales ? "output" : "dropped";
    return {
      attnNorm: attnNorm?.weight,
      qkv: projection(
        index.has(name("attn_qkv.weight"))
          ? [[name("attn_qkv"), q + 2 * kv]]
          : [
              [name("attn_q"), q],
              [name("attn_k"), kv],
              [name("attn_v"), kv],
            ],
        dim,
        { before: attnNorm, scaled: "matrix" },
      ),
      qkNorm: row.qkNorm
        ? vector(
            [name("attn_q_norm.weight"), row.qkNorm === "all" ? q : headDim],
            [name("attn_k_norm.weight"), row.qkNorm === "all" ? kv : headDim],
          )
        : undefined,
      output: projection([[name("attn_output"), dim]], q, { scaled: "matrix" }),
      attnPostNorm: normOf(row.norms.attnPostNorm)?.weight,
      ffnNorm: ffnNorm?.weight,
      up: projection(
        row.feedForward === "gated"
          ? [
              [name("ffn_gate"), ff],
              [name("ffn_up"), ff],
            ]
          : [[name("ffn_up"), row.feedForward === "fused" ? 2 * ff : ff]],
        dim,
        { before: ffnNorm, scaled: ffnScaled },
      ),
      gated: row.feedForward !== "plain",
      down: projection([[name("ffn_down"), dim]], ff, { scaled: ffnScaled }),
      ffnPostNorm: normOf(row.norms.ffnPostNorm)?.weight,
    };
  });

  const outputNorm = norm("output_norm");
  const own = row.head === undefined ? index.has("output.weight") : row.head === "own";
  const head = own
    ? projection([["output", vocabSize]], dim, { before: outputNorm })
    : withAffine({ parts: [{ label: embedding, first: 0 }], columns: vocabSize }, [], dim, outputNorm);
  const factors = (tensor: string) => (index.has(tensor) ? index.get(tensor, [ropeDim / 2]) : undefined);
  const names: ModelNames = {
    embedding,
    positions,
    outputNorm: outputNorm.weight,
    head,
    ropeFactors: factors("rope_freqs.weight") ?? factors("rope_factors_short.weight"),
    longRopeFactors: factors("rope_factors_long.weight"),
    scales,
    vocabSize,
    layers,
  };
  index.refuseUnused(arch);
  return { specs, names };
}
