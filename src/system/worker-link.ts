// A worker as the page holds it: its remote object, the calls that wait for it, and its end.
import { aborted, OrielError, throwIfAborted, toOrielError } from "../base/errors.ts";
import { wrap } from "../protocol/wire.ts";

/** What is used of a Worker. */
export type WorkerLike = Pick<Worker, "postMessage" | "addEventListener" | "removeEventListener" | "terminate">;

/**
 * One running worker. Every call made through it settles exactly once: with its answer, with `aborted` as soon as its
 * signal fires, or with the error that ended the worker.
 */
export class WorkerLink<T extends object> {
  readonly #worker: WorkerLike;
  readonly #remote: T;
  readonly #waiting = new Set<(error: OrielError) => void>();
  #ended?: OrielError;

  /**
   * @param name what an error calls this worker
   * @param onCrash called once when the worker fails by itself; not after {@link end}
   */
  constructor(worker: WorkerLike, name: string, onCrash: (error: OrielError) => void) {
    this.#worker = worker;
    this.#remote = wrap<T>(worker);
    const crash = (event: Event) => {
      if (this.#ended) return;
      const found = (event as ErrorEvent).message || event.type;
      const error = new OrielError("bug", `Expected ${name} to keep running but it failed: ${found}`, { worker: name });
      this.end(error);
      onCrash(error);
    };
    worker.addEventListener("error", crash);
    worker.addEventListener("messageerror", crash);
  }

  /** Runs one call on the remote object; the signal it is given fires when the caller's does or when the worker ends. */
  call<R>(start: (remote: T, signal: AbortSignal) => Promise<R>, signal?: AbortSignal): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      throwIfAborted(signal);
      const controller = new AbortController();
      const close = this.watch((error) => {
        controller.abort(error);
        settle(() => reject(error));
      });
      const abort = () => {
        controller.abort(signal!.reason);
        settle(() => reject(aborted(signal!)));
      };
      const settle = (how: () => void) => {
        close();
        signal?.removeEventListener("abort", abort);
        how();
      };
      signal?.addEventListener("abort", abort, { once: true });
      start(this.#remote, controller.signal).then(
        (value) => settle(() => resolve(value)),
        (error) => settle(() => reject(toOrielError(error))),
      );
    });
  }

  /**
   * Calls `fail` once when the worker ends, unless the returned function is called first.
   * @throws OrielError the one that ended the worker, when it has ended already
   */
  watch(fail: (error: OrielError) => void): () => void {
    if (this.#ended) throw this.#ended;
    const entry = (error: OrielError) => fail(error);
    this.#waiting.add(entry);
    return () => this.#waiting.delete(entry);
  }

  /** Terminates the worker and fails what waits for it; ending twice is harmless. */
  end(error: OrielError): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#worker.terminate();
    for (const fail of this.#waiting) fail(error);
    this.#waiting.clear();
  }
}
