// The tab's title: what is being worked on, while something is.

/** Lines about work that runs, the newest of them in the title. */
export class WorkTitle {
  readonly #lines = new Map<object, string>();

  /** One line about some work; null when it has ended. */
  report(work: object, line: string | null): void {
    if (line === null) this.#lines.delete(work);
    else this.#lines.set(work, line);
    const latest = [...this.#lines.values()].at(-1);
    document.title = latest ? `${latest} – Oriel` : "Oriel";
  }
}
