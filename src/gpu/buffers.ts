// GPU buffers with owners: every buffer is made and counted here, by purpose, so that the memory ledger is exact.
import { roundUp } from "../base/bytes.ts";
import { OrielError } from "../base/errors.ts";

/** What a buffer holds; the ledger sums by it. */
export type Purpose = "weights" | "kv" | "scratch";

/** Makes buffers and knows how many bytes of each purpose live. */
export class BufferLedger implements Disposable {
  readonly bytes: Record<Purpose, number> = { weights: 0, kv: 0, scratch: 0 };
  #live = new Map<GPUBuffer, Purpose>();

  constructor(private readonly device: GPUDevice) {}

  /**
   * A zeroed storage buffer that can be copied to and from.
   * @param size bytes, rounded up to a multiple of 16
   * @throws OrielError `out-of-memory` when the size is above the device's limit
   */
  storage(label: string, size: number, purpose: Purpose): GPUBuffer {
    const { STORAGE, COPY_DST, COPY_SRC } = GPUBufferUsage;
    return this.#create(label, size, STORAGE | COPY_DST | COPY_SRC, purpose);
  }

  /** A uniform buffer, at least 16 bytes. */
  uniform(label: string, size: number): GPUBuffer {
    return this.#create(label, size, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST, "scratch");
  }

  /** A zeroed buffer for the results of timestamp queries. */
  stamps(label: string, size: number): GPUBuffer {
    return this.#create(label, size, GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC, "scratch");
  }

  /** A buffer to read results back through. */
  readback(label: string, size: number): GPUBuffer {
    return this.#create(label, size, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST, "scratch");
  }

  /** Destroys a buffer made here; a second call for the same buffer does nothing. */
  free(buffer: GPUBuffer): void {
    const purpose = this.#live.get(buffer);
    if (!purpose) return;
    this.#live.delete(buffer);
    this.bytes[purpose] -= buffer.size;
    buffer.destroy();
  }

  [Symbol.dispose](): void {
    for (const buffer of [...this.#live.keys()]) this.free(buffer);
  }

  #create(label: string, bytes: number, usage: GPUBufferUsageFlags, purpose: Purpose): GPUBuffer {
    const size = roundUp(Math.max(bytes, 16), 16);
    const limit = this.device.limits.maxBufferSize;
    if (size > limit) {
      throw new OrielError("out-of-memory", `Expected a buffer of at most ${limit} bytes but ${label} needs ${size}`, {
        label,
        size,
        limit,
      });
    }
    const buffer = this.device.createBuffer({ label, size, usage });
    this.#live.set(buffer, purpose);
    this.bytes[purpose] += size;
    return buffer;
  }
}
