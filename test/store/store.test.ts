// The store over the in-memory IndexedDB: the contract, then what only a database that misbehaves can show.
import "fake-indexeddb/auto";
import { describe, expect, test } from "vitest";
import { CHUNK_LIMIT } from "../../src/store/schema.ts";
import { openStore } from "../../src/store/store.ts";
import { pullRecord, storeContract } from "../contracts/store.ts";
import { withFault } from "./faulty.ts";

storeContract({ name: "fake-indexeddb", open: (name) => openStore({ name }) });

let databases = 0;
const freshName = () => `store-test-${databases++}`;

describe("a database that fails", () => {
  test("a transient read error is tried once more", async () => {
    using store = await openStore({ name: freshName() });
    await store.documents.put("settings", "theme", "dark");
    let found: unknown;
    const reached = await withFault("UnknownError", 1, "once", async () => {
      found = await store.documents.get("settings", "theme");
    });
    expect({ reached, found }).toEqual({ reached: true, found: "dark" });
    await withFault("UnknownError", 1, "sticky", () =>
      expect(store.documents.get("settings", "theme")).rejects.toMatchObject({
        code: "corrupt",
        data: { reason: "UnknownError" },
      }),
    );
  });

  test("a refused write is a quota error with its size, whether at the request or at the commit", async () => {
    using store = await openStore({ name: freshName() });
    for (const fault of ["QuotaExceededError", "quota at commit"] as const) {
      await withFault(fault, 1, "sticky", () =>
        expect(store.chunks.put("sha256:a", new Uint8Array(1000), pullRecord())).rejects.toMatchObject({
          code: "quota",
          data: { bytes: 1000 },
        }),
      );
    }
    expect(await store.chunks.digests()).toEqual([]);
    expect(await store.versions.pulls()).toEqual([]);
  });

  test("a Blob the browser refuses is written as a buffer, and read like any other", async () => {
    using store = await openStore({ name: freshName() });
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (value, key) {
      if (value instanceof Blob) throw new DOMException("Failed to write blobs", "DataError");
      return put.call(this, value, key);
    };
    try {
      await store.chunks.put("sha256:a", Uint8Array.of(1, 2, 3), pullRecord());
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect(await store.chunks.read("sha256:a")).toEqual(Uint8Array.of(1, 2, 3));
    expect(await store.chunks.read("sha256:a", { offset: 1, bytes: 1 })).toEqual(Uint8Array.of(2));
  });

  test("a Blob that cannot be read is corrupt", async () => {
    using store = await openStore({ name: freshName() });
    await store.chunks.put("sha256:a", Uint8Array.of(1), pullRecord());
    // The second operation is the Blob's own read.
    await withFault("NotReadableError", 2, "sticky", () =>
      expect(store.chunks.read("sha256:a")).rejects.toMatchObject({
        code: "corrupt",
        data: { reason: "NotReadableError" },
      }),
    );
  });

  test("a chunk above the limit is a bug of the caller", async () => {
    using store = await openStore({ name: freshName() });
    const tooLong = new Uint8Array(CHUNK_LIMIT + 1);
    await expect(store.chunks.put("sha256:a", tooLong, pullRecord())).rejects.toMatchObject({ code: "bug" });
  });
});

describe("several tabs", () => {
  test("an open store gives way to an upgrade, and then says that it is too old", async () => {
    const name = freshName();
    using store = await openStore({ name });
    const newer = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, 2);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    await expect(store.documents.get("settings", "theme")).rejects.toMatchObject({ code: "unsupported" });
    newer.close();
  });

  test("an open store gives way to a deletion, and starts again empty", async () => {
    const name = freshName();
    using store = await openStore({ name });
    await store.documents.put("settings", "theme", "dark");
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error);
    });
    expect(await store.documents.get("settings", "theme")).toBeUndefined();
  });

  test("a tab that does not let go of an older version ends the wait with an error that says so", async () => {
    const name = freshName();
    const stubborn = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(name, 1);
      request.onsuccess = () => resolve(request.result);
    });
    await expect(openStore({ name, version: 2, blockedAfter: 1 })).rejects.toMatchObject({
      code: "overloaded",
      data: { found: 1, expected: 2 },
    });
    stubborn.close();
    using store = await openStore({ name, version: 2, blockedAfter: 60_000 });
    expect(store.versions).toBeDefined();
  });
});
