// Weight matrices on the GPU: rows of one or more tensors of one type, in shards that each fit a binding.
import { OrielError } from "../base/errors.ts";
import type { GpuDevice } from "../gpu/device.ts";
import { TILE_ROWS, WeightLayout } from "../kernels/weight-layout.ts";

/** Consecutive rows of a matrix that lie in one pair of buffers. */
export interface Shard {
  /** First row in the matrix; a multiple of 8. */
  first: number;
  rows: number;
  quants: GPUBuffer;
  scales: GPUBuffer;
}

/** A matrix [rows, columns] that several tensors of one type share; every tensor begins on a tile of 8 rows. */
export interface MatrixSpec {
  label: string;
  type: string;
  columns: number;
  /** Tensors from the first row down; all but the last have a multiple of 8 rows. */
  parts: { tensor: string; rows: number }[];
}

export class Matrix {
  readonly layout: WeightLayout;
  readonly rows: number;
  readonly shards: Shard[] = [];

  /** Makes the buffers, zeroed but for a codebook. @throws OrielError `out-of-memory` when a buffer cannot be had, `unsupported` for a type without kernels */
  constructor(
    private readonly gpu: GpuDevice,
    readonly spec: MatrixSpec,
  ) {
    this.rows = spec.parts.reduce((sum, part) => sum + part.rows, 0);
    this.layout = new WeightLayout(spec.type, this.rows, spec.columns);
    const { quantBytes, scaleBytes, codebook, tiles } = this.layout;
    const { maxStorageBufferBindingSize, maxBufferSize } = gpu.device.limits;
    const limit = Math.min(maxStorageBufferBindingSize, maxBufferSize);
    const perShard = Math.floor(Math.min(limit / quantBytes, (limit - codebook.byteLength) / scaleBytes));
    if (perShard < 1) {
      const need = Math.max(quantBytes, codebook.byteLength + scaleBytes);
      throw new OrielError(
        "out-of-memory",
        `Expected 8 rows of ${spec.label} to fit ${limit} bytes but they need ${need}`,
      );
    }
    for (let tile = 0; tile < tiles; tile += perShard) {
      const count = Math.min(perShard, tiles - tile);
      const first = tile * TILE_ROWS;
      const quants = gpu.buffers.storage(`${spec.label} quants`, count * quantBytes, "weights");
      const scales = gpu.buffers.storage(`${spec.label} scales`, codebook.byteLength + count * scaleBytes, "weights");
      if (codebook.length) gpu.queue.writeBuffer(scales, 0, codebook);
      this.shards.push({ first, rows: Math.min(count * TILE_ROWS, this.rows - first), quants, scales });
    }
  }

  /** The quant type to link kernels with. */
  get type(): string {
    return this.spec.type;
  }

  /**
   * Repacks rows and uploads them.
   * @param first the first row; a multiple of 8
   * @param source rows as the file has them, `layout.rowBytes` each
   */
  write(first: number, source: Uint8Array, rows: number): void {
    const { quantBytes, scaleBytes, rowBytes, codebook } = this.layout;
    for (const shard of this.shards) {
      const from = Math.max(first, shard.first);
      const to = Math.min(first + rows, shard.first + shard.rows);
      if (from >= to) continue;
      const part = source.subarray((from - first) * rowBytes, (to - first) * rowBytes);
      const { quants, scales } = this.layout.repack(part, to - from);
      const tile = (from - shard.first) / TILE_ROWS;
      this.gpu.queue.writeBuffer(shard.quants, tile * quantBytes, quants);
      if (scales.length) this.gpu.queue.writeBuffer(shard.scales, codebook.byteLength + tile * scaleBytes, scales);
    }
  }
}
