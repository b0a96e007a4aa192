// The chunk reader: verifies once, keeps two, and never hands out a byte of a damaged chunk.
import "fake-indexeddb/auto";
import { expect, test, vi } from "vitest";
import { StoredChunkReader } from "../../src/store/chunk-reader.ts";
import { digestOf } from "../../src/store/digest.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { pullRecord } from "../contracts/store.ts";
import { tamper } from "./faulty.ts";

let databases = 0;

async function storeWith(
  ...chunks: Uint8Array<ArrayBuffer>[]
): Promise<{ name: string; store: Store; digests: string[] }> {
  const name = `reader-test-${databases++}`;
  const store = await openStore({ name });
  const digests: string[] = [];
  for (const bytes of chunks) {
    const digest = await digestOf(bytes);
    await store.chunks.put(digest, bytes, pullRecord());
    digests.push(digest);
  }
  return { name, store, digests };
}

test("reads a range of a stored chunk into a buffer the caller may keep", async () => {
  const { store, digests } = await storeWith(Uint8Array.of(1, 2, 3, 4));
  const reader = new StoredChunkReader(store.chunks);
  const bytes = await reader.read({ digest: digests[0]!, offset: 1, bytes: 2 });
  expect(bytes).toEqual(Uint8Array.of(2, 3));
  bytes.fill(0);
  expect(await reader.read({ digest: digests[0]!, offset: 1, bytes: 2 })).toEqual(Uint8Array.of(2, 3));
});

test("verifies each chunk once, reads concurrent ranges of one chunk once, and only the range of one it no longer keeps", async () => {
  const { store, digests } = await storeWith(Uint8Array.of(1, 2), Uint8Array.of(3, 4), Uint8Array.of(5, 6));
  const verify = vi.spyOn(store.chunks, "readVerified");
  const read = vi.spyOn(store.chunks, "read");
  const reader = new StoredChunkReader(store.chunks);
  const second = (digest: string) => reader.read({ digest, offset: 1, bytes: 1 });
  await Promise.all([second(digests[0]!), second(digests[0]!)]);
  expect(verify).toHaveBeenCalledTimes(1);
  await second(digests[1]!);
  await second(digests[2]!);
  read.mockClear();
  expect(await second(digests[0]!)).toEqual(Uint8Array.of(2));
  expect(read.mock.calls).toEqual([[digests[0], { digest: digests[0], offset: 1, bytes: 1 }]]);
  expect(verify).toHaveBeenCalledTimes(3);
});

test("a flipped bit, a lost chunk and a range beyond the end are corrupt, each time they are asked for", async () => {
  const { name, store, digests } = await storeWith(new Uint8Array(1000), Uint8Array.of(1));
  const flipped = new Uint8Array(1000);
  flipped[500] = 1;
  await tamper(name, "chunks", (raw) => {
    raw.put(new Blob([flipped]), digests[0]);
    raw.delete(digests[1]!);
  });
  const reader = new StoredChunkReader(store.chunks);
  for (let again = 0; again < 2; again++) {
    for (const digest of digests) {
      await expect(reader.read({ digest, offset: 0, bytes: 1 })).rejects.toMatchObject({
        code: "corrupt",
        data: { digest },
      });
    }
  }
  const {
    store: whole,
    digests: [digest],
  } = await storeWith(Uint8Array.of(1, 2));
  const beyond = new StoredChunkReader(whole.chunks).read({ digest: digest!, offset: 1, bytes: 2 });
  await expect(beyond).rejects.toMatchObject({ code: "corrupt", data: { offset: 1, bytes: 2, found: 1 } });
});

test("stops when it is told to", async () => {
  const { store, digests } = await storeWith(Uint8Array.of(1));
  const controller = new AbortController();
  const reading = new StoredChunkReader(store.chunks).read(
    { digest: digests[0]!, offset: 0, bytes: 1 },
    controller.signal,
  );
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: "aborted" });
});
