// The page's handle to the library worker: started at the first call, and again after a crash.
import type { Report } from "../base/progress.ts";
import type { InspectedModel, Library, ModelEntry, ResolvedModel } from "../protocol/library.ts";
import { Emitter } from "./emitter.ts";
import { type WorkerLike, WorkerLink } from "./worker-link.ts";

/** What carries word of a change to the other tabs of this browser, and theirs here: a BroadcastChannel. */
export type Tabs = Pick<BroadcastChannel, "postMessage" | "addEventListener">;

/** Stored models by name. A call that the worker does not survive rejects with a named error. */
export class LibraryClient {
  readonly #spawn: () => WorkerLike;
  readonly #changed = new Emitter<void>();
  readonly #tabs?: Tabs;
  #link?: WorkerLink<Library>;

  /** @param spawn starts a library worker */
  constructor(spawn: () => WorkerLike, tabs?: Tabs) {
    this.#spawn = spawn;
    this.#tabs = tabs;
    tabs?.addEventListener("message", () => this.#changed.emit());
  }

  /** Stores a file. An abort settles when the worker has put everything back, so that the answer is what happened. */
  async import(file: Blob, name: string | undefined, report: Report, signal?: AbortSignal) {
    const own = signal ? AbortSignal.any([signal]) : new AbortController().signal;
    const stored = await this.#call((library) => library.import(file, name, report, own));
    this.#announce();
    return stored;
  }

  list(): Promise<ModelEntry[]> {
    return this.#call((library) => library.list());
  }

  /** @throws OrielError `not-found`, `aborted` */
  resolve(ref: string, signal?: AbortSignal): Promise<ResolvedModel> {
    return this.#call((library) => library.resolve(ref), signal);
  }

  /** @throws OrielError `not-found`, `corrupt` */
  inspect(ref: string): Promise<InspectedModel> {
    return this.#call((library) => library.inspect(ref));
  }

  async remove(ref: string): Promise<{ freed: number }> {
    const removed = await this.#call((library) => library.remove(ref));
    this.#announce();
    return removed;
  }

  /** Calls back when {@link list} would answer differently, also by what another tab did; returns the function that unsubscribes. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  #announce(): void {
    this.#changed.emit();
    this.#tabs?.postMessage("changed");
  }

  #call<R>(start: (library: Library) => Promise<R>, signal?: AbortSignal): Promise<R> {
    this.#link ??= new WorkerLink(this.#spawn(), "the library worker", () => {
      this.#link = undefined;
    });
    return this.#link.call(start, signal);
  }
}
