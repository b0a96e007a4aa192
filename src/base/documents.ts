// Where small structured documents (chats, settings) live, as seen by those who use them: an interface only; the store implements it.
import type { Json } from "./manifest.ts";

export interface Documents {
  /** The document, or undefined when there is none. */
  get(kind: string, id: string): Promise<Json | undefined>;
  /** Writes the whole document; it is durable once the promise resolves. */
  put(kind: string, id: string, value: Json): Promise<void>;
  /** All documents of a kind, in order of their ids. */
  list(kind: string): Promise<{ id: string; value: Json }[]>;
  /** Removes a document; one that does not exist is no error. */
  delete(kind: string, id: string): Promise<void>;
}
