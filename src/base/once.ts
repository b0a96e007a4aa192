// A value that is opened at the first use and kept; what fails to open is opened again at the next use.

/** A function that calls `open` once and gives what it gave to all callers, until it rejects: the next call then opens anew. */
export function once<T>(open: () => Promise<T>): () => Promise<T> {
  let opened: Promise<T> | undefined;
  return () => {
    if (opened) return opened;
    const opening = open();
    opened = opening;
    opening.catch(() => {
      opened = undefined;
    });
    return opening;
  };
}
