// GPU memory by process. It knows what was told to it; it measures nothing.
import type { MemoryUse } from "../protocol/backend.ts";

const NOTHING: MemoryUse = { weights: 0, kv: 0, scratch: 0 };

/** Bytes that each process holds; a process that ended holds none. */
export class MemoryLedger {
  readonly #uses = new Map<number, MemoryUse>();

  set(pid: number, use: MemoryUse): void {
    this.#uses.set(pid, { ...use });
  }

  /** A process that was never entered, or has ended, uses 0 of everything. */
  of(pid: number): MemoryUse {
    return { ...(this.#uses.get(pid) ?? NOTHING) };
  }

  delete(pid: number): void {
    this.#uses.delete(pid);
  }

  /** The bytes of all processes together. */
  get total(): number {
    let sum = 0;
    for (const { weights, kv, scratch } of this.#uses.values()) sum += weights + kv + scratch;
    return sum;
  }
}
