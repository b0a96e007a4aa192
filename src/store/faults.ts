// What the browser's storage can throw, as OrielErrors with numbers. Names and meanings: IndexedDB specification and Chrome status 5140210640486400.
import { OrielError } from "../base/errors.ts";

/** The `name` of a thrown value, or "" when it has none. */
export function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}

/** Failures that may pass when the same transaction is run again: a transient read error, or a connection closed under it. */
export function isTransient(error: unknown): boolean {
  return ["UnknownError", "AbortError", "InvalidStateError", "TimeoutError"].includes(nameOf(error));
}

/** Bytes in use. What the browser calls the quota beside it is artificial in Chrome, and so not told. */
async function bytesInUse(): Promise<number | undefined> {
  if (typeof navigator === "undefined" || !navigator.storage) return undefined;
  const { usage } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
  return usage;
}

/**
 * A failure of the store as an OrielError; errors that are already one pass through.
 * `quota` for a refused write, `corrupt` for data that is lost or cannot be read or written, `denied` without permission,
 * `unsupported` for a database of a newer Oriel, `bug` for the rest.
 * @param doing what was attempted, for the message: "write a chunk"
 * @param bytes size of the attempted write; 0 for a read
 */
export async function storeError(error: unknown, doing: string, bytes: number): Promise<OrielError> {
  if (error instanceof OrielError) return error;
  const name = nameOf(error);
  const why = error instanceof Error && error.message ? `${name}: ${error.message}` : name || String(error);
  const data = { reason: name, bytes };
  const options = { cause: error };
  switch (name) {
    case "QuotaExceededError": {
      const usage = await bytesInUse();
      const found = usage === undefined ? "no room" : `no room beside the ${usage} bytes in use`;
      const message = `Expected room for ${bytes} bytes to ${doing} but found ${found}`;
      return new OrielError("quota", message, { ...data, usage }, options);
    }
    case "SecurityError":
      return new OrielError("denied", `Expected permission to ${doing} but found none (${why})`, data, options);
    case "VersionError":
      return new OrielError(
        "unsupported",
        `Expected a database of this Oriel's version but found a newer one (${why}): reload the page`,
        data,
        options,
      );
    case "NotReadableError":
    case "NotFoundError":
    case "DataError":
    case "UnknownError":
    case "AbortError":
    case "InvalidStateError":
    case "TimeoutError":
      return new OrielError(
        "corrupt",
        `Expected to ${doing} but found that the browser could not (${why})`,
        data,
        options,
      );
    default:
      return new OrielError("bug", `Expected to ${doing} but found ${why}`, data, options);
  }
}
