// The library as its users meet it: import, list, resolve, remove; what is shared, what is freed, what is refused.
import "fake-indexeddb/auto";
import { describe, expect, test } from "vitest";
import type { Progress } from "../../src/base/progress.ts";
import { readGguf } from "../../src/format/gguf/read.ts";
import { field } from "../../src/format/gguf/write.ts";
import { bytesSource } from "../../src/format/source.ts";
import { refsOf } from "../../src/library/collect.ts";
import { localLocks } from "../../src/library/locks.ts";
import { type LibraryOptions, ModelLibrary } from "../../src/library/service.ts";
import { StoredChunkReader } from "../../src/store/chunk-reader.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { tamper } from "../store/faulty.ts";
import { TWO_LAYERS, tinyFile, tinyGguf } from "./tiny.ts";

const never = new AbortController().signal;
const silent = () => {};
let databases = 0;

interface Scene {
  database: string;
  store: Store;
  library: ModelLibrary;
  add(file: Blob, name?: string): Promise<{ ref: string; digest: string; bytes: number }>;
}

async function scene(options: Partial<LibraryOptions> = {}): Promise<Scene> {
  const database = `library-test-${databases++}`;
  const store = await openStore({ name: database });
  let clock = 0;
  const library = new ModelLibrary({ store, locks: localLocks(), now: () => ++clock, ...options });
  return { database, store, library, add: (file, name) => library.import(file, name, silent, never) };
}

/** Every digest that some manifest needs, which is what a clean store holds. */
async function neededChunks({ store }: Scene): Promise<string[]> {
  const needed = new Set<string>();
  for (const digest of await store.versions.digests()) {
    for (const ref of refsOf(await store.versions.manifest(digest))) needed.add(ref.digest);
  }
  return [...needed].sort();
}

test("an imported file is listed, and every tensor reads back as it was in the file", async () => {
  const { library, store, add } = await scene();
  const bytes = tinyGguf();
  const { ref, digest } = await add(new File([bytes], "tiny.gguf"));
  expect(ref).toBe("tiny:latest");
  const { manifest } = await library.resolve("tiny");
  const gguf = await readGguf(bytesSource(bytes));
  const reader = new StoredChunkReader(store.chunks);
  for (const [index, tensor] of manifest.tensors.entries()) {
    const { offset, bytes: length } = gguf.tensors[index]!;
    const parts = await Promise.all(tensor.chunks.map((chunk) => reader.read(chunk)));
    expect(Buffer.concat(parts).equals(bytes.subarray(offset, offset + length)), tensor.name).toBe(true);
  }
  const header = await Promise.all(manifest.blobs.header!.map((chunk) => reader.read(chunk)));
  expect(Buffer.concat(header).equals(bytes.subarray(0, gguf.dataOffset))).toBe(true);
  expect(await library.list()).toMatchObject([
    { ref, digest, arch: "llama", name: "Tiny", quantization: "F32", contextLength: null, hasChatTemplate: false },
  ]);
});

test("a list entry names the tools that are in the weights, or none where the file's cannot be read", async () => {
  const { library, add } = await scene();
  const tools = JSON.stringify([{ type: "function", function: { name: "open_app" } }]);
  await add(tinyFile("broken.gguf", TWO_LAYERS, [["oriel.tools", "{"]]));
  await add(tinyFile("guide.gguf", TWO_LAYERS, [["oriel.tools", tools]]));
  await add(tinyFile("tiny.gguf"));
  expect((await library.list()).map(({ builtInTools }) => builtInTools)).toEqual([[], ["open_app"], []]);
});

test("a list entry says how big a model is, what it came from, and what removing it frees", async () => {
  const { library, add } = await scene();
  const { bytes } = await add(tinyFile("tiny.gguf", TWO_LAYERS, [["tokenizer.chat_template", "x".repeat(20_000)]]));
  await add(tinyFile("again.gguf"));
  const [again, tiny] = await library.list();
  expect(tiny).toMatchObject({
    bytes,
    source: { kind: "file", uri: "tiny.gguf" },
    importedAt: 1,
    hasChatTemplate: true,
  });
  expect(tiny!.parameters).toBe(300 * 1024 + 2 * (64 * 64 + 64) + 64);
  // The weights are shared; only the headers differ.
  expect(again!.frees).toBeLessThan(1000);
  expect(tiny!.frees).toBeGreaterThan(20_000);
  expect(tiny!.frees).toBeLessThan(21_000);
  expect(await library.remove("again")).toEqual({ freed: again!.frees });
  expect((await library.list())[0]!.frees).toBe(bytes);
  expect(await library.remove("tiny")).toEqual({ freed: bytes });
});

