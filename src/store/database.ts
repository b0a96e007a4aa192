// One connection to the database: opens it, gives way to other tabs, and runs transactions whose failures are OrielErrors.
// Knows nothing about what the documents mean.
import { type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { OrielError } from "../base/errors.ts";
import { isTransient, nameOf, storeError } from "./faults.ts";
import { DATABASE, type Schema, type StoreName, upgrade, VERSION } from "./schema.ts";

export interface OpenOptions {
  /** Name of the database; tests use their own. */
  name?: string;
  /** Version of the schema to ask for; tests ask for a later one. */
  version?: number;
  /** How long to wait, in milliseconds, for other tabs to let go of an older version; default 10 000. */
  blockedAfter?: number;
}

/** What a transaction does, for its error message, and how much it writes. */
export interface Purpose {
  doing: string;
  bytes?: number;
  /** `strict` asks the browser to flush before it reports success. Default `relaxed`. */
  durability?: "relaxed" | "strict";
}

type Mode = "readonly" | "readwrite";

/** A transaction over the object stores `Names`. */
export type Transaction<Names extends StoreName[], M extends Mode> = IDBPTransaction<Schema, Names, M>;

export class Database implements Disposable {
  readonly #options: Required<OpenOptions>;
  #connection?: Promise<IDBPDatabase<Schema>>;
  #closed = false;

  constructor(options: OpenOptions = {}) {
    this.#options = { name: DATABASE, version: VERSION, blockedAfter: 10_000, ...options };
  }

  /**
   * Runs `body` in one transaction and resolves with its result once the transaction is complete.
   * `body` may run twice (a transient failure is tried once more), so it must be idempotent.
   * @throws OrielError see {@link storeError}; after a failure nothing of the transaction remains.
   */
  async run<Names extends StoreName[], M extends Mode, T>(
    names: [...Names],
    mode: M,
    purpose: Purpose,
    body: (transaction: Transaction<[...Names], M>) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.#attempt(names, mode, purpose, body);
    } catch (error) {
      if (!isTransient(error)) throw await storeError(error, purpose.doing, purpose.bytes ?? 0);
    }
    try {
      return await this.#attempt(names, mode, purpose, body);
    } catch (error) {
      throw await storeError(error, purpose.doing, purpose.bytes ?? 0);
    }
  }

  /** Opens the connection if there is none. @throws OrielError see {@link storeError}. */
  async open(): Promise<void> {
    try {
      await this.#connect();
    } catch (error) {
      throw await storeError(error, "open the model store", 0);
    }
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#release();
  }

  async #attempt<Names extends StoreName[], M extends Mode, T>(
    names: [...Names],
    mode: M,
    { durability = "relaxed" }: Purpose,
    body: (transaction: Transaction<[...Names], M>) => Promise<T>,
  ): Promise<T> {
    const database = await this.#connect();
    let transaction: Transaction<[...Names], M>;
    try {
      transaction = database.transaction(names, mode, { durability });
    } catch (error) {
      // The connection closed between two transactions: another tab upgrades, or the browser dropped it.
      if (nameOf(error) === "InvalidStateError") this.#connection = undefined;
      throw error;
    }
    const done = transaction.done;
    done.catch(() => {});
    try {
      const result = await body(transaction);
      await done;
      return result;
    } catch (error) {
      await rollBack(transaction, done);
      // A request that was aborted with its transaction knows only that; the transaction knows why.
      throw nameOf(error) === "AbortError" ? (transaction.error ?? error) : error;
    }
  }

  #connect(): Promise<IDBPDatabase<Schema>> {
    if (this.#closed) throw new OrielError("bug", "Expected an open store but found one that was closed");
    if (!this.#connection) {
      const connection = this.#openConnection();
      this.#connection = connection;
      connection.catch(() => {
        if (this.#connection === connection) this.#connection = undefined;
      });
    }
    return this.#connection;
  }

  async #openConnection(): Promise<IDBPDatabase<Schema>> {
    if (typeof indexedDB === "undefined") {
      throw new OrielError("unsupported", "Expected a browser with IndexedDB but found none");
    }
    const { name, version, blockedAfter } = this.#options;
    return new Promise((resolve, reject) => {
      let late = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const opening = openDB<Schema>(name, version, {
        upgrade,
        // Other tabs that run a newer Oriel, or delete the database, must not wait for this one.
        blocking: () => this.#release(),
        terminated: () => this.#release(),
        blocked: (found) => {
          timer = setTimeout(() => {
            late = true;
            const message = `Expected other tabs to let go of database version ${found} within ${blockedAfter} ms but found one that did not: close the other Oriel tabs`;
            reject(new OrielError("overloaded", message, { found, expected: version, blockedAfter }));
          }, blockedAfter);
        },
      });
      opening.then(
        (database) => {
          clearTimeout(timer);
          if (late) database.close();
          else resolve(database);
        },
        (error) => {
          clearTimeout(timer);
          reject(error);
        },
      );
    });
  }

  #release(): void {
    this.#connection?.then(
      (database) => database.close(),
      () => {},
    );
    this.#connection = undefined;
  }
}

/** Aborts what is left of a failed transaction and waits until it has ended. */
async function rollBack(transaction: { abort(): void; objectStoreNames: unknown }, done: Promise<void>): Promise<void> {
  try {
    transaction.abort();
  } catch {
    // It had already ended by itself.
  }
  await done.catch(() => {});
}
