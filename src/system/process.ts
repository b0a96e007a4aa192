// One process: a model in its own worker, from spawn to its end. It knows its requests, not the other processes.
import { aborted, OrielError, throwIfAborted, toOrielError } from "../base/errors.ts";
import type { Digest } from "../base/manifest.ts";
import type { Progress, Report } from "../base/progress.ts";
import type {
  Backend,
  GenerateRequest,
  LoadSpec,
  MemoryUse,
  ModelInfo,
  ProcessStats,
  Prompt,
  TokenizeOptions,
} from "../protocol/backend.ts";
import { EventStream } from "./event-stream.ts";
import type { MemoryLedger } from "./memory-ledger.ts";
import { type WorkerLike, WorkerLink } from "./worker-link.ts";

/** What `ps()` tells of a process: a loaded model in its own worker. */
export interface ProcessEntry {
  pid: number;
  ref: string;
  digest: Digest;
  state: "loading" | "ready" | "busy";
  /** Requests waiting behind the running one. */
  queued: number;
  info: ModelInfo | null;
  bytes: MemoryUse;
  /** Milliseconds since 1970. */
  startedAt: number;
}

export interface ProcessOptions {
  pid: number;
  ref: string;
  spec: LoadSpec;
  startedAt: number;
  worker: WorkerLike;
  ledger: MemoryLedger;
  /** Called after each change of what {@link Process.entry} tells. */
  onChange(): void;
  /** Called once, before anything that waits on the process learns of its end. */
  onEnd(): void;
}

/** A loaded model, or one that is being loaded. Once ended, every method rejects with the error that ended it. */
export class Process {
  readonly #options: ProcessOptions;
  readonly #link: WorkerLink<Backend>;
  readonly #load: Promise<ModelInfo>;
  readonly #reports = new Set<{ report: Report | undefined }>();
  #info: ModelInfo | null = null;
  #requests = 0;
  #ended = false;

  /** Starts to load the model; {@link join} tells when it is ready. */
  constructor(options: ProcessOptions) {
    this.#options = options;
    const { worker, spec, pid, ref } = options;
    this.#link = new WorkerLink(worker, `the worker of ${ref} (process ${pid})`, (error) => this.end(error));
    const report = (progress: Progress) => {
      for (const waiting of this.#reports) waiting.report?.(progress);
    };
    this.#load = this.#link
      .call((backend, signal) => backend.load(spec, report, signal))
      .then((info) => this.#ready(info));
    this.#load.catch((error) => this.end(toOrielError(error)));
  }

  get pid(): number {
    return this.#options.pid;
  }

  get spec(): LoadSpec {
    return this.#options.spec;
  }

  /** Null while the model loads. */
  get info(): ModelInfo | null {
    return this.#info;
  }

  get entry(): ProcessEntry {
    const { pid, ref, spec, startedAt, ledger } = this.#options;
    const state = !this.#info ? "loading" : this.#requests > 0 ? "busy" : "ready";
    const queued = Math.max(0, this.#requests - 1);
    return { pid, ref, digest: spec.digest, state, queued, info: this.#info, bytes: ledger.of(pid), startedAt };
  }

  /**
   * Waits until the model is loaded. The load goes on while anybody waits for it; when the last one aborts, the process ends.
   * @throws OrielError `aborted`, or what ended the load
   */
  async join(report?: Report, signal?: AbortSignal): Promise<ModelInfo> {
    const waiting = { report };
    this.#reports.add(waiting);
    try {
      return await this.#link.call(() => this.#load, signal);
    } finally {
      this.#reports.delete(waiting);
      if (!this.#info && this.#reports.size === 0) this.end(new OrielError("aborted", "The load was cancelled"));
    }
  }

  /**
   * Puts a generation in the process's queue.
   * @throws OrielError `aborted` when the signal has fired, or what ended the process
   */
  generate(request: GenerateRequest, signal?: AbortSignal): EventStream {
    throwIfAborted(signal);
    const close = this.#link.watch((error) => stream.fail(error));
    const { port1, port2 } = new MessageChannel();
    const stop = () => stream.stop(aborted(signal!));
    const stream = new EventStream(port1, (error) => {
      close();
      signal?.removeEventListener("abort", stop);
      this.#count(-1);
      this.#notice(error);
    });
    signal?.addEventListener("abort", stop, { once: true });
    this.#count(1);
    this.#link.call((backend) => backend.generate(request, port2)).catch((error) => stream.fail(error));
    return stream;
  }

  /** Logits of the last position of the prompt: [vocabSize]. */
  async logits(prompt: Prompt, signal?: AbortSignal): Promise<Float32Array> {
    this.#count(1);
    try {
      return await this.#link.call((backend, signal) => backend.logits(prompt, signal), signal);
    } catch (error) {
      this.#notice(error as OrielError);
      throw error;
    } finally {
      this.#count(-1);
    }
  }

  tokenize(text: string, options?: TokenizeOptions, signal?: AbortSignal): Promise<Uint32Array> {
    return this.#link.call((backend) => backend.tokenize(text, options), signal);
  }

  async stats(signal?: AbortSignal): Promise<ProcessStats> {
    const stats = await this.#link.call((backend) => backend.stats(), signal);
    this.#options.ledger.set(this.pid, stats.bytes);
    return stats;
  }

  /** Terminates the worker; everything that waits on it ends with `error`. Ending twice is harmless. */
  end(error: OrielError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.ledger.delete(this.pid);
    this.#options.onEnd();
    this.#link.end(error);
  }

  #ready(info: ModelInfo): ModelInfo {
    this.#info = info;
    this.#options.ledger.set(this.pid, info.bytes);
    this.#options.onChange();
    return info;
  }

  #count(change: 1 | -1): void {
    this.#requests += change;
    if (!this.#ended) this.#options.onChange();
  }

  /** A process whose GPU is gone cannot answer again: it ends, and the next request starts another. */
  #notice(error?: OrielError): void {
    if (error?.code === "device-lost") this.end(error);
  }
}
