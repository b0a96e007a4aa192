// What a GGUF file is once read: metadata, tensor descriptors, where the data lies. Source of the format: ggml docs/gguf.md.
import type { QuantType } from "../quant-blocks.ts";

/** GGUF's scalar value types with the numbers that stand for them in a file; an array is type 9. */
export const VALUE_TYPES = {
  uint8: 0,
  int8: 1,
  uint16: 2,
  int16: 3,
  uint32: 4,
  int32: 5,
  float32: 6,
  bool: 7,
  string: 8,
  uint64: 10,
  int64: 11,
  float64: 12,
} as const;

/** The number that stands for an array. */
export const ARRAY = 9;

export type ScalarType = keyof typeof VALUE_TYPES;

/** The type of a metadata value: `uint32`, `string[]`, `int32[][]`, … The element type of an empty nested array reads as `uint8`. */
export type GgufType = ScalarType | `${ScalarType}[]` | `${ScalarType}[][]` | `${ScalarType}[][][]`;

/** Bytes of one value of each fixed-size type. */
export const VALUE_BYTES: Record<Exclude<ScalarType, "string">, number> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  bool: 1,
  uint64: 8,
  int64: 8,
  float64: 8,
};

/** The typed array that holds an array of each numeric type. */
export const TYPED_ARRAYS = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
  float64: Float64Array,
} as const;

export type NumericArray = InstanceType<(typeof TYPED_ARRAYS)[keyof typeof TYPED_ARRAYS]>;

/** A metadata value. A 64-bit integer is a number where a number is exact, otherwise a bigint; numeric arrays are typed arrays. */
export type GgufValue = string | boolean | number | bigint | NumericArray | string[] | boolean[] | GgufValue[];

/** One tensor's descriptor. */
export interface GgufTensor {
  name: string;
  type: QuantType;
  /** Elements per dimension, outermost first: a matrix is [rows, columns]. A dimension may be 0, as in llama.cpp: the tensor then has no bytes. */
  shape: number[];
  /** First byte of the data, counted from the beginning of the file. */
  offset: number;
  bytes: number;
}

export interface GgufFile {
  version: 2 | 3;
  metadata: Map<string, GgufValue>;
  /** The type each metadata value has in the file. */
  types: Map<string, GgufType>;
  tensors: GgufTensor[];
  /** Where tensor data begins; everything before is the header. */
  dataOffset: number;
  alignment: number;
  fileSize: number;
}

/** Bounds on what a header may hold; beyond them a file is `unsupported`, before anything is allocated for it. */
export interface GgufLimits {
  /** Bytes before the tensor data. The largest known vocabularies take some 20 MB. */
  headerBytes: number;
  /** Bytes of memory that the result may take. The largest known vocabularies with their merges take some 40 MB. */
  keptBytes: number;
  /** Metadata keys. */
  keys: number;
  /** Bytes of a key; the format's own bound. */
  keyBytes: number;
  /** Bytes of one string. */
  stringBytes: number;
  /** Elements of one array. The largest known has some 515 000. */
  arrayLength: number;
  /** Arrays inside arrays: `int32[]` counts 1. */
  nesting: number;
  tensors: number;
  /** Bytes of a tensor name; GGML holds 63 and a terminator. */
  nameBytes: number;
  /** Dimensions of a tensor; GGML's own bound. */
  dims: number;
  /** Alignment of tensor data in bytes. */
  alignment: number;
}

export const LIMITS: GgufLimits = {
  headerBytes: 128 * 2 ** 20,
  keptBytes: 64 * 2 ** 20,
  keys: 65_536,
  keyBytes: 65_535,
  stringBytes: 16 * 2 ** 20,
  arrayLength: 2 ** 21,
  nesting: 3,
  tensors: 65_536,
  nameBytes: 63,
  dims: 4,
  alignment: 2 ** 20,
};
