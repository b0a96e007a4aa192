// Results back from the GPU: a ring of mappable buffers, so that a read never waits for the one before it.
import type { GpuDevice } from "../gpu/device.ts";

/** A ring of readback buffers of one size. */
export class Readback implements Disposable {
  #buffers: GPUBuffer[];
  #next = 0;

  /** @param size bytes of each buffer */
  constructor(
    private readonly gpu: GpuDevice,
    label: string,
    size: number,
    depth: number,
  ) {
    this.#buffers = Array.from({ length: depth }, (_, index) => gpu.buffers.readback(`${label} ${index}`, size));
  }

  /**
   * Records copies of the first bytes of some buffers, one behind the other; call the result after the submit. At most `depth` reads may be open.
   * @param parts lengths in bytes, multiples of 4
   */
  record(encoder: GPUCommandEncoder, ...parts: [source: GPUBuffer, bytes: number][]): () => Promise<ArrayBuffer> {
    const buffer = this.#buffers[this.#next++ % this.#buffers.length]!;
    let bytes = 0;
    for (const [source, length] of parts) {
      encoder.copyBufferToBuffer(source, 0, buffer, bytes, length);
      bytes += length;
    }
    this.gpu.counts.readbacks++;
    return async () => {
      try {
        await buffer.mapAsync(GPUMapMode.READ, 0, bytes);
      } catch (error) {
        this.gpu.check();
        throw error;
      }
      const copy = buffer.getMappedRange(0, bytes).slice(0);
      buffer.unmap();
      this.gpu.check();
      return copy;
    };
  }

  [Symbol.dispose](): void {
    for (const buffer of this.#buffers) this.gpu.buffers.free(buffer);
  }
}
