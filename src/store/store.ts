// The store as its users see it: one database, and one object per kind of document. Opened in the page and in every worker that needs it.
import type { Documents } from "../base/documents.ts";
import { Chunks } from "./chunks.ts";
import { Database, type OpenOptions } from "./database.ts";
import { StoredDocuments } from "./documents.ts";
import { Versions } from "./versions.ts";

export interface Store extends Disposable {
  readonly chunks: Chunks;
  readonly versions: Versions;
  readonly documents: Documents;
}

/**
 * Opens the store, creating it on first use. It gives way to other tabs by itself and reconnects when it is used again.
 * @throws OrielError `unsupported` without IndexedDB or when a newer Oriel owns the database, `denied` where storage is
 * blocked, `overloaded` when other tabs hold an older version for too long, `quota`, `corrupt`.
 */
export async function openStore(options?: OpenOptions): Promise<Store> {
  const database = new Database(options);
  await database.open();
  return {
    chunks: new Chunks(database),
    versions: new Versions(database),
    documents: new StoredDocuments(database),
    [Symbol.dispose]: () => database[Symbol.dispose](),
  };
}
