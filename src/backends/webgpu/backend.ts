// The backend that runs a model with Oriel's own kernels on WebGPU: queueing and streaming around one engine.
import { aborted, OrielError, toOrielError } from "../../base/errors.ts";
import type { ChunkReader, Manifest } from "../../base/manifest.ts";
import type { Report } from "../../base/progress.ts";
import type {
  Backend,
  GenerateEvent,
  GenerateRequest,
  LoadSpec,
  ModelInfo,
  ProcessStats,
  Prompt,
  TokenizeOptions,
} from "../../protocol/backend.ts";
import { onAbort, postEvent } from "../../protocol/events.ts";
import { Queue } from "./queue.ts";

/** What the backend uses of an engine. */
export interface EngineHandle extends Disposable {
  readonly info: ModelInfo;
  /** Ends after one `done`; throws an OrielError instead of an `error` event. */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent>;
  logits(prompt: Prompt, signal: AbortSignal): Promise<Float32Array>;
  tokenize(text: string, options?: TokenizeOptions): Uint32Array;
  stats(): ProcessStats;
}

export interface EngineOptions {
  manifest: Manifest;
  reader: ChunkReader;
  gpu: GPU;
  spec: LoadSpec;
  report: Report;
  signal: AbortSignal;
}

/** What the worker's root hands in. */
export interface WebGpuBackendOptions {
  /** Absent in a browser without WebGPU: loading then fails with `no-webgpu`. */
  gpu: GPU | undefined;
  reader: ChunkReader;
  /** `Engine.load`. */
  loadEngine(options: EngineOptions): Promise<EngineHandle>;
}

/** One model on one GPUDevice. Requests run one at a time in order of arrival; their GPU work never interleaves. */
export class WebGpuBackend implements Backend {
  readonly #options: WebGpuBackendOptions;
  readonly #queue = new Queue();
  readonly #disposed = new AbortController();
  #engine?: EngineHandle;

  constructor(options: WebGpuBackendOptions) {
    this.#options = options;
  }

  /**
   * Loads the one model of this backend.
   * @throws OrielError `no-webgpu`, `aborted`, and what the engine's load throws
   */
  load(spec: LoadSpec, report: Report, signal: AbortSignal): Promise<ModelInfo> {
    const { gpu, reader, loadEngine } = this.#options;
    const both = this.#lifetime(signal);
    return this.#queue.run(async () => {
      if (this.#engine) throw new OrielError("bug", "Expected a backend without a model but found one loaded");
      if (!gpu) throw noWebGpu();
      const engine = await loadEngine({ manifest: spec.manifest, reader, gpu, spec, report, signal: both });
      if (both.aborted) {
        engine[Symbol.dispose]();
        throw aborted(both);
      }
      this.#engine = engine;
      return engine.info;
    }, both);
  }

  /** Answers over `port` alone: whatever goes wrong becomes its last event, and the promise resolves. */
  async generate(request: GenerateRequest, port: MessagePort): Promise<void> {
    const stopped = new AbortController();
    onAbort(port, () => stopped.abort());
    const arrived = performance.now();
    const signal = this.#lifetime(stopped.signal);
    try {
      postEvent(port, await this.#queue.run(() => this.#stream(request, port, arrived, signal), signal));
    } catch (error) {
      postEvent(port, { type: "error", error: signal.aborted ? aborted(signal) : toOrielError(error) });
    }
  }

  logits(prompt: Prompt, signal: AbortSignal): Promise<Float32Array> {
    const both = this.#lifetime(signal);
    return this.#queue.run(() => this.#loaded().logits(prompt, both), both);
  }

  async tokenize(text: string, options?: TokenizeOptions): Promise<Uint32Array> {
    return this.#loaded().tokenize(text, options);
  }

  async stats(): Promise<ProcessStats> {
    return this.#loaded().stats();
  }

  /** Stops every request with `aborted`, waits for the running one to stop, and gives the GPU memory back. */
  async dispose(): Promise<void> {
    if (this.#disposed.signal.aborted) return;
    const last = this.#queue.run(async () => {}, new AbortController().signal);
    this.#disposed.abort("The model was unloaded");
    await last;
    this.#engine?.[Symbol.dispose]();
    this.#engine = undefined;
  }

  /** Sends the events before the last one, and returns the last. */
  async #stream(request: GenerateRequest, port: MessagePort, arrived: number, signal: AbortSignal) {
    const waitedMs = performance.now() - arrived;
    for await (const event of this.#loaded().generate(request, signal)) {
      if (signal.aborted) break;
      if (event.type === "error") throw event.error;
      if (event.type !== "done") postEvent(port, event);
      else return { ...event, timings: { ...event.timings, ttftMs: event.timings.ttftMs + waitedMs } };
    }
    if (signal.aborted) throw aborted(signal);
    throw new OrielError("bug", "Expected the engine to end with a done event but found none", {});
  }

  #loaded(): EngineHandle {
    if (!this.#engine) throw new OrielError("bug", "Expected a loaded model but found none in this worker");
    return this.#engine;
  }

  /** Fires with the request's own signal or when the backend is disposed. */
  #lifetime(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, this.#disposed.signal]);
  }
}

function noWebGpu(): OrielError {
  return new OrielError(
    "no-webgpu",
    "Expected navigator.gpu in this browser but found none: use a current Chrome, Edge, Safari or Firefox, over HTTPS or on localhost, with hardware acceleration on",
  );
}
