// Composition root of the library worker: it wires the library to the store and to the page.
import "./base/dispose.ts";
import { once } from "./base/once.ts";
import type { GgufFile } from "./format/gguf/types.ts";
import { ModelLibrary } from "./library/service.ts";
import { checkLoadable } from "./model/loadable.ts";
import type { Library } from "./protocol/library.ts";
import { expose } from "./protocol/wire.ts";
import { openStore } from "./store/store.ts";

/** Opens the store at the first call, so that a store that cannot be opened fails the call and not the worker; the next call tries again. */
const library = once(async () => {
  const models = new ModelLibrary({ store: await openStore(), check });
  // Nobody waits for the sweep, and where it fails the next import or removal sweeps again.
  models.recover().catch(() => {});
  return models;
});

/** Refuses at import what could not be loaded later. */
function check({ metadata, tensors }: GgufFile): void {
  const entries = tensors.map(({ name, type, shape }) => ({ name, type, shape, chunks: [] }));
  checkLoadable(metadata, entries);
}

const api: Library = {
  import: async (file, name, report, signal) => (await library()).import(file, name, report, signal),
  list: async () => (await library()).list(),
  resolve: async (ref) => (await library()).resolve(ref),
  inspect: async (ref) => (await library()).inspect(ref),
  remove: async (ref) => (await library()).remove(ref),
};

expose(api);
