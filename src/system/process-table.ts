// All processes of this page: one for each loaded version of a model.
import { OrielError, throwIfAborted } from "../base/errors.ts";
import type { Digest } from "../base/manifest.ts";
import type { Report } from "../base/progress.ts";
import type { LoadSpec } from "../protocol/backend.ts";
import type { ResolvedModel } from "../protocol/library.ts";
import { Emitter } from "./emitter.ts";
import { MemoryLedger } from "./memory-ledger.ts";
import { Process, type ProcessEntry } from "./process.ts";
import type { WorkerLike } from "./worker-link.ts";

export interface LoadRequest {
  tier?: LoadSpec["tier"];
  kv?: LoadSpec["kv"];
  contextLength?: number;
  report?: Report;
  signal?: AbortSignal;
}

/** Starts, finds and ends processes. */
export class ProcessTable {
  readonly ledger = new MemoryLedger();
  readonly #spawn: () => WorkerLike;
  readonly #processes = new Map<number, Process>();
  readonly #changed = new Emitter<void>();
  #lastPid = 0;

  /** @param spawn starts a model worker */
  constructor(spawn: () => WorkerLike) {
    this.#spawn = spawn;
  }

  /**
   * The process of a version, ready for requests: the one that runs or is being loaded, or a new one.
   * @throws OrielError `bad-request` when it runs with other options than the given ones, `aborted`, or what ended the load
   */
  async load(model: ResolvedModel, request: LoadRequest = {}): Promise<Process> {
    throwIfAborted(request.signal);
    const running = this.find(model.digest);
    if (running) refuseOther(running, request);
    const process = running ?? this.#start(model, request);
    await process.join(request.report, request.signal);
    return process;
  }

  /** @throws OrielError `not-found` */
  get(pid: number): Process {
    const process = this.#processes.get(pid);
    if (!process)
      throw new OrielError("not-found", `Expected a running process but found none with pid ${pid}`, { pid });
    return process;
  }

  /** The process that runs or loads this version. */
  find(digest: Digest): Process | undefined {
    return [...this.#processes.values()].find(({ spec }) => spec.digest === digest);
  }

  list(): ProcessEntry[] {
    return [...this.#processes.values()].map(({ entry }) => entry);
  }

  /**
   * Ends a process at once; what waits on it ends with `aborted`.
   * @throws OrielError `not-found`
   */
  kill(pid: number): void {
    this.get(pid).end(new OrielError("aborted", `Process ${pid} was killed`, { pid }));
  }

  /** Calls back when {@link list} would answer differently; returns the function that unsubscribes. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  #start(model: ResolvedModel, request: LoadRequest): Process {
    const { ref, digest, manifest } = model;
    const { tier = "auto", kv = "f16", contextLength } = request;
    const spec: LoadSpec = { digest, manifest, tier, kv, ...(contextLength !== undefined && { contextLength }) };
    const pid = ++this.#lastPid;
    const process = new Process({
      pid,
      ref,
      spec,
      startedAt: Date.now(),
      worker: this.#spawn(),
      ledger: this.ledger,
      onChange: () => this.#changed.emit(),
      onEnd: () => {
        this.#processes.delete(pid);
        this.#changed.emit();
      },
    });
    this.#processes.set(pid, process);
    this.#changed.emit();
    return process;
  }
}

/** Options left open agree with anything; a given one must be what the process was asked for or has found. */
function refuseOther({ spec, info, pid }: Process, { tier, kv, contextLength }: LoadRequest): void {
  const refuse = (name: string, expected: unknown, found: unknown) => {
    const message = `Expected ${name} ${expected} but found process ${pid} running with ${found}; kill it first`;
    throw new OrielError("bad-request", message, { parameter: name, expected, found, pid });
  };
  if (tier && tier !== spec.tier && tier !== info?.tier) refuse("tier", tier, info?.tier ?? spec.tier);
  if (kv && kv !== spec.kv) refuse("kv", kv, spec.kv);
  const context = spec.contextLength ?? info?.contextLength;
  if (contextLength && contextLength !== context) refuse("contextLength", contextLength, context ?? "the default");
}
