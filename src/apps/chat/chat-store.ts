// The chats of this device: kept in memory while the app is open, written to documents soon after each change and at once when the page goes away.
import type { Documents } from "../../base/documents.ts";
import type { Json } from "../../base/manifest.ts";
import { asChat, type ChatDocument } from "./chat-document.ts";

const kind = "chats";
/** Milliseconds a change may wait, so that a streaming answer is not written at every token. */
const patience = 400;

/** Fires `failure` (with the error as `detail`) when a write failed; the chat is kept in memory and written again at the next change. */
export class ChatStore extends EventTarget {
  #chats = new Map<string, ChatDocument>();
  #dirty = new Set<string>();
  #timer?: ReturnType<typeof setTimeout>;
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly documents: Documents) {
    super();
  }

  /** Reads all chats; documents that this version does not understand are left alone. */
  async open(): Promise<void> {
    for (const { value } of await this.documents.list(kind)) {
      const chat = asChat(value);
      if (chat && !this.#chats.has(chat.id)) this.#chats.set(chat.id, chat);
    }
  }

  /** Pinned ones first, then the most recently used. */
  list(): ChatDocument[] {
    return [...this.#chats.values()].sort((a, b) => Number(b.pinned) - Number(a.pinned) || b.updatedAt - a.updatedAt);
  }

  get(id: string): ChatDocument | undefined {
    return this.#chats.get(id);
  }

  /** A chat as it is stored, perhaps by another tab; undefined where it cannot be read. */
  async stored(id: string): Promise<ChatDocument | undefined> {
    return asChat(await this.documents.get(kind, id).catch(() => undefined));
  }

  /** Notes that a chat is new or has changed. */
  changed(chat: ChatDocument): void {
    this.#chats.set(chat.id, chat);
    this.#dirty.add(chat.id);
    this.#timer ??= setTimeout(() => this.flush(), patience);
  }

  async delete(id: string): Promise<void> {
    this.#chats.delete(id);
    this.#dirty.delete(id);
    await this.#writing;
    await this.documents.delete(kind, id);
  }

  /** Writes what has changed; resolves when it is durable or has failed. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const ids = [...this.#dirty];
    this.#dirty.clear();
    this.#writing = this.#writing.then(async () => {
      for (const id of ids) await this.#write(id);
    });
    return this.#writing;
  }

  async #write(id: string): Promise<void> {
    const chat = this.#chats.get(id);
    if (!chat) return;
    try {
      await this.documents.put(kind, id, JSON.parse(JSON.stringify(chat)) as Json);
    } catch (error) {
      this.#dirty.add(id);
      this.dispatchEvent(new CustomEvent("failure", { detail: error }));
    }
  }
}
