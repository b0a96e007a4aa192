// Versions and the names they are found by: immutable manifests under their digest, and tags that move between them.
// Removing what no name needs is here too, as one transaction; deciding what that is belongs to the library.
import { OrielError } from "../base/errors.ts";
import type { Digest, Manifest } from "../base/manifest.ts";
import type { Database } from "./database.ts";
import { canonicalJson, digestOfJson } from "./digest.ts";
import type { PullRecord, TagRecord } from "./schema.ts";

/** What one publication makes visible. */
export interface Publication {
  ref: string;
  digest: Digest;
  manifest: Manifest;
  /** Milliseconds since 1970. */
  at: number;
  /** Name of the file it came from. */
  from?: string;
  /** Record of the work that wrote the chunks; it ends here. */
  pullId: string;
}

export class Versions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Writes a manifest and moves its tag to it in one `strict` transaction: a reader sees the tag as it was or as it is now.
   * Publishing what the tag already names leaves its history as it is.
   * @throws OrielError `quota`, `corrupt`; the tag is then as it was.
   */
  async publish({ ref, digest, manifest, at, from, pullId }: Publication): Promise<TagRecord> {
    const purpose = { doing: `store ${ref}`, bytes: canonicalJson(manifest).length, durability: "strict" } as const;
    return this.#database.run(["manifests", "tags", "pulls"], "readwrite", purpose, async (transaction) => {
      const tags = transaction.objectStore("tags");
      const old = await tags.get(ref);
      const version = from === undefined ? { digest, at } : { digest, at, from };
      const tag = old?.digest === digest ? old : { ref, digest, history: [...(old?.history ?? []), version] };
      await transaction.objectStore("manifests").put(manifest, digest);
      await tags.put(tag);
      await transaction.objectStore("pulls").delete(pullId);
      return tag;
    });
  }

  /** All tags, by name. */
  async tags(): Promise<TagRecord[]> {
    return this.#database.run(["tags"], "readonly", { doing: "list the models" }, (transaction) =>
      transaction.objectStore("tags").getAll(),
    );
  }

  /** One tag, or undefined. */
  async tag(ref: string): Promise<TagRecord | undefined> {
    return this.#database.run(["tags"], "readonly", { doing: `find ${ref}` }, (transaction) =>
      transaction.objectStore("tags").get(ref),
    );
  }

  /**
   * A manifest whose canonical JSON has the digest it is stored under.
   * @throws OrielError `corrupt` when it is missing, cannot be read, or has another digest.
   */
  async manifest(digest: Digest): Promise<Manifest> {
    const manifest = await this.#database.run(
      ["manifests"],
      "readonly",
      { doing: `read manifest ${digest}` },
      (transaction) => transaction.objectStore("manifests").get(digest),
    );
    if (!manifest)
      throw new OrielError("corrupt", `Expected manifest ${digest} in the store but found none`, { digest });
    const found = await digestOfJson(manifest);
    if (found !== digest) {
      throw new OrielError("corrupt", `Expected manifest ${digest} but found one with digest ${found}`, {
        digest,
        found,
      });
    }
    return manifest;
  }

  /** The digests of all manifests, without reading any. */
  async digests(): Promise<Digest[]> {
    return this.#database.run(["manifests"], "readonly", { doing: "list the manifests" }, (transaction) =>
      transaction.objectStore("manifests").getAllKeys(),
    );
  }

  /** Removes a tag with its history, durably, and returns it; undefined when there was none. Manifests and chunks stay until they are swept. */
  async untag(ref: string): Promise<TagRecord | undefined> {
    const purpose = { doing: `remove ${ref}`, durability: "strict" } as const;
    let removed: TagRecord | undefined;
    await this.#database.run(["tags"], "readwrite", purpose, async (transaction) => {
      const tags = transaction.objectStore("tags");
      // A second run after a transient failure must not forget what the first one saw.
      removed = (await tags.get(ref)) ?? removed;
      await tags.delete(ref);
    });
    return removed;
  }

  /** The records of work that has neither published nor been swept. */
  async pulls(): Promise<PullRecord[]> {
    return this.#database.run(["pulls"], "readonly", { doing: "list unfinished imports" }, (transaction) =>
      transaction.objectStore("pulls").getAll(),
    );
  }

  /** Deletes manifests, chunks and records in one transaction. */
  async sweep(garbage: { manifests: Digest[]; chunks: Digest[]; pulls: string[] }): Promise<void> {
    const names = ["manifests", "chunks", "pulls"] as const;
    if (names.every((name) => garbage[name].length === 0)) return;
    await this.#database.run([...names], "readwrite", { doing: "free unused chunks" }, async (transaction) => {
      for (const name of names) {
        const store = transaction.objectStore(name);
        for (const key of garbage[name]) await store.delete(key);
      }
    });
  }
}
