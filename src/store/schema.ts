// The database `oriel`: its object stores, their keys and the documents in them. Types and the upgrade only; no reads or writes.
import type { DBSchema, IDBPDatabase } from "idb";
import type { Digest, Json, Manifest } from "../base/manifest.ts";

export const DATABASE = "oriel";
export const VERSION = 1;

/** The most bytes one chunk may have. Chromium reads Blobs of this size 4 × faster than buffers of 1 MiB. */
export const CHUNK_LIMIT = 16 * 1024 * 1024;

/** A tag at one time: which version it named, since when, and the name of the file it came from. */
export interface TagVersion {
  digest: Digest;
  /** Milliseconds since 1970. */
  at: number;
  from?: string;
}

/** A movable name. The last entry of its history is what it names now; earlier ones can be returned to. */
export interface TagRecord {
  /** `name:tag`. */
  ref: string;
  digest: Digest;
  history: TagVersion[];
}

/** Work that writes chunks before anything names them. While a record exists its chunks may be unreferenced. */
export interface PullRecord {
  id: string;
  kind: "import";
  ref: string;
  /** Bytes of all chunks, and of those written or found so far. */
  bytes: number;
  done: number;
  startedAt: number;
}

export interface Schema extends DBSchema {
  /** A buffer stands in for the Blob where the browser refused the Blob. */
  chunks: { key: Digest; value: Blob | Uint8Array<ArrayBuffer> };
  manifests: { key: Digest; value: Manifest };
  tags: { key: string; value: TagRecord };
  pulls: { key: string; value: PullRecord };
  evals: {
    key: string;
    value: { id: string; manifest: Digest; at: number; body: Json };
    indexes: { manifest: Digest };
  };
  logs: { key: number; value: { at: number; level: string; event: string; body: Json }; indexes: { at: number } };
  /** Each entry carries the digest of the one before it, so that a removed or changed entry shows. */
  audit: { key: number; value: { seq: number; at: number; previous: Digest; body: Json } };
  /** Conversations; the index is over those that say when they changed. */
  chats: { key: string; value: Json; indexes: { updatedAt: number } };
  settings: { key: string; value: Json };
}

export type StoreName = "chunks" | "manifests" | "tags" | "pulls" | "evals" | "logs" | "audit" | "chats" | "settings";

/** Brings a database of version `from` (0: a new one) up to date, inside the browser's upgrade transaction: all of it or nothing. */
export function upgrade(database: IDBPDatabase<Schema>, from: number): void {
  if (from >= 1) return;
  database.createObjectStore("chunks");
  database.createObjectStore("manifests");
  database.createObjectStore("tags", { keyPath: "ref" });
  database.createObjectStore("pulls", { keyPath: "id" });
  database.createObjectStore("evals", { keyPath: "id" }).createIndex("manifest", "manifest");
  database.createObjectStore("logs", { autoIncrement: true }).createIndex("at", "at");
  database.createObjectStore("audit", { keyPath: "seq" });
  database.createObjectStore("chats").createIndex("updatedAt", "updatedAt");
  database.createObjectStore("settings");
}
