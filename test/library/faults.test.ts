// What an import leaves behind when it fails or is cancelled, at every operation it makes on the database and the file:
// nothing half-visible, what was there before intact, and the next import succeeds and leaves nothing over.
import { describe, expect, test } from "vitest";
import { OrielError } from "../../src/base/errors.ts";
import { refsOf } from "../../src/library/collect.ts";
import { localLocks } from "../../src/library/locks.ts";
import { ModelLibrary } from "../../src/library/service.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { type Fault, interruptedAt, type Persistence, withFault } from "../store/faulty.ts";
import { TWO_LAYERS, tinyFile } from "./tiny.ts";

const never = new AbortController().signal;
const silent = () => {};
let databases = 0;

const small = TWO_LAYERS.slice(1);
const next = small.map((tensor) => (tensor.name.startsWith("blk.1") ? { ...tensor, seed: tensor.seed + 50 } : tensor));

interface Scene {
  store: Store;
  library: ModelLibrary;
  old: { digest: string };
  chunks: string[];
  [Symbol.dispose](): void;
}

/** A library in which `m` is stored, to be moved by the import under test. */
async function scene(): Promise<Scene> {
  const store = await openStore({ name: `faults-test-${databases++}` });
  const library = new ModelLibrary({ store, locks: localLocks(), now: () => 1 });
  const old = await library.import(tinyFile("m.gguf", small), undefined, silent, never);
  const chunks = (await store.chunks.digests()).sort();
  return { store, library, old, chunks, [Symbol.dispose]: () => store[Symbol.dispose]() };
}

const importNext = ({ library }: Scene, signal = never) =>
  library.import(tinyFile("m.gguf", next), undefined, silent, signal);

/** Holds for every tag: its manifest is there, and so is every chunk, undamaged. */
async function expectWhole({ store, library }: Scene): Promise<void> {
  for (const { ref } of await library.list()) {
    const { manifest } = await library.resolve(ref);
    for (const { digest } of refsOf(manifest)) expect(await store.chunks.isIntact(digest)).toBe(true);
  }
}

async function expectNothingLeftOver({ store }: Scene): Promise<void> {
  const needed = new Set<string>();
  for (const tag of await store.versions.tags()) {
    for (const { digest } of tag.history) {
      for (const ref of refsOf(await store.versions.manifest(digest))) needed.add(ref.digest);
    }
  }
  expect((await store.chunks.digests()).sort()).toEqual([...needed].sort());
  expect(await store.versions.pulls()).toEqual([]);
}

const faults: [Fault, string][] = [
  ["QuotaExceededError", "quota"],
  ["quota at commit", "quota"],
  ["UnknownError", "corrupt"],
  ["NotReadableError", "corrupt"],
  ["AbortError", "corrupt"],
];

describe.each(["once", "sticky"] satisfies Persistence[])("a fault, %s,", (persistence) => {
  test.each(faults)("%s at the Nth operation, for every N", async (fault, code) => {
    let failures = 0;
    for (let nth = 1, reached = true; reached; nth++) {
      using s = await scene();
      let outcome: unknown;
      reached = await withFault(fault, nth, persistence, async () => {
        outcome = await importNext(s).catch((error) => error);
      });
      const where = `operation ${nth}`;
      await expectWhole(s);
      const [tag] = await s.library.list();
      if (outcome instanceof Error) {
        failures++;
        expect(outcome, where).toBeInstanceOf(OrielError);
        // The file itself is a Blob too, and one that cannot be read is not the store's fault.
        expect([code, "not-found"], `${where}: ${outcome}`).toContain((outcome as OrielError).code);
        expect(tag, where).toMatchObject({ ref: "m:latest", digest: s.old.digest });
      } else {
        expect(tag, where).toMatchObject(outcome as object);
      }
      const again = await importNext(s);
      expect((await s.library.resolve("m")).digest).toBe(again.digest);
      await expectWhole(s);
      await expectNothingLeftOver(s);
    }
    // A single transient error is retried, and an import survives it.
    if (persistence === "sticky" || !["UnknownError", "AbortError"].includes(fault))
      expect(failures).toBeGreaterThan(0);
  });
});

test("cancelled at the Nth operation, for every N: the library is as it was, or the import is done", async () => {
  let cancelled = 0;
  for (let nth = 1, reached = true; reached; nth++) {
    using s = await scene();
    const controller = new AbortController();
    let outcome: unknown;
    reached = await interruptedAt(
      nth,
      () => controller.abort(),
      async () => {
        outcome = await importNext(s, controller.signal).catch((error) => error);
      },
    );
    const [tag] = await s.library.list();
    if (outcome instanceof Error) {
      cancelled++;
      expect(outcome).toMatchObject({ code: "aborted" });
      expect(tag).toMatchObject({ digest: s.old.digest });
      expect((await s.store.chunks.digests()).sort()).toEqual(s.chunks);
    } else {
      expect(tag).toMatchObject(outcome as object);
    }
    await expectNothingLeftOver(s);
  }
  expect(cancelled).toBeGreaterThan(5);
});

test("cancelled at any report, the last one too: the library is as it was", async () => {
  using s = await scene();
  for (let nth = 1, reached = true; reached; nth++) {
    const controller = new AbortController();
    let reports = 0;
    const report = () => {
      if (++reports === nth) controller.abort();
    };
    const importing = s.library.import(tinyFile("n.gguf", next), undefined, report, controller.signal);
    const outcome = await importing.catch((error) => error);
    reached = reports >= nth;
    if (!reached) break;
    expect(outcome).toMatchObject({ code: "aborted" });
    expect((await s.library.list()).map(({ ref }) => ref)).toEqual(["m:latest"]);
    expect((await s.store.chunks.digests()).sort()).toEqual(s.chunks);
  }
  expect((await s.library.list()).map(({ ref }) => ref)).toEqual(["m:latest", "n:latest"]);
});

test("an import that was cut off, wherever, is swept up when the library starts again", async () => {
  let cutOff = 0;
  for (let nth = 1, reached = true; reached; nth++) {
    using s = await scene();
    // The store fails for good, as it does for a tab that is gone: the import cannot tidy up after itself.
    reached = await withFault("UnknownError", nth, "sticky", () => importNext(s).catch(() => {}));
    cutOff += (await s.store.versions.pulls()).length;
    await new ModelLibrary({ store: s.store, locks: localLocks() }).recover();
    await expectNothingLeftOver(s);
  }
  expect(cutOff).toBeGreaterThan(0);
});

test("a full disk names what could be freed", async () => {
  using s = await scene();
  const { frees } = (await s.library.list())[0]!;
  await withFault("QuotaExceededError", 1, "sticky", () =>
    expect(importNext(s)).rejects.toMatchObject({
      code: "quota",
      data: { freeable: [{ ref: "m:latest", bytes: frees }] },
    }),
  );
});
