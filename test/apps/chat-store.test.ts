// Chats are written soon after they change, in order, and a failed write is tried again.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addNode, newChat } from "../../src/apps/chat/chat-document.ts";
import { ChatStore } from "../../src/apps/chat/chat-store.ts";
import { MemoryDocuments } from "./fake-oriel.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const chatWith = (id: string, updatedAt = 0) => Object.assign(newChat(id, 0, null), { updatedAt });

test("a changed chat is there at the next visit", async () => {
  const documents = new MemoryDocuments();
  const store = new ChatStore(documents);
  const chat = chatWith("a");
  addNode(chat, { id: "q", parent: null, role: "user", content: "Hello", createdAt: 5 });
  store.changed(chat);
  await store.flush();
  const next = new ChatStore(documents);
  await next.open();
  expect(next.list()).toEqual([chat]);
});

test("many changes are one write, and it does not wait for a pause", async () => {
  const documents = new MemoryDocuments();
  const put = vi.spyOn(documents, "put");
  const store = new ChatStore(documents);
  for (let token = 0; token < 20; token++) {
    store.changed(chatWith("a"));
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(put.mock.calls.length).toBeGreaterThanOrEqual(1);
  expect(put.mock.calls.length).toBeLessThanOrEqual(3);
});

test("a failed write is told, and made up for at the next change", async () => {
  const documents = new MemoryDocuments();
  const put = vi.spyOn(documents, "put").mockRejectedValueOnce(new Error("full"));
  const store = new ChatStore(documents);
  const failures: unknown[] = [];
  store.addEventListener("failure", (event) => failures.push((event as CustomEvent).detail));
  store.changed(chatWith("a"));
  await store.flush();
  expect(failures).toHaveLength(1);
  store.changed(chatWith("b"));
  await store.flush();
  expect(put.mock.calls.map(([, id]) => id)).toEqual(["a", "a", "b"]);
});

test("a deleted chat stays deleted although a write of it was waiting", async () => {
  const documents = new MemoryDocuments();
  const store = new ChatStore(documents);
  store.changed(chatWith("a"));
  await store.delete("a");
  await vi.runAllTimersAsync();
  await store.flush();
  expect(documents.all.size).toBe(0);
});

test("documents that are no chats of this version are left alone", async () => {
  const documents = new MemoryDocuments();
  await documents.put("chats", "future", { schema: 9 });
  const store = new ChatStore(documents);
  await store.open();
  expect(store.list()).toEqual([]);
  expect(documents.all.size).toBe(1);
});

test("pinned chats come first, then the most recently used", () => {
  const store = new ChatStore(new MemoryDocuments());
  store.changed(chatWith("old", 1));
  store.changed(chatWith("new", 2));
  store.changed(Object.assign(chatWith("pinned", 0), { pinned: true }));
  expect(store.list().map(({ id }) => id)).toEqual(["pinned", "new", "old"]);
});
