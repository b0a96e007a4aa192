// Ownership: an owner keeps what it must give back, and gives it back once, last first.

/** Collects disposables and disposes them in reverse order; disposing twice is harmless. */
export class Owner implements Disposable {
  #owned: Disposable[] = [];

  /** Takes ownership and returns what it was given. */
  own<T extends Disposable>(thing: T): T {
    this.#owned.push(thing);
    return thing;
  }

  /** Runs `dispose` when this owner is disposed. */
  defer(dispose: () => void): void {
    this.#owned.push({ [Symbol.dispose]: dispose });
  }

  [Symbol.dispose](): void {
    for (const thing of this.#owned.splice(0).reverse()) thing[Symbol.dispose]();
  }
}
