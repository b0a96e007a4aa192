// What the person has allowed models for good: kept by version of a model, so that a permission passes to no other model, nor to a newer one.
import type { Consents } from "../apps/app.ts";
import type { Keeper } from "./windows.ts";

type Permission = [model: string, action: string];

export class KeptConsents implements Consents {
  /** Where nothing can be kept, they last until the page is closed. */
  #inPage = "[]";

  constructor(private readonly keeper: Keeper) {}

  has(model: string, action: string): boolean {
    return this.#read().some(([given, to]) => given === model && to === action);
  }

  give(model: string, action: string): void {
    if (!this.has(model, action)) this.#write([...this.#read(), [model, action]]);
  }

  /** From now on every action is asked for again. */
  clear(): void {
    this.#write([]);
  }

  #write(pairs: Permission[]): void {
    this.#inPage = JSON.stringify(pairs);
    this.keeper.set(this.#inPage);
  }

  /** What cannot be read gives no permission. */
  #read(): Permission[] {
    try {
      const kept: unknown = JSON.parse(this.keeper.get() ?? this.#inPage);
      return Array.isArray(kept) ? kept.filter((pair): pair is Permission => Array.isArray(pair)) : [];
    } catch {
      return [];
    }
  }
}
