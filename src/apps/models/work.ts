// Imports and loads that are under way: they belong to the page, not to a window, and go on when the window is closed.
import type { Oriel } from "../../api/types.ts";
import { throwIfAborted, toOrielError } from "../../base/errors.ts";
import type { Progress } from "../../base/progress.ts";
import { type Failure, failureOf } from "../../ui/error-view.ts";

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

/** Fires `change` whenever a job changes. */
export class Work extends EventTarget {
  imports: Job[] = [];
  readonly loads = new Map<string, Job>();
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly oriel: Oriel) {
    super();
  }

  /** Imports a file after the ones already waiting: one at a time. */
  import(file: File): Job {
    const job = this.#job(file.name, async (signal, onProgress) => {
      job.view.ref = (await this.oriel.models.import(file, { signal, onProgress })).ref;
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
    const job = this.#job(ref, (signal, onProgress) => this.oriel.models.load(ref, { signal, onProgress }));
    this.loads.set(ref, job.view);
    job.run();
    return job.view;
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
      this.#changed();
    };
    return { view, run };
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

const works = new WeakMap<Oriel, Work>();

/** The work of one Oriel. */
export function workOf(oriel: Oriel): Work {
  let work = works.get(oriel);
  if (!work) {
    work = new Work(oriel);
    works.set(oriel, work);
  }
  return work;
}
