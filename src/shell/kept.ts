// Small choices that last from visit to visit, in localStorage. Where the browser blocks it or it is full, they last until the page is closed.

/** The value kept under a key; null without one, or without storage. */
export function readKept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** A key as a place for one value. */
export const placeOf = (key: string) => ({ get: () => readKept(key), set: (value: string) => keep(key, value) });

/** Keeps a value where the browser lets it. */
export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The choice holds in this page all the same; saying more would only repeat what the person set up.
  }
}
