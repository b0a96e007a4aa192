// The storage layout of every GGML tensor type: its id in GGUF files, elements per block, bytes per block. Says nothing of what the bytes mean.
import { OrielError } from "../base/errors.ts";

/** How a tensor type is stored. A row is a whole number of blocks. */
export interface BlockLayout {
  /** The number that stands for the type in a GGUF file. */
  id: number;
  /** Elements per block. */
  blockSize: number;
  /** Bytes per block. */
  blockBytes: number;
}

const layout = (id: number, blockSize: number, blockBytes: number): BlockLayout => ({ id, blockSize, blockBytes });

/** Every type that GGUF files may hold, by GGML's name. Source: `enum ggml_type` and the block structs of ggml (0.25). */
export const QUANT_TYPES = {
  F32: layout(0, 1, 4),
  F16: layout(1, 1, 2),
  Q4_0: layout(2, 32, 18),
  Q4_1: layout(3, 32, 20),
  Q5_0: layout(6, 32, 22),
  Q5_1: layout(7, 32, 24),
  Q8_0: layout(8, 32, 34),
  Q8_1: layout(9, 32, 36),
  Q2_K: layout(10, 256, 84),
  Q3_K: layout(11, 256, 110),
  Q4_K: layout(12, 256, 144),
  Q5_K: layout(13, 256, 176),
  Q6_K: layout(14, 256, 210),
  Q8_K: layout(15, 256, 292),
  IQ2_XXS: layout(16, 256, 66),
  IQ2_XS: layout(17, 256, 74),
  IQ3_XXS: layout(18, 256, 98),
  IQ1_S: layout(19, 256, 50),
  IQ4_NL: layout(20, 32, 18),
  IQ3_S: layout(21, 256, 110),
  IQ2_S: layout(22, 256, 82),
  IQ4_XS: layout(23, 256, 136),
  I8: layout(24, 1, 1),
  I16: layout(25, 1, 2),
  I32: layout(26, 1, 4),
  I64: layout(27, 1, 8),
  F64: layout(28, 1, 8),
  IQ1_M: layout(29, 256, 56),
  BF16: layout(30, 1, 2),
  TQ1_0: layout(34, 256, 54),
  TQ2_0: layout(35, 256, 66),
  MXFP4: layout(39, 32, 17),
  NVFP4: layout(40, 64, 36),
  Q1_0: layout(41, 128, 18),
  Q2_0: layout(42, 64, 18),
} as const satisfies Record<string, BlockLayout>;

/** GGML's name of a tensor type. */
export type QuantType = keyof typeof QUANT_TYPES;

/** Types that GGML once had; files with them have to be converted again. */
const REMOVED: Record<number, string> = {
  4: "Q4_2",
  5: "Q4_3",
  31: "Q4_0_4_4",
  32: "Q4_0_4_8",
  33: "Q4_0_8_8",
  36: "IQ4_NL_4_4",
  37: "IQ4_NL_4_8",
  38: "IQ4_NL_8_8",
};

const BY_ID = new Map<number, QuantType>(
  Object.entries(QUANT_TYPES).map(([name, { id }]) => [id, name as QuantType] as const),
);

/**
 * The name of the tensor type with this id.
 * @throws OrielError `unsupported` for an id that is unknown or whose type GGML has removed
 */
export function quantTypeOf(id: number, tensor: string): QuantType {
  const name = BY_ID.get(id);
  if (name) return name;
  const found = REMOVED[id] ? `${id} (${REMOVED[id]}, which GGML has removed)` : `${id}`;
  throw new OrielError(
    "unsupported",
    `Expected a known tensor type of tensor ${JSON.stringify(tensor)} but found type ${found}`,
    { tensor, type: id },
  );
}

/**
 * Bytes of one row of `cols` elements.
 * @throws OrielError `bad-model` unless `cols` is a whole number of blocks
 */
export function rowBytes(type: QuantType, cols: number): number {
  const { blockSize, blockBytes } = QUANT_TYPES[type];
  if (cols % blockSize !== 0 || cols < 0) {
    throw new OrielError(
      "bad-model",
      `Expected rows of a multiple of ${blockSize} elements in type ${type} but found ${cols}`,
      { type, blockSize, cols },
    );
  }
  return (cols / blockSize) * blockBytes;
}

/** Bytes of a tensor whose `shape` is in elements, outermost first; an empty shape is one element. */
export function tensorBytes(type: QuantType, shape: readonly number[]): number {
  return shape.slice(0, -1).reduce((bytes, rows) => bytes * rows, rowBytes(type, shape.at(-1) ?? 1));
}
