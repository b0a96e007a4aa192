// Weights of a GGUF file as ONNX Runtime's operators take them. Q4_0 and MatMulNBits mean the same: w = d · (q − 8) in blocks of 32, so that no value changes.
// Sources: ggml's block_q4_0; com.microsoft.MatMulNBits in ONNX Runtime's ContribOperators.md.
import { f16ToNumber } from "../../../src/base/half.ts";

/** Weights of a block of either format. */
export const BLOCK = 32;
/** Bytes of a Q4_0 block: the scale, then 16 bytes that hold weight i in their lower and weight i + 16 in their upper half. */
const Q4_0_BYTES = 18;
/** Bytes of the weights of a MatMulNBits block: byte i holds weights 2i and 2i + 1. */
const PAIR_BYTES = 16;

export interface Matrix {
  rows: number;
  columns: number;
  /** [rows, columns / 32, 16] */
  weights: Uint8Array;
  /** binary16: [rows, columns / 32] */
  scales: Uint16Array;
}

/** A Q4_0 matrix; `from` says which of its rows becomes a row. */
export function matrixOf(blocks: Uint8Array, rows: number, columns: number, from = (row: number) => row): Matrix {
  const perRow = columns / BLOCK;
  const weights = new Uint8Array(rows * perRow * PAIR_BYTES);
  const scales = new Uint16Array(rows * perRow);
  for (let row = 0; row < rows; row++) {
    for (let block = 0; block < perRow; block++) {
      const source = (from(row) * perRow + block) * Q4_0_BYTES;
      const target = row * perRow + block;
      scales[target] = blocks[source]! | (blocks[source + 1]! << 8);
      for (let pair = 0; pair < PAIR_BYTES; pair++) {
        const at = source + 2 + ((2 * pair) % PAIR_BYTES);
        const [a, b] = [blocks[at]!, blocks[at + 1]!];
        weights[target * PAIR_BYTES + pair] = pair < 8 ? (a & 15) | ((b & 15) << 4) : (a >> 4) | (b & 0xf0);
      }
    }
  }
  return { rows, columns, weights, scales };
}

/** Matrices of equal width, one above the other. */
export function stack(matrices: readonly Matrix[]): Matrix {
  const rows = matrices.reduce((sum, matrix) => sum + matrix.rows, 0);
  const { columns } = matrices[0]!;
  const weights = new Uint8Array((rows * columns) / 2);
  const scales = new Uint16Array((rows * columns) / BLOCK);
  let at = 0;
  for (const matrix of matrices) {
    weights.set(matrix.weights, (at * columns) / 2);
    scales.set(matrix.scales, (at * columns) / BLOCK);
    at += matrix.rows;
  }
  return { rows, columns, weights, scales };
}

/**
 * Rows of Q or K for a rope that turns element i with i + headDim / 2, as Hugging Face and ONNX Runtime have it;
 * in a GGUF file of architecture llama it turns 2i with 2i + 1.
 */
export function halvesFromPairs(headDim: number): (row: number) => number {
  const half = headDim / 2;
  return (row) => {
    const inHead = row % headDim;
    return row - inHead + (inHead < half ? 2 * inHead : 2 * (inHead - half) + 1);
  };
}

/** Numbers of binary16. */
export function widen(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, f16ToNumber);
}
