// One writer at a time, over all tabs: imports and garbage collection exclude each other through a Web Lock.
// A lock dies with the tab that holds it.
import { aborted, throwIfAborted } from "../base/errors.ts";

/** Mutual exclusion by name. */
export interface Locks {
  /**
   * Runs `run` while nobody else runs under the same name.
   * @throws OrielError `aborted` when the signal fires while waiting; whatever `run` throws
   */
  exclusive<T>(name: string, signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T>;
}

/** The lock that every writer of chunks holds. */
export const STORE_LOCK = "oriel:store:write";

/** Web Locks where there are any, otherwise {@link localLocks} (Node, where one process has the store to itself). */
export function defaultLocks(): Locks {
  return typeof navigator !== "undefined" && navigator.locks ? webLocks(navigator.locks) : localLocks();
}

/** Exclusion over all tabs and workers of the origin. */
export function webLocks(manager: LockManager): Locks {
  return {
    async exclusive<T>(name: string, signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> {
      throwIfAborted(signal);
      let started = false;
      try {
        return await manager.request(name, signal ? { signal } : {}, () => {
          started = true;
          return run();
        });
      } catch (error) {
        throw signal?.aborted && !started ? aborted(signal) : error;
      }
    },
  };
}

/** Exclusion within this thread, in order of arrival. */
export function localLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  return {
    async exclusive<T>(name: string, signal: AbortSignal | undefined, run: () => Promise<T>): Promise<T> {
      throwIfAborted(signal);
      const before = tails.get(name) ?? Promise.resolve();
      let end = () => {};
      const turn = new Promise<void>((resolve) => {
        end = resolve;
      });
      tails.set(name, Promise.all([before, turn]));
      try {
        await untilAborted(before, signal);
        return await run();
      } finally {
        end();
      }
    },
  };
}

/** Waits for a promise that does not reject, but no longer than until the signal fires. */
async function untilAborted(promise: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  let stop = () => {};
  const fired = new Promise<never>((_resolve, reject) => {
    stop = () => signal && reject(aborted(signal));
  });
  signal?.addEventListener("abort", stop, { once: true });
  try {
    await Promise.race([promise, fired]);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
