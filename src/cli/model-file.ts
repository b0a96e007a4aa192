// A GGUF file on disk as a manifest and a reader of its ranges, without the store.
import { type FileHandle, open } from "node:fs/promises";
import { OrielError, throwIfAborted } from "../base/errors.ts";
import type { ChunkReader, Manifest } from "../base/manifest.ts";
import { readGguf } from "../format/gguf/read.ts";
import { manifestOfFile } from "../library/manifest.ts";

export interface ModelFile extends AsyncDisposable {
  manifest: Manifest;
  reader: ChunkReader;
}

/** Opens a model file. @throws OrielError `not-found` when it cannot be opened, `bad-model` or `unsupported` from the parser */
export async function openModelFile(path: string): Promise<ModelFile> {
  const file = await open(path, "r").catch((cause) => {
    throw new OrielError(
      "not-found",
      `Expected a model file but found ${cause.code ?? cause.message}: ${path}`,
      { path },
      { cause },
    );
  });
  try {
    const { size } = await file.stat();
    const manifest = manifestOfFile(
      await readGguf({ size, read: (offset, length) => readRange(file, offset, length) }),
    );
    const reader: ChunkReader = {
      async read({ offset, bytes }, signal) {
        throwIfAborted(signal);
        return readRange(file, offset, bytes);
      },
    };
    return { manifest, reader, [Symbol.asyncDispose]: () => file.close() };
  } catch (error) {
    await file.close();
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
