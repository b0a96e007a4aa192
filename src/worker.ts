// Composition root of a model worker, which is one process: it wires the WebGPU backend to the store, the GPU and the page.
import "./base/dispose.ts";
import { WebGpuBackend } from "./backends/webgpu/backend.ts";
import type { ChunkReader } from "./base/manifest.ts";
import { Engine } from "./engine/engine.ts";
import { expose } from "./protocol/wire.ts";
import { StoredChunkReader } from "./store/chunk-reader.ts";
import { openStore } from "./store/store.ts";

let opened: Promise<ChunkReader> | undefined;

/** Opens the store at the first read, so that a store that cannot be opened fails the load and not the worker. */
async function storedChunks(): Promise<ChunkReader> {
  const store = await openStore();
  return new StoredChunkReader(store.chunks);
}

const reader: ChunkReader = {
  async read(ref, signal) {
    opened ??= storedChunks();
    return (await opened).read(ref, signal);
  },
};

expose(new WebGpuBackend({ gpu: navigator.gpu, reader, loadEngine: (options) => Engine.load(options) }));
