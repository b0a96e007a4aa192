// Chunks in IndexedDB: byte strings of at most 16 MiB under their digest. Written once, verified when read; never changed.
import { OrielError } from "../base/errors.ts";
import type { Digest } from "../base/manifest.ts";
import type { Database } from "./database.ts";
import { digestOf } from "./digest.ts";
import { isTransient, storeError } from "./faults.ts";
import { CHUNK_LIMIT, type PullRecord } from "./schema.ts";

export class Chunks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Writes one chunk and the record of the work it belongs to, in one transaction. Writing the same chunk again changes nothing.
   * @throws OrielError `quota` with the numbers when the browser refuses, `corrupt` when it cannot write.
   */
  async put(digest: Digest, bytes: Uint8Array<ArrayBuffer>, pull: PullRecord): Promise<void> {
    if (bytes.length > CHUNK_LIMIT) {
      throw new OrielError("bug", `Expected a chunk of at most ${CHUNK_LIMIT} bytes but found ${bytes.length}`);
    }
    const write = (value: Blob | Uint8Array<ArrayBuffer>): Promise<void> => {
      const purpose = { doing: "write a chunk", bytes: bytes.length };
      return this.#database.run(["chunks", "pulls"], "readwrite", purpose, async (transaction) => {
        await transaction.objectStore("chunks").put(value, digest);
        await transaction.objectStore("pulls").put(pull);
      });
    };
    try {
      await write(new Blob([bytes]));
    } catch (error) {
      // Chromium was seen to refuse a Blob ("Failed to write blobs") where it takes the same bytes as a buffer.
      if (!(error instanceof OrielError) || error.data.reason !== "DataError") throw error;
      await write(bytes);
    }
  }

  /** The digests of all chunks, without reading any. */
  async digests(): Promise<Digest[]> {
    return this.#database.run(["chunks"], "readonly", { doing: "list the chunks" }, (transaction) =>
      transaction.objectStore("chunks").getAllKeys(),
    );
  }

  /**
   * A range of a chunk as it is stored, not verified; the whole chunk when no range is given.
   * @throws OrielError `corrupt` when the chunk is missing, shorter than the range, or cannot be read.
   */
  async read(digest: Digest, range?: { offset: number; bytes: number }): Promise<Uint8Array<ArrayBuffer>> {
    const attempt = async (): Promise<Uint8Array<ArrayBuffer>> => {
      const value = await this.#database.run(["chunks"], "readonly", { doing: `read chunk ${digest}` }, (transaction) =>
        transaction.objectStore("chunks").get(digest),
      );
      if (!value) throw new OrielError("corrupt", `Expected chunk ${digest} in the store but found none`, { digest });
      const end = range && range.offset + range.bytes;
      if (!(value instanceof Blob)) return range ? value.slice(range.offset, end) : value;
      return new Uint8Array(await (range ? value.slice(range.offset, end) : value).arrayBuffer());
    };
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = await attempt().catch((error) => {
        if (isTransient(error)) return attempt();
        throw error;
      });
    } catch (error) {
      throw await storeError(error, `read chunk ${digest}`, 0);
    }
    if (range && bytes.length !== range.bytes) {
      throw new OrielError(
        "corrupt",
        `Expected ${range.bytes} bytes at ${range.offset} of chunk ${digest} but found ${bytes.length}`,
        { digest, ...range, found: bytes.length },
      );
    }
    return bytes;
  }

  /**
   * A whole chunk whose bytes have the digest it is stored under.
   * @throws OrielError `corrupt` when it is missing, cannot be read, or has another digest.
   */
  async readVerified(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.read(digest);
    const found = await digestOf(bytes);
    if (found !== digest) {
      throw new OrielError("corrupt", `Expected chunk ${digest} but found bytes with digest ${found}`, {
        digest,
        found,
        bytes: bytes.length,
      });
    }
    return bytes;
  }

  /** Whether the chunk is there and undamaged; reads and hashes it. */
  async isIntact(digest: Digest): Promise<boolean> {
    try {
      await this.readVerified(digest);
      return true;
    } catch (error) {
      if (error instanceof OrielError && error.code === "corrupt") return false;
      throw error;
    }
  }
}
