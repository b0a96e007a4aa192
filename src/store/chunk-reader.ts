// The ChunkReader over IndexedDB, used inside the worker that loads a model. Verifies each chunk once, and keeps the last
// two chunks decoded, because consecutive small tensors lie in the same chunk.
import { throwIfAborted } from "../base/errors.ts";
import type { ChunkReader, ChunkRef, Digest } from "../base/manifest.ts";
import type { Chunks } from "./chunks.ts";

const KEPT_CHUNKS = 2;

export class StoredChunkReader implements ChunkReader {
  readonly #chunks: Pick<Chunks, "read" | "readVerified">;
  readonly #verified = new Set<Digest>();
  /** Oldest first; a chunk that is being read is a promise, so that concurrent ranges read it once. */
  readonly #kept = new Map<Digest, Promise<Uint8Array<ArrayBuffer>>>();

  constructor(chunks: Pick<Chunks, "read" | "readVerified">) {
    this.#chunks = chunks;
  }

  async read(ref: ChunkRef, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    throwIfAborted(signal);
    const kept = this.#kept.get(ref.digest);
    if (!kept && this.#verified.has(ref.digest)) {
      const bytes = await this.#chunks.read(ref.digest, ref);
      throwIfAborted(signal);
      return bytes;
    }
    const chunk = await (kept ?? this.#keep(ref.digest));
    throwIfAborted(signal);
    if (ref.offset + ref.bytes > chunk.length) return this.#chunks.read(ref.digest, ref);
    return chunk.slice(ref.offset, ref.offset + ref.bytes);
  }

  #keep(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    const reading = this.#chunks.readVerified(digest);
    this.#kept.set(digest, reading);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT_CHUNKS) break;
      this.#kept.delete(oldest);
    }
    reading.then(
      () => this.#verified.add(digest),
      () => this.#kept.get(digest) === reading && this.#kept.delete(digest),
    );
    return reading;
  }
}
