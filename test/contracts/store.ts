// What every store must do, whichever database is under it: a function of a context, so that Node and a browser run the same cases.
import { afterEach, describe, expect, test } from "vitest";
import type { Manifest } from "../../src/base/manifest.ts";
import { digestOf, digestOfJson } from "../../src/store/digest.ts";
import type { PullRecord } from "../../src/store/schema.ts";
import type { Store } from "../../src/store/store.ts";

export interface StoreContext {
  name: string;
  /** Opens a store; the same database name gives the same documents. */
  open(database: string): Promise<Store>;
}

export function pullRecord(id = "pull"): PullRecord {
  return { id, kind: "import", ref: "m:latest", bytes: 8, done: 0, startedAt: 1 };
}

export function emptyManifest(metadata: Manifest["metadata"] = {}): Manifest {
  return { schema: 1, format: "gguf", metadata, tensors: [], blobs: { header: [] }, source: { kind: "file" } };
}

let databases = 0;

export function storeContract(context: StoreContext): void {
  describe(`the store over ${context.name}`, () => {
    const opened: Store[] = [];
    const open = async (database = `contract-${databases++}`): Promise<Store> => {
      const store = await context.open(database);
      opened.push(store);
      return store;
    };
    afterEach(() => {
      for (const store of opened.splice(0)) store[Symbol.dispose]();
    });

    test("gives back a chunk, verified", async () => {
      const { chunks } = await open();
      const bytes = Uint8Array.of(1, 2, 3, 4, 5);
      const digest = await digestOf(bytes);
      await chunks.put(digest, bytes, pullRecord());
      expect(await chunks.readVerified(digest)).toEqual(bytes);
      expect(await chunks.read(digest, { offset: 1, bytes: 3 })).toEqual(Uint8Array.of(2, 3, 4));
    });

    test("writing a chunk twice changes nothing", async () => {
      const { chunks } = await open();
      const bytes = Uint8Array.of(9);
      const digest = await digestOf(bytes);
      await chunks.put(digest, bytes, pullRecord());
      await chunks.put(digest, bytes, pullRecord());
      expect(await chunks.digests()).toEqual([digest]);
    });

    test("a chunk and the record of its import appear together", async () => {
      const { chunks, versions } = await open();
      await chunks.put("sha256:a", Uint8Array.of(1), pullRecord("first"));
      expect(await versions.pulls()).toEqual([pullRecord("first")]);
    });

    test("a chunk that is missing, has other bytes, or is shorter than the range is corrupt", async () => {
      const { chunks } = await open();
      const digest = await digestOf(Uint8Array.of(1));
      await expect(chunks.readVerified(digest)).rejects.toMatchObject({ code: "corrupt", data: { digest } });
      await chunks.put(digest, Uint8Array.of(2), pullRecord());
      await expect(chunks.readVerified(digest)).rejects.toMatchObject({ code: "corrupt", data: { digest, bytes: 1 } });
      expect(await chunks.isIntact(digest)).toBe(false);
      await expect(chunks.read(digest, { offset: 0, bytes: 2 })).rejects.toMatchObject({
        code: "corrupt",
        data: { found: 1 },
      });
    });

    test("publishing moves the tag, keeps what it named before, and ends the import's record", async () => {
      const { chunks, versions } = await open();
      await chunks.put("sha256:a", Uint8Array.of(1), pullRecord());
      const [one, two] = [emptyManifest({ v: 1 }), emptyManifest({ v: 2 })];
      const [first, second] = [await digestOfJson(one), await digestOfJson(two)];
      const ref = "m:latest";
      await versions.publish({ ref, digest: first, manifest: one, at: 1, from: "m.gguf", pullId: "pull" });
      await versions.publish({ ref, digest: second, manifest: two, at: 2, pullId: "pull" });
      await versions.publish({ ref, digest: second, manifest: two, at: 3, pullId: "pull" });
      const history = [
        { digest: first, at: 1, from: "m.gguf" },
        { digest: second, at: 2 },
      ];
      expect(await versions.tag(ref)).toEqual({ ref, digest: second, history });
      expect(await versions.manifest(first)).toEqual(one);
      expect(await versions.pulls()).toEqual([]);
    });

    test("a manifest that is missing or changed is corrupt", async () => {
      const { versions } = await open();
      const digest = await digestOfJson(emptyManifest({ v: 1 }));
      await expect(versions.manifest(digest)).rejects.toMatchObject({ code: "corrupt", data: { digest } });
      const at = { ref: "m:latest", at: 1, pullId: "pull" };
      await versions.publish({ ...at, digest, manifest: emptyManifest({ v: 2 }) });
      await expect(versions.manifest(digest)).rejects.toMatchObject({ code: "corrupt", data: { digest } });
    });

    test("removing a tag returns it once, and leaves what it named to the sweep", async () => {
      const { versions } = await open();
      const manifest = emptyManifest();
      const digest = await digestOfJson(manifest);
      await versions.publish({ ref: "m:latest", digest, manifest, at: 1, pullId: "pull" });
      expect(await versions.untag("m:latest")).toMatchObject({ digest });
      expect(await versions.untag("m:latest")).toBeUndefined();
      expect(await versions.digests()).toEqual([digest]);
      await versions.sweep({ manifests: [digest], chunks: [], pulls: [] });
      expect(await versions.digests()).toEqual([]);
    });

    test("documents are kept by kind and id, in order of their ids", async () => {
      const { documents } = await open();
      await documents.put("chats", "b", { updatedAt: 2, messages: ["hi"] });
      await documents.put("chats", "a", { updatedAt: 1, messages: [] });
      await documents.put("settings", "theme", "dark");
      expect(await documents.get("chats", "b")).toEqual({ updatedAt: 2, messages: ["hi"] });
      expect((await documents.list("chats")).map(({ id }) => id)).toEqual(["a", "b"]);
      await documents.delete("chats", "a");
      await documents.delete("chats", "a");
      expect(await documents.list("chats")).toEqual([{ id: "b", value: { updatedAt: 2, messages: ["hi"] } }]);
      expect(await documents.list("settings")).toEqual([{ id: "theme", value: "dark" }]);
      await expect(documents.get("tags", "m:latest")).rejects.toMatchObject({ code: "bad-request" });
    });

    test("two connections see the same documents, and everything is there after both are closed", async () => {
      const database = `contract-${databases++}`;
      const [here, there] = [await open(database), await open(database)];
      await here.documents.put("settings", "theme", "dark");
      expect(await there.documents.get("settings", "theme")).toBe("dark");
      here[Symbol.dispose]();
      there[Symbol.dispose]();
      const again = await open(database);
      expect(await again.documents.get("settings", "theme")).toBe("dark");
      await expect(here.documents.get("settings", "theme")).rejects.toMatchObject({ code: "bug" });
    });
  });
}