test("a version is inspected by its tag and by its digest", async () => {
  const { library, add } = await scene();
  const old = await add(tinyFile("old.gguf"), "tiny");
  const fresh = await add(tinyFile("new.gguf", TWO_LAYERS.slice(0, 5)), "tiny");
  const { manifest, entry } = await library.inspect("tiny");
  expect(manifest.tensors.map(({ name }) => name)).toEqual(TWO_LAYERS.slice(0, 5).map(({ name }) => name));
  expect(manifest.metadata["general.name"]).toBe("Tiny");
  expect([entry]).toEqual(await library.list());
  expect(entry.digest).toBe(fresh.digest);
  const before = await library.inspect(`tiny@${old.digest}`);
  expect(before.manifest.tensors.length).toBe(6);
  expect(before.entry).toMatchObject({
    ref: `tiny@${old.digest}`,
    digest: old.digest,
    bytes: old.bytes,
    frees: entry.frees,
    source: { uri: "old.gguf" },
    importedAt: 1,
  });
  await expect(library.inspect("other")).rejects.toMatchObject({ code: "not-found" });
});

test("progress reads the header, then counts every stored byte", async () => {
  const { library } = await scene();
  const seen: Progress[] = [];
  const { bytes } = await library.import(tinyFile(), undefined, (progress) => seen.push(progress), never);
  expect(seen[0]).toMatchObject({ stage: "read", done: 0 });
  const stored = seen.filter(({ stage }) => stage === "store").map(({ done }) => done);
  expect(stored).toEqual([...stored].sort((a, b) => a - b));
  expect(seen.at(-1)).toEqual({ stage: "store", done: bytes, total: bytes, unit: "bytes" });
});

describe("versions", () => {
  const changed = TWO_LAYERS.map((tensor) =>
    tensor.name === "blk.1.attn_q.weight" ? { ...tensor, seed: 99 } : tensor,
  );

  test("two versions share every chunk but the one that changed", async () => {
    const s = await scene();
    await s.add(tinyFile());
    const before = await s.store.chunks.digests();
    await s.add(tinyFile("tiny.gguf", changed));
    expect((await s.store.chunks.digests()).length).toBe(before.length + 1);
  });

  test("importing under an existing tag moves it; the version before is found by its digest until the tag is removed", async () => {
    const s = await scene();
    const old = await s.add(tinyFile());
    const next = await s.add(tinyFile("other-name.gguf", changed), "tiny");
    expect((await s.library.resolve("tiny:latest")).digest).toBe(next.digest);
    expect((await s.library.resolve(`tiny@${old.digest}`)).digest).toBe(old.digest);
    await expect(s.library.resolve(`other@${old.digest}`)).rejects.toMatchObject({ code: "not-found" });
    await s.library.remove("tiny");
    await expect(s.library.resolve(`tiny@${old.digest}`)).rejects.toMatchObject({ code: "not-found" });
    expect(await s.store.chunks.digests()).toEqual([]);
    expect(await s.store.versions.digests()).toEqual([]);
  });

  test("the same bytes have the same digest whatever the file is called", async () => {
    const s = await scene();
    const one = await s.add(tinyFile("a.gguf"));
    const two = await s.add(tinyFile("b.gguf"), "c:v2");
    expect(two).toEqual({ ...one, ref: "c:v2" });
    await s.library.remove("a");
    expect((await s.library.resolve("c:v2")).digest).toBe(one.digest);
    expect(await s.store.chunks.digests()).toEqual(await neededChunks(s));
  });

  test("a name that is no tag is refused where a tag is needed, and an unknown one is not found", async () => {
    const { library, add } = await scene();
    await expect(add(tinyFile(), "../etc")).rejects.toMatchObject({ code: "bad-request" });
    await expect(library.remove(`tiny@sha256:${"0".repeat(64)}`)).rejects.toMatchObject({ code: "bad-request" });
    await expect(library.remove("tiny")).rejects.toMatchObject({ code: "not-found", data: { ref: "tiny" } });
    await expect(library.resolve("tiny:v2")).rejects.toMatchObject({ code: "not-found", data: { ref: "tiny:v2" } });
  });
});

describe("damage", () => {
  test("a flipped bit in a stored chunk is found before a byte of it is handed out, and importing again repairs it", async () => {
    const s = await scene();
    await s.add(tinyFile());
    const { manifest } = await s.library.resolve("tiny");
    const ref = manifest.tensors[0]!.chunks[0]!;
    const bytes = await s.store.chunks.read(ref.digest);
    bytes[1000]! ^= 1;
    await tamper(s.database, "chunks", (raw) => raw.put(new Blob([bytes]), ref.digest));
    const read = () => new StoredChunkReader(s.store.chunks).read(ref);
    await expect(read()).rejects.toMatchObject({ code: "corrupt", data: { digest: ref.digest } });
    await s.add(tinyFile());
    expect((await read()).length).toBe(ref.bytes);
  });

  test("a manifest that cannot be read is listed as unreadable, protects all chunks, and can be removed", async () => {
    const s = await scene();
    const { digest } = await s.add(tinyFile("bad.gguf"));
    await s.add(tinyFile("good.gguf", TWO_LAYERS.slice(0, 3)));
    const chunks = await s.store.chunks.digests();
    await tamper(s.database, "manifests", (raw) => raw.put({ schema: 7 }, digest));
    expect((await s.library.list()).map(({ ref, arch }) => [ref, arch])).toEqual([
      ["bad:latest", "unreadable"],
      ["good:latest", "llama"],
    ]);
    await expect(s.library.resolve("bad")).rejects.toMatchObject({ code: "corrupt" });
    await s.library.recover();
    expect(await s.store.chunks.digests()).toEqual(chunks);
    await s.library.remove("bad");
    expect((await s.store.chunks.digests()).sort()).toEqual(await neededChunks(s));
  });
});

