// One GPU, one request at a time, in order of arrival.
import { aborted, throwIfAborted } from "../../base/errors.ts";

/** Runs tasks one after the other; a task never starts before the one before it has settled. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Runs a task when its turn comes, and settles as it does.
   * @throws OrielError `aborted` at once when the signal fires while the task waits; the task then never starts
   */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      throwIfAborted(signal);
      const leave = () => reject(aborted(signal));
      signal.addEventListener("abort", leave, { once: true });
      const turn = async () => {
        signal.removeEventListener("abort", leave);
        throwIfAborted(signal);
        return task();
      };
      this.#last = this.#last.then(turn).then(resolve, reject);
    });
  }
}
