// Composition root of a model worker, which is one process: it wires the WebGPU backend to the store, the GPU and the page.
import "./base/dispose.ts";
import { WebGpuBackend } from "./backends/webgpu/backend.ts";
import type { ChunkReader } from "./base/manifest.ts";
import { once } from "./base/once.ts";
import { Engine } from "./engine/engine.ts";
import { expose } from "./protocol/wire.ts";
import { StoredChunkReader } from "./store/chunk-reader.ts";
import { openStore } from "./store/store.ts";

/** Opens the store at the first read, so that a store that cannot be opened fails the load and not the worker; the next read tries again. */
const storedChunks = once(async () => new StoredChunkReader((await openStore()).chunks));

const reader: ChunkReader = { read: async (ref, signal) => (await storedChunks()).read(ref, signal) };

expose(new WebGpuBackend({ gpu: navigator.gpu, reader, loadEngine: (options) => Engine.load(options) }));
