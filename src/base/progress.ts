// How long work reports itself: a named stage, how much of it is done, and the time left at the current rate.

/** Stages in the order in which a person meets them; each has a text in the shell. */
export type Stage = "read" | "store" | "load" | "compile" | "self-test";

export interface Progress {
  stage: Stage;
  /** Amount done of this stage, in `unit`. */
  done: number;
  /** Whole amount of this stage, in `unit`. */
  total: number;
  unit: "bytes" | "steps";
}

export type Report = (progress: Progress) => void;

/** Estimates the time left of a stage from the reports seen so far; give it every report with the time it came at. */
export class TimeLeft {
  #stage?: Stage;
  #startedAt = 0;
  #startedWith = 0;

  /**
   * Seconds left of the current stage, or undefined while there is too little to tell (less than 0.3 s or no advance).
   * @param now milliseconds of a monotonic clock
   */
  update(progress: Progress, now: number): number | undefined {
    if (progress.stage !== this.#stage) {
      this.#stage = progress.stage;
      this.#startedAt = now;
      this.#startedWith = progress.done;
    }
    const elapsed = (now - this.#startedAt) / 1000;
    const advanced = progress.done - this.#startedWith;
    if (elapsed < 0.3 || advanced <= 0) return undefined;
    return ((progress.total - progress.done) / advanced) * elapsed;
  }
}
