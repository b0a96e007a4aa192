// A list of listeners for one kind of event.

/** Calls listeners in the order they were added; one that throws does not keep the others from being called, its error is uncaught. */
export class Emitter<T> {
  readonly #listeners = new Set<{ call: (value: T) => void }>();

  /** Returns the function that unsubscribes. */
  on(listener: (value: T) => void): () => void {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  emit(value: T): void {
    for (const { call } of [...this.#listeners]) {
      try {
        call(value);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
