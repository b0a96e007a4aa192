// Weight matrices for kernel tests: random ones as the GPU has them and as numbers, and the shapes of workgroups that mat-vecs are tried in.
import type { Tier } from "../../src/base/tier.ts";
import { QUANT_TYPES, type QuantType } from "../../src/format/quant-blocks.ts";
import { paddedColumns, WeightLayout } from "../../src/kernels/weight-layout.ts";
import { MAKE_TYPES, type MakeType, randomBlocks } from "../make/blocks.ts";
import { Random } from "../make/random.ts";
import { dequantize } from "../reference/dequantize.ts";
import { noise } from "./harness.ts";

export { MAKE_TYPES as TYPES, type MakeType as WeightType };

export interface Weights {
  rows: number;
  columns: number;
  /** Blocks of 32 columns, the last of a float row padded. */
  BLOCKS: number;
  quants: Uint32Array<ArrayBuffer>;
  scales: Uint32Array<ArrayBuffer>;
  /** Words of `scales` before those of the first tile. */
  codebookWords: number;
  /** [rows, columns], exact. */
  values: Float64Array;
}

/** Random weights of deviation 1/4. */
export function randomWeights(type: MakeType, rows: number, columns: number, seed = 1): Weights {
  return weightsOf(type, rows, columns, randomBlocks(type, rows * columns, 0.25, new Random(seed)));
}

/** Weights from bytes as a file has them. */
export function weightsOf(type: string, rows: number, columns: number, bytes: Uint8Array): Weights {
  const layout = new WeightLayout(type, rows, columns);
  const { quants, scales } = layout.pack(bytes);
  return {
    rows,
    columns,
    BLOCKS: paddedColumns(columns) / 32,
    quants: new Uint32Array(quants.buffer),
    scales: new Uint32Array(scales.buffer),
    codebookWords: layout.codebook.length / 2,
    values: dequantize(type, bytes),
  };
}

/** The same rows of one type below each other, the second matrix from a tile of its own. */
export function stacked(a: Weights, b: Weights): Pick<Weights, "quants" | "scales"> {
  // The second one has no codebook of its own.
  const rest = b.scales.subarray(b.codebookWords);
  return { quants: Uint32Array.from([...a.quants, ...b.quants]), scales: Uint32Array.from([...a.scales, ...rest]) };
}

/** Three blocks of a type; 172 columns, which need padding, for types without blocks. */
export function columnsOf(type: string): number {
  const { blockSize } = QUANT_TYPES[type as QuantType];
  return blockSize === 1 ? 172 : 3 * blockSize;
}

/** The overrides that shape a mat-vec's workgroup; SHARE as wide as the subgroup of the tier's driver has lanes. */
export function shapes(tier: Tier) {
  return [
    { SLICES: 1, GROUPS: 8, REUSE: 4, SHARE: 0, WORKGROUP_SIZE: 64 },
    { SLICES: 1, GROUPS: 8, REUSE: 2, SHARE: share(tier), WORKGROUP_SIZE: 64 },
    { SLICES: 4, GROUPS: 2, REUSE: 1, SHARE: 0, WORKGROUP_SIZE: 64 },
    { SLICES: 2, GROUPS: 1, REUSE: 4, SHARE: 0, WORKGROUP_SIZE: 16 },
  ] as const;
}

/** Lanes that load activations for each other: software subgroups have 8 lanes with f16 (lavapipe), 4 with f32 (SwiftShader). */
export function share(tier: Tier): number {
  return tier === "f16" ? 8 : 4;
}

/** (bias, shift) of columns; NaN where AFFINE is 0, so that a read of it shows. */
export function affineOf(AFFINE: number, columns: number): Float32Array<ArrayBuffer> {
  return AFFINE ? noise(2 * columns, 9) : new Float32Array(2 * columns).fill(Number.NaN);
}

/** Rows that are awkward for tiles of 8. */
export const ROW_COUNTS = [1, 7, 8, 9, 65, 257] as const;
