// GPU time of a compute pass by timestamp queries, where the device has them.
import type { GpuDevice } from "./device.ts";

/** Bytes of the two stamps of a pass: begin and end, nanoseconds in 64 bits each. */
export const STAMP_BYTES = 16;

/** Stamps passes, one per command buffer: those run in order, so the results are copied out before the next pass writes its own. */
export class PassTimer implements Disposable {
  readonly #gpu: GpuDevice;
  readonly #queries?: GPUQuerySet;
  /** Where {@link resolve} leaves the stamps; zeros on a device without timestamps. */
  readonly stamps: GPUBuffer;

  constructor(gpu: GpuDevice) {
    this.#gpu = gpu;
    this.stamps = gpu.buffers.stamps("pass stamps", STAMP_BYTES);
    if (gpu.device.features.has("timestamp-query")) {
      this.#queries = gpu.device.createQuerySet({ type: "timestamp", count: 2 });
    }
  }

  /** Begins a pass that is stamped at its begin and end. */
  begin(encoder: GPUCommandEncoder): GPUComputePassEncoder {
    if (!this.#queries) return encoder.beginComputePass();
    const timestampWrites = { querySet: this.#queries, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 };
    return encoder.beginComputePass({ timestampWrites });
  }

  /** Records the stamps of the ended pass into {@link stamps}. */
  resolve(encoder: GPUCommandEncoder): void {
    if (this.#queries) encoder.resolveQuerySet(this.#queries, 0, 2, this.stamps, 0);
  }

  [Symbol.dispose](): void {
    this.#queries?.destroy();
    this.#gpu.buffers.free(this.stamps);
  }
}

/** Milliseconds between two stamps that were read back; 0 where nothing was stamped. */
export function passMs(stamps: ArrayBuffer): number {
  const [begin = 0n, end = 0n] = new BigUint64Array(stamps);
  return Number(end - begin) / 1e6;
}
