// Small documents that are not models: conversations and settings, each kind in its own object store under the document's id.
import type { Documents } from "../base/documents.ts";
import { OrielError } from "../base/errors.ts";
import type { Json } from "../base/manifest.ts";
import type { Database } from "./database.ts";

const KINDS = ["chats", "settings"] as const;

type Kind = (typeof KINDS)[number];

/** Documents in IndexedDB. Kinds are `chats` and `settings`; another one is a `bad-request`. Writes are `strict`. */
export class StoredDocuments implements Documents {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(kind: string, id: string): Promise<Json | undefined> {
    const name = kindOf(kind);
    return this.#database.run([name], "readonly", { doing: `read ${name} ${id}` }, (transaction) =>
      transaction.objectStore(name).get(id),
    );
  }

  async put(kind: string, id: string, value: Json): Promise<void> {
    const name = kindOf(kind);
    const bytes = JSON.stringify(value).length;
    const purpose = { doing: `write ${name} ${id}`, bytes, durability: "strict" } as const;
    await this.#database.run([name], "readwrite", purpose, (transaction) =>
      transaction.objectStore(name).put(value, id),
    );
  }

  async list(kind: string): Promise<{ id: string; value: Json }[]> {
    const name = kindOf(kind);
    return this.#database.run([name], "readonly", { doing: `list ${name}` }, async (transaction) => {
      const store = transaction.objectStore(name);
      const [ids, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
      return ids.map((id, index) => ({ id, value: values[index]! }));
    });
  }

  async delete(kind: string, id: string): Promise<void> {
    const name = kindOf(kind);
    const purpose = { doing: `delete ${name} ${id}`, durability: "strict" } as const;
    await this.#database.run([name], "readwrite", purpose, (transaction) => transaction.objectStore(name).delete(id));
  }
}

function kindOf(kind: string): Kind {
  const known = KINDS.find((name) => name === kind);
  if (known) return known;
  throw new OrielError("bad-request", `Expected documents of kind ${KINDS.join(" or ")} but found kind "${kind}"`, {
    kind,
    expected: [...KINDS],
  });
}
