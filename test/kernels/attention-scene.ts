// A filled KV cache with queries, for the tests of the attention kernels.
import { noise, stride } from "./harness.ts";
import { PagedCache } from "./paged.ts";

export interface Shape {
  HEADS: number;
  KV_HEADS: number;
  HEAD_DIM: number;
  KV_F16: number;
}

export const SHAPES: Shape[] = [
  { HEADS: 9, KV_HEADS: 3, HEAD_DIM: 64, KV_F16: 1 },
  { HEADS: 9, KV_HEADS: 3, HEAD_DIM: 64, KV_F16: 0 },
  { HEADS: 8, KV_HEADS: 4, HEAD_DIM: 8, KV_F16: 1 },
  { HEADS: 2, KV_HEADS: 2, HEAD_DIM: 32, KV_F16: 1 },
  { HEADS: 7, KV_HEADS: 1, HEAD_DIM: 96, KV_F16: 0 },
  { HEADS: 5, KV_HEADS: 1, HEAD_DIM: 128, KV_F16: 1 },
  { HEADS: 2, KV_HEADS: 1, HEAD_DIM: 256, KV_F16: 0 },
];

const MAX_BLOCKS = 12;
/** The window of a row that sees all positions up to its own. */
export const ALL = 0xffffffff;

/** What attention is done with beside the shape: shape i takes the i-th. */
export const HOWS = [
  { window: ALL, cap: 0, CAP: 0 },
  { window: 1, cap: 0, CAP: 0 },
  { window: 64, cap: 2, CAP: 1 },
  { window: 33, cap: 0, CAP: 0 },
  { window: ALL, cap: 50, CAP: 1 },
  { window: 100, cap: 0, CAP: 0 },
];

/** Scores are scaled by something that is not 1/√HEAD_DIM. */
export const scaleOf = (shape: Shape) => 1.3 / Math.sqrt(shape.HEAD_DIM);

interface SceneOptions {
  /** Makes all values of a dimension equal. */
  constant?: boolean;
  /** Positions below this are NaN in every sequence, as is what no position uses. */
  forgotten?: number[];
  /** Multiplies the queries. */
  loud?: number;
}

/** Two sequences in scattered blocks. */
export function scene(
  shape: Shape,
  contexts: number[],
  rows: [position: number, sequence: number][],
  { constant = false, forgotten = [], loud = 1 }: SceneOptions = {},
) {
  const { HEADS, KV_HEADS, HEAD_DIM } = shape;
  const blocks = Uint32Array.from({ length: contexts.length * MAX_BLOCKS }, (_, i) => (i * 7 + 3) % 24);
  const cache = new PagedCache({ blocks: 24, kvHeads: KV_HEADS, headDim: HEAD_DIM, f16: shape.KV_F16 === 1 });
  cache.keys.fill(0xffffffff);
  cache.values.fill(0xffffffff);
  // keys[sequence][head][position], as rounded by the cache.
  const keys: number[][][][] = [];
  const values: number[][][][] = [];
  contexts.forEach((context, sequence) => {
    const data = noise(context * KV_HEADS * HEAD_DIM * 2, 11 + sequence);
    keys.push([]);
    values.push([]);
    for (let head = 0; head < KV_HEADS; head++) {
      keys[sequence]!.push([]);
      values[sequence]!.push([]);
      for (let p = 0; p < context; p++) {
        const at = (head * context + p) * HEAD_DIM * 2;
        const key = data.subarray(at, at + HEAD_DIM).map((value) => value * 3);
        const value = constant ? noise(HEAD_DIM, 5) : data.subarray(at + HEAD_DIM, at + 2 * HEAD_DIM);
        const block = blocks[sequence * MAX_BLOCKS + Math.floor(p / 32)]!;
        const stored = cache.set(block, head, p % 32, key, value);
        keys[sequence]![head]!.push(stored.key);
        values[sequence]![head]!.push(stored.value);
        const nothing = new Float32Array(HEAD_DIM).fill(Number.NaN);
        if (p < (forgotten[sequence] ?? 0)) cache.set(block, head, p % 32, nothing, nothing);
      }
    }
  });
  const STRIDE = stride(HEADS * HEAD_DIM);
  const Q_STRIDE = STRIDE + 32;
  const q = noise(rows.length * Q_STRIDE, 7).map((value) => value * loud);
  const query = (row: number, head: number) =>
    q.subarray(row * Q_STRIDE + head * HEAD_DIM, row * Q_STRIDE + (head + 1) * HEAD_DIM);
  const arrays = {
    q,
    rows: new Uint32Array(rows.flatMap(([position, sequence]) => [9, position, sequence, 0])),
    blocks,
    keys: cache.keys,
    values: cache.values,
  };
  return {
    arrays,
    keys,
    values,
    query,
    overrides: { ...shape, Q_STRIDE, MAX_BLOCKS },
    STRIDE,
  };
}
