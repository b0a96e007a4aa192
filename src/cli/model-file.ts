// A GGUF file on disk as a manifest and a reader of its ranges, without the store.
import { type FileHandle, open } from "node:fs/promises";
import { OrielError, throwIfAborted } from "../base/errors.ts";
import type { ChunkReader, Manifest } from "../base/manifest.ts";
import { checkModel } from "../format/gguf/check.ts";
import { readGguf } from "../format/gguf/read.ts";
import type { ByteSource } from "../format/source.ts";
import { manifestOfFile } from "../library/manifest.ts";

export interface ModelFile extends AsyncDisposable {
  manifest: Manifest;
  reader: ChunkReader;
}

/** A file open for reading ranges; the caller closes it. Rejects with the file system's own error. */
export async function openFile(path: string): Promise<ByteSource & AsyncDisposable> {
  const file = await open(path, "r");
  const { size } = await file.stat();
  return { size, read: (offset, length) => readRange(file, offset, length), [Symbol.asyncDispose]: () => file.close() };
}

/** Opens a model file. @throws OrielError `not-found` when it cannot be opened, `bad-model` or `unsupported` from the parser */
export async function openModelFile(path: string): Promise<ModelFile> {
  const file = await openFile(path).catch((cause) => {
    const found = cause.code ?? cause.message;
    throw new OrielError("not-found", `Expected a model file but found ${found}: ${path}`, { path }, { cause });
  });
  try {
    const gguf = await readGguf(file);
    checkModel(gguf);
    const reader: ChunkReader = {
      async read({ offset, bytes }, signal) {
        throwIfAborted(signal);
        return (await file.read(offset, bytes)) as Uint8Array<ArrayBuffer>;
      },
    };
    return { manifest: manifestOfFile(gguf), reader, [Symbol.asyncDispose]: () => file[Symbol.asyncDispose]() };
  } catch (error) {
    await file[Symbol.asyncDispose]();
    throw error;
  }
}

async function readRange(file: FileHandle, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) return bytes.slice(0, done);
    done += bytesRead;
  }
  return bytes;
}
