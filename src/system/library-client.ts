// The page's handle to the library worker: started at the first call, and again after a crash.
import type { Report } from "../base/progress.ts";
import type { Library, ModelEntry, ResolvedModel } from "../protocol/library.ts";
import { Emitter } from "./emitter.ts";
import { type WorkerLike, WorkerLink } from "./worker-link.ts";

/** Stored models by name. A call that the worker does not survive rejects with a named error. */
export class LibraryClient {
  readonly #spawn: () => WorkerLike;
  readonly #changed = new Emitter<void>();
  #link?: WorkerLink<Library>;

  /** @param spawn starts a library worker */
  constructor(spawn: () => WorkerLike) {
    this.#spawn = spawn;
  }

  /** Stores a file. An abort settles when the worker has put everything back, so that the answer is what happened. */
  async import(file: Blob, name: string | undefined, report: Report, signal?: AbortSignal) {
    const own = signal ? AbortSignal.any([signal]) : new AbortController().signal;
    const stored = await this.#call((library) => library.import(file, name, report, own));
    this.#changed.emit();
    return stored;
  }

  list(): Promise<ModelEntry[]> {
    return this.#call((library) => library.list());
  }

  /** @throws OrielError `not-found`, `aborted` */
  resolve(ref: string, signal?: AbortSignal): Promise<ResolvedModel> {
    return this.#call((library) => library.resolve(ref), signal);
  }

  async remove(ref: string): Promise<{ freed: number }> {
    const removed = await this.#call((library) => library.remove(ref));
    this.#changed.emit();
    return removed;
  }

  /** Calls back when {@link list} would answer differently; returns the function that unsubscribes. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  #call<R>(start: (library: Library) => Promise<R>, signal?: AbortSignal): Promise<R> {
    this.#link ??= new WorkerLink(this.#spawn(), "the library worker", () => {
      this.#link = undefined;
    });
    return this.#link.call(start, signal);
  }
}
