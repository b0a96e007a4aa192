// The size of the paged KV cache; shaders/lib/kv.wgsl has its layout.

/** Positions per block of the cache. */
export const KV_BLOCK = 32;

/** Bytes that one layer's keys take, and its values as much again. `f16` stores two elements in a word, otherwise each is binary32. */
export function kvBytes(shape: { blocks: number; kvHeads: number; headDim: number; f16: boolean }): number {
  return shape.blocks * KV_BLOCK * shape.kvHeads * shape.headDim * (shape.f16 ? 2 : 4);
}
