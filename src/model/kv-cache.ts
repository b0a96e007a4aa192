// The paged KV cache: per layer one buffer of keys and one of values in blocks of 32 positions, and the block table that sequences find theirs by.
import { OrielError } from "../base/errors.ts";
import type { GpuDevice } from "../gpu/device.ts";
import { KV_BLOCK, kvBytes } from "../kernels/kv.ts";
import type { Hyperparameters } from "./hyperparameters.ts";

export interface KvOptions {
  /** Positions that fit in all. */
  contextLength: number;
  sequences: number;
  f16: boolean;
}

export class KvCache {
  readonly maxBlocks: number;
  readonly keys: GPUBuffer[] = [];
  readonly values: GPUBuffer[] = [];
  /** [sequences, maxBlocks] of physical block numbers. */
  readonly table: GPUBuffer;
  #free: number[];
  #owned: number[][];

  /** @throws OrielError `out-of-memory` when a layer's keys do not fit a binding or a buffer */
  constructor(
    private readonly gpu: GpuDevice,
    hyperparameters: Hyperparameters,
    readonly options: KvOptions,
  ) {
    this.maxBlocks = Math.ceil(options.contextLength / KV_BLOCK);
    const { kvHeads, headDim, layers } = hyperparameters;
    const bytes = kvBytes({ blocks: this.maxBlocks, kvHeads, headDim, f16: options.f16 });
    const { maxStorageBufferBindingSize, maxBufferSize } = gpu.device.limits;
    const limit = Math.min(maxStorageBufferBindingSize, maxBufferSize);
    if (bytes > limit) {
      const length = Math.floor((options.contextLength * limit) / bytes / KV_BLOCK) * KV_BLOCK;
      throw new OrielError(
        "out-of-memory",
        `Expected a layer's keys to fit ${limit} bytes but ${options.contextLength} positions need ${bytes}: use a context length of at most ${length}`,
        { limit, bytes, contextLength: options.contextLength },
      );
    }
    for (let layer = 0; layer < layers; layer++) {
      this.keys.push(gpu.buffers.storage(`keys ${layer}`, bytes, "kv"));
      this.values.push(gpu.buffers.storage(`values ${layer}`, bytes, "kv"));
    }
    this.table = gpu.buffers.storage("block table", options.sequences * this.maxBlocks * 4, "kv");
    this.#free = Array.from({ length: this.maxBlocks }, (_, index) => this.maxBlocks - 1 - index);
    this.#owned = Array.from({ length: options.sequences }, () => []);
  }

  /** Whether a sequence can hold this many positions. */
  canReserve(sequence: number, positions: number): boolean {
    return Math.ceil(positions / KV_BLOCK) - this.#owned[sequence]!.length <= this.#free.length;
  }

  /** Gives a sequence the blocks for this many positions; it keeps those it has. @throws OrielError `out-of-memory` when they run out */
  reserve(sequence: number, positions: number): void {
    if (!this.canReserve(sequence, positions)) {
      throw new OrielError(
        "out-of-memory",
        `Expected KV blocks for ${positions} positions but found ${this.#free.length} free`,
      );
    }
    const owned = this.#owned[sequence]!;
    const before = owned.length;
    while (owned.length < Math.ceil(positions / KV_BLOCK)) owned.push(this.#free.pop()!);
    if (owned.length === before) return;
    const offset = (sequence * this.maxBlocks + before) * 4;
    this.gpu.queue.writeBuffer(this.table, offset, Uint32Array.from(owned.slice(before)));
  }
}
