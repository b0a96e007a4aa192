// Imports and loads that are under way: they belong to the page, not to a window, and go on when the window is closed.
import type { LoadOptions, Oriel } from "../../api/types.ts";
import { OrielError, throwIfAborted, toOrielError } from "../../base/errors.ts";
import type { Progress } from "../../base/progress.ts";
import { type Failure, failureOf } from "../../ui/error-view.ts";
import { progressLine } from "../../ui/progress.ts";
import type { AppHost } from "../app.ts";

export interface Job {
  /** File name, or `name:tag`. */
  subject: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  progress?: Progress;
  failure?: Failure;
  /** Of a finished import: the name it is stored under. */
  ref?: string;
  cancel(): void;
}

/** Fires `change` whenever a job, or the answer about keeping, changes. */
export class Work extends EventTarget {
  imports: Job[] = [];
  /** True once the browser has refused to keep what is stored when its storage runs low. */
  refused = false;
  #asked = false;
  readonly loads = new Map<string, Job>();
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly host: Pick<AppHost, "oriel" | "report">) {
    super();
  }

  /** Imports a file after the ones already waiting: one at a time. */
  import(file: File): Job {
    const job = this.#job(file.name, async (signal, onProgress) => {
      job.view.ref = (await this.host.oriel.models.import(file, { signal, onProgress })).ref;
      this.askToKeep();
    });
    this.imports = [...this.imports, job.view];
    this.#last = this.#last.then(job.run);
    return job.view;
  }

  /** Takes a finished import off the list. */
  dismiss(job: Job): void {
    this.imports = this.imports.filter((other) => other !== job);
    this.#changed();
  }

  load(ref: string): Job {
    const running = this.loads.get(ref);
    if (running?.state === "running") return running;
    const job = this.#job(ref, (signal, onProgress) => this.host.oriel.models.load(ref, { signal, onProgress }));
    this.loads.set(ref, job.view);
    job.run();
    return job.view;
  }

  /**
   * Loads as {@link load} does, with the load there to be seen in the Models app, and waits for it. The signal stops a load
   * that began here; of another it stops the waiting.
   * @throws OrielError what the load ended in, `aborted`
   */
  async untilLoaded(ref: string, { signal, onProgress }: LoadOptions): Promise<void> {
    throwIfAborted(signal);
    const mine = this.loads.get(ref)?.state !== "running";
    const job = this.load(ref);
    const listening = new AbortController();
    await new Promise<void>((resolve) => {
      let told: Progress | undefined;
      const look = () => {
        if (job.state !== "running") return resolve();
        if (!job.progress || job.progress === told) return;
        told = job.progress;
        onProgress?.(told);
      };
      const stop = () => (mine ? job.cancel() : resolve());
      this.addEventListener("change", look, { signal: listening.signal });
      signal?.addEventListener("abort", stop, { signal: listening.signal });
    });
    listening.abort();
    const { failure, state } = job;
    if (failure) throw new OrielError(failure.code, failure.message, failure.data);
    if (state !== "done") throw new OrielError("aborted", `The load of ${ref} was cancelled`, { ref });
  }

  #job(subject: string, task: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<unknown>) {
    const controller = new AbortController();
    const view: Job = {
      subject,
      state: "waiting",
      cancel: () => {
        controller.abort();
        if (view.state === "waiting") view.state = "cancelled";
        this.#changed();
      },
    };
    const onProgress = (progress: Progress) => {
      view.progress = progress;
      this.host.report(view, progressLine(progress));
      this.#changed();
    };
    const run = async () => {
      if (view.state === "cancelled") return;
      view.state = "running";
      this.#changed();
      try {
        throwIfAborted(controller.signal);
        await task(controller.signal, onProgress);
        view.state = "done";
      } catch (error) {
        const stopped = toOrielError(error).code === "aborted";
        view.state = stopped ? "cancelled" : "failed";
        if (!stopped) view.failure = failureOf(error);
      }
      this.host.report(view, null);
      this.#changed();
    };
    return { view, run };
  }

  /** Asks the browser once, after something is there to be kept; without an answer nothing is said. */
  async askToKeep(): Promise<void> {
    if (this.#asked || !navigator.storage?.persist) return;
    this.#asked = true;
    try {
      this.refused = !(await navigator.storage.persist());
    } catch {
      return;
    }
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

const works = new WeakMap<Oriel, Work>();

/** The work of the page a host belongs to; it reports its progress itself, since windows come and go. */
export function workOf(host: Pick<AppHost, "oriel" | "report">): Work {
  let work = works.get(host.oriel);
  if (!work) {
    work = new Work(host);
    works.set(host.oriel, work);
  }
  return work;
}
