// Imports a GGUF file: header → cuts → chunks → manifest → tag. One chunk is in memory at a time, beside the copy the browser
// writes. Until the last transaction nothing names what was written; whatever ends an import earlier also sweeps it up.
import { OrielError, throwIfAborted } from "../base/errors.ts";
import type { Digest } from "../base/manifest.ts";
import type { Report } from "../base/progress.ts";
import { readGguf } from "../format/gguf/read.ts";
import type { GgufFile } from "../format/gguf/types.ts";
import type { ByteSource } from "../format/source.ts";
import { digestOf, digestOfJson } from "../store/digest.ts";
import type { PullRecord } from "../store/schema.ts";
import type { Store } from "../store/store.ts";
import { collect } from "./collect.ts";
import { type Cut, cutFile } from "./cut.ts";
import { type Locks, STORE_LOCK } from "./locks.ts";
import { manifestOf } from "./manifest.ts";
import { nameOfFile, parseTag } from "./names.ts";

/** What an import works with. */
export interface ImportContext {
  store: Store;
  locks: Locks;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Refuses a well-formed file that no part of this build can run, by throwing; nothing is stored then. */
  check?: (file: GgufFile) => void;
}

export interface ImportRequest {
  file: Blob;
  /** `name` or `name:tag`; absent: from the file's name. */
  name?: string;
  report: Report;
  signal: AbortSignal;
}

/** Where a version was stored: the tag that names it, its digest, and the bytes of all its chunks. */
export interface Imported {
  ref: string;
  digest: Digest;
  bytes: number;
}

/**
 * Stores a file under a tag, all of it or nothing; an existing tag moves to the new version and keeps the old one in its history.
 * A chunk that is already stored is checked and kept; a damaged one is replaced, so that importing a file again repairs it.
 * @throws OrielError `bad-request` for the name, `bad-model` or `unsupported` for the file, `not-found` when it can no longer
 * be read, `quota`, `corrupt`, `aborted`
 */
export async function importModel(context: ImportContext, request: ImportRequest): Promise<Imported> {
  const { file, report, signal } = request;
  throwIfAborted(signal);
  const from = "name" in file && typeof file.name === "string" ? file.name : undefined;
  const { ref } = parseTag(request.name ?? nameOfFile(from ?? ""));
  report({ stage: "read", done: 0, total: file.size, unit: "bytes" });
  const source = blobSource(file);
  const gguf = await readGguf(source, { signal });
  context.check?.(gguf);
  const cuts = cutFile(gguf);
  // Refuses what is no model before anything is written.
  manifestOf(gguf, cuts, () => ({ digest: "", offset: 0, bytes: 0 }));
  report({ stage: "read", done: gguf.dataOffset, total: gguf.dataOffset, unit: "bytes" });

  return context.locks.exclusive(STORE_LOCK, signal, async () => {
    const { store } = context;
    try {
      const at = context.now();
      const bytes = cuts.reduce((sum, cut) => sum + cut.bytes, 0);
      const pull: PullRecord = { id: crypto.randomUUID(), kind: "import", ref, bytes, done: 0, startedAt: at };
      const digests = await writeChunks(store, source, cuts, pull, report, signal);
      const manifest = manifestOf(gguf, cuts, (part, cut, offset) => ({
        digest: digests[cut]!,
        offset,
        bytes: part.bytes,
      }));
      const digest = await digestOfJson(manifest);
      throwIfAborted(signal);
      await store.versions.publish({ ref, digest, manifest, at, from, pullId: pull.id });
      return { ref, digest, bytes: sizeOf(cuts, digests) };
    } finally {
      // After a failure this import's record is left; an earlier one that was cut off may have left its own.
      await sweepLeftovers(store);
    }
  });
}

/** Sweeps up after imports that ended without publishing. What it cannot sweep now, because the store fails, the next one will. */
async function sweepLeftovers(store: Store): Promise<void> {
  try {
    if ((await store.versions.pulls()).length > 0) await collect(store);
  } catch {
    // The outcome of the import stands, and the record that is left calls for the next sweep.
  }
}

async function writeChunks(
  { chunks }: Store,
  source: BlobSource,
  cuts: readonly Cut[],
  pull: PullRecord,
  report: Report,
  signal: AbortSignal,
): Promise<Digest[]> {
  const stored = new Set(await chunks.digests());
  const checked = new Set<Digest>();
  const digests: Digest[] = [];
  for (const cut of cuts) {
    throwIfAborted(signal);
    const bytes = await readParts(source, cut);
    const digest = await digestOf(bytes);
    throwIfAborted(signal);
    pull.done += cut.bytes;
    if (!checked.has(digest) && !(stored.has(digest) && (await chunks.isIntact(digest)))) {
      await chunks.put(digest, bytes, pull);
    }
    checked.add(digest);
    digests.push(digest);
    report({ stage: "store", done: pull.done, total: pull.bytes, unit: "bytes" });
  }
  return digests;
}

async function readParts(source: BlobSource, { bytes, parts }: Cut): Promise<Uint8Array<ArrayBuffer>> {
  if (parts.length === 1) return source.read(parts[0]!.offset, bytes);
  const chunk = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    chunk.set(await source.read(part.offset, part.bytes), at);
    at += part.bytes;
  }
  return chunk;
}

/** Bytes of all chunks; a chunk that occurs twice is stored once. */
function sizeOf(cuts: readonly Cut[], digests: readonly Digest[]): number {
  const sizes = new Map(digests.map((digest, index) => [digest, cuts[index]!.bytes]));
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

interface BlobSource extends ByteSource {
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

function blobSource(file: Blob): BlobSource {
  return {
    size: file.size,
    async read(offset, length) {
      let bytes: Uint8Array<ArrayBuffer>;
      try {
        bytes = new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
      } catch (error) {
        throw changed(error instanceof Error ? error.name : String(error), offset, length, error);
      }
      if (bytes.length !== length) throw changed(`${bytes.length} bytes`, offset, length);
      return bytes;
    },
  };
}

function changed(found: string, offset: number, length: number, cause?: unknown): OrielError {
  const message = `Expected ${length} bytes at offset ${offset} of the file but found ${found}: was it moved or changed?`;
  return new OrielError("not-found", message, { offset, expected: length, found }, { cause });
}
