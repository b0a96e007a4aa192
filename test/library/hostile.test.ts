// Every malformed file that the maker of hostile files knows ends an import in its named error, with nothing stored.
import "fake-indexeddb/auto";
import { describe, expect, test } from "vitest";
import { localLocks } from "../../src/library/locks.ts";
import { ModelLibrary } from "../../src/library/service.ts";
import { openStore } from "../../src/store/store.ts";
import { hostileFiles } from "../make/hostile.ts";

const never = new AbortController().signal;

describe("a malformed file", async () => {
  const store = await openStore({ name: "hostile-test" });
  const library = new ModelLibrary({ store, locks: localLocks() });

  test.each(hostileFiles().map((file) => [file.name, file] as const))("%s", async (_name, { bytes, expectCode }) => {
    const importing = library.import(new File([bytes], "hostile.gguf"), undefined, () => {}, never);
    await expect(importing).rejects.toMatchObject({
      code: expectCode,
      message: expect.stringMatching(/^Expected .* but found /s),
    });
    expect(await store.chunks.digests()).toEqual([]);
    expect(await store.versions.digests()).toEqual([]);
    expect(await store.versions.tags()).toEqual([]);
    expect(await store.versions.pulls()).toEqual([]);
  });
});