describe("what is refused stores nothing", () => {
  const whole = tinyGguf();
  const cases: [string, Blob, string][] = [
    ["an empty file", new Blob([]), "bad-model"],
    ["another kind of file", new Blob(["<!doctype html>"]), "bad-model"],
    ["a file that ends in its header", new Blob([whole.subarray(0, 100)]), "bad-model"],
    ["a file that ends in its tensors", new Blob([whole.subarray(0, whole.length - 5000)]), "bad-model"],
    ["a file without tensors", new Blob([tinyGguf([])]), "bad-model"],
    [
      "one part of a split model",
      new Blob([tinyGguf(TWO_LAYERS, [["split.count", field("uint16", 3)]])]),
      "unsupported",
    ],
  ];

  test.each(cases)("%s", async (_what, file, code) => {
    const { store, add } = await scene();
    await expect(add(file, "m")).rejects.toMatchObject({ code });
    expect(await store.chunks.digests()).toEqual([]);
    expect(await store.versions.tags()).toEqual([]);
  });

  test("a file that this build cannot run, as its check says", async () => {
    const refusal = new Error("no such architecture here");
    const { store, add } = await scene({
      check: () => {
        throw refusal;
      },
    });
    await expect(add(tinyFile())).rejects.toBe(refusal);
    expect(await store.chunks.digests()).toEqual([]);
  });

  test("a file that can no longer be read", async () => {
    const { store, add } = await scene();
    const file = tinyFile();
    const slice = file.slice.bind(file);
    // Only the header can still be read.
    file.slice = (start = 0, end) => {
      const part = slice(start, end);
      if (start > 0) part.arrayBuffer = () => Promise.reject(new DOMException("changed", "NotReadableError"));
      return part;
    };
    await expect(add(file)).rejects.toMatchObject({ code: "not-found", data: { found: "NotReadableError" } });
    expect(await store.chunks.digests()).toEqual([]);
    expect(await store.versions.pulls()).toEqual([]);
  });
});

describe("at the same time", () => {
  test("two imports of one file store it once", async () => {
    const s = await scene();
    const shared = { store: s.store, locks: localLocks(), now: () => 1 };
    const tabs = [new ModelLibrary(shared), new ModelLibrary(shared)];
    const [one, two] = await Promise.all(tabs.map((tab) => tab.import(tinyFile(), "m", silent, never)));
    expect(one).toEqual(two);
    expect((await s.store.versions.tag("m:latest"))?.history).toHaveLength(1);
    expect((await s.store.chunks.digests()).sort()).toEqual(await neededChunks(s));
  });

  test("removing a model whose chunks a running import counts on waits until that import is done", async () => {
    const s = await scene();
    await s.add(tinyFile("old.gguf"));
    const order: string[] = [];
    let removing: Promise<unknown> | undefined;
    const report = () => {
      removing ??= s.library.remove("old").then(() => order.push("removed"));
    };
    await s.library.import(tinyFile(), "new", report, never);
    order.push("imported");
    await removing;
    expect(order).toEqual(["imported", "removed"]);
    expect((await s.library.list()).map(({ ref }) => ref)).toEqual(["new:latest"]);
    expect((await s.store.chunks.digests()).sort()).toEqual(await neededChunks(s));
  });

  test("an import that waits for another can be cancelled without waiting longer", async () => {
    const s = await scene();
    const controller = new AbortController();
    const order: string[] = [];
    let waiting: Promise<unknown> | undefined;
    const report = ({ stage, done, total }: Progress) => {
      if (stage !== "store") return;
      waiting ??= s.library
        .import(tinyFile("b.gguf"), undefined, () => setImmediate(() => controller.abort()), controller.signal)
        .catch((error) => order.push(error.code));
      if (done === total) order.push("stored");
    };
    await s.library.import(tinyFile("a.gguf"), undefined, report, never);
    await waiting;
    expect(order).toContain("aborted");
    expect((await s.library.list()).map(({ ref }) => ref)).toEqual(["a:latest"]);
  });
});
