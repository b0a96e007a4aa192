// A database that fails on purpose: every operation on the in-memory IndexedDB, and every read of a Blob, counts as one, and the Nth misbehaves.
import "fake-indexeddb/auto";

/** How the Nth operation fails. */
export type Fault =
  /** A request that fails with this error, or a Blob that cannot be read. */
  | "QuotaExceededError"
  | "UnknownError"
  | "NotReadableError"
  /** The browser aborts the transaction for a reason of its own. */
  | "AbortError"
  /** The request succeeds, and then the transaction cannot be committed. */
  | "quota at commit";

/** Whether only the Nth operation fails, or it and all after it. */
export type Persistence = "once" | "sticky";

interface Internals {
  transaction: {
    _execRequestAsync(request: { operation: () => unknown; source: unknown }): IDBRequest;
    _abort(name: string): void;
    mode: IDBTransactionMode;
  };
}

const OPERATIONS = ["get", "getKey", "getAll", "getAllKeys", "put", "delete"] as const;

/**
 * Runs `body` with `act` called before each operation, with its number from 1 on; what `act` returns happens instead of the operation.
 * @returns how many operations there were
 */
async function intercept(
  body: () => Promise<unknown>,
  act: (operation: number, target: Internals | Blob) => unknown,
): Promise<number> {
  let count = 0;
  const restore: (() => void)[] = [];
  // biome-ignore lint/suspicious/noExplicitAny: patches the prototypes of the in-memory database by name
  const patch = (prototype: any, name: string) => {
    const original = prototype[name];
    prototype[name] = function (this: Internals, ...args: unknown[]) {
      return act(++count, this) ?? original.apply(this, args);
    };
    restore.push(() => {
      prototype[name] = original;
    });
  };
  for (const name of OPERATIONS) patch(IDBObjectStore.prototype, name);
  patch(Blob.prototype, "arrayBuffer");
  try {
    await body();
  } finally {
    for (const undo of restore) undo();
  }
  return count;
}

/** Runs `body` with the Nth operation failing, if it is one that this fault can meet. @returns whether there were that many operations */
export async function withFault(
  fault: Fault,
  nth: number,
  persistence: Persistence,
  body: () => Promise<unknown>,
): Promise<boolean> {
  const count = await intercept(body, (operation, target) => {
    if (operation < nth || (operation > nth && persistence === "once")) return undefined;
    if (target instanceof Blob) {
      if (fault === "AbortError" || fault.startsWith("quota") || fault.startsWith("Quota")) return undefined;
      return Promise.reject(new DOMException("injected", fault));
    }
    const { transaction } = target;
    // Only writes run into a quota.
    if (/quota/i.test(fault) && transaction.mode === "readonly") return undefined;
    if (fault === "quota at commit") {
      setImmediate(() => {
        try {
          transaction._abort("QuotaExceededError");
        } catch {
          // It was aborted by another fault.
        }
      });
      return undefined;
    }
    const operationThatFails = () => {
      if (fault === "AbortError") transaction._abort("AbortError");
      throw new DOMException("injected", fault);
    };
    return transaction._execRequestAsync({ operation: operationThatFails, source: target });
  });
  return count >= nth;
}

/** Runs `body` and calls `interrupt` at the Nth operation. @returns whether there were that many */
export async function interruptedAt(
  nth: number,
  interrupt: () => void,
  body: () => Promise<unknown>,
): Promise<boolean> {
  const count = await intercept(body, (operation) => {
    if (operation === nth) interrupt();
    return undefined;
  });
  return count >= nth;
}

/** Writes straight into the database, past the store, as decay or another program would. */
export async function tamper(database: string, store: string, change: (raw: IDBObjectStore) => void): Promise<void> {
  const connection = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(database);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  await new Promise<void>((resolve, reject) => {
    const transaction = connection.transaction(store, "readwrite");
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    change(transaction.objectStore(store));
  });
  connection.close();
}
