// The library of models: what the library worker exposes. Import, list, resolve and remove, over one store and one lock.
import { OrielError } from "../base/errors.ts";
import type { Digest, Manifest } from "../base/manifest.ts";
import type { Report } from "../base/progress.ts";
import type { InspectedModel, Library, ModelEntry, ResolvedModel } from "../protocol/library.ts";
import type { TagRecord } from "../store/schema.ts";
import type { Store } from "../store/store.ts";
import { chunkSizes, collect } from "./collect.ts";
import { entriesOf } from "./entry.ts";
import { type ImportContext, type Imported, importModel } from "./import.ts";
import { defaultLocks, STORE_LOCK } from "./locks.ts";
import { parseReference, parseTag } from "./names.ts";

/** What a library is made from; only the store is needed. */
export type LibraryOptions = Pick<ImportContext, "store"> & Partial<ImportContext>;

export class ModelLibrary implements Library {
  readonly #context: ImportContext;

  constructor(options: LibraryOptions) {
    this.#context = { locks: defaultLocks(), now: Date.now, ...options };
  }

  get #store(): Store {
    return this.#context.store;
  }

  /** See {@link importModel}. A `quota` error also carries `freeable`: what removing each tag would free. */
  async import(file: Blob, name: string | undefined, report: Report, signal: AbortSignal): Promise<Imported> {
    try {
      return await importModel(this.#context, { file, name, report, signal });
    } catch (error) {
      throw error instanceof OrielError && error.code === "quota" ? await this.#withFreeable(error) : error;
    }
  }

  /** All tags, with what they name. One that cannot be read does not hide the others. */
  async list(): Promise<ModelEntry[]> {
    const tags = await this.#store.versions.tags();
    return entriesOf(tags, await this.#manifestsOf(tags));
  }

  /**
   * The version that `name[:tag]` names now, or that `name@sha256:…` names for as long as a tag of that name has it in its history.
   * @throws OrielError `not-found` naming the reference, `corrupt` when its manifest is damaged, `bad-request`
   */
  async resolve(ref: string): Promise<ResolvedModel> {
    const reference = parseReference(ref);
    if ("tag" in reference) {
      const tag = await this.#store.versions.tag(`${reference.name}:${reference.tag}`);
      if (!tag) throw notFound(ref);
      return { ref: tag.ref, digest: tag.digest, manifest: await this.#store.versions.manifest(tag.digest) };
    }
    const { name, digest } = reference;
    const tags = await this.#store.versions.tags();
    if (!tags.some((tag) => holds(tag, name, digest))) throw notFound(ref);
    return { ref: `${name}@${digest}`, digest, manifest: await this.#store.versions.manifest(digest) };
  }

  /**
   * The manifest of a version and its list entry; by `name@sha256:…`, what is freed is what removing the tag that keeps it would free.
   * @throws OrielError as {@link resolve}
   */
  async inspect(ref: string): Promise<InspectedModel> {
    const { ref: full, digest, manifest } = await this.resolve(ref);
    const [name] = full.split("@");
    const tags = await this.#store.versions.tags();
    const index = tags.findIndex((tag) => tag.ref === full || holds(tag, name!, digest));
    if (index < 0) throw notFound(ref);
    const asked = tags.with(index, { ...tags[index]!, ref: full, digest });
    return { manifest, entry: entriesOf(asked, await this.#manifestsOf(asked))[index]! };
  }

  /**
   * Removes a tag with its history, at once, and then the chunks that nothing else needs. It settles when those are freed,
   * which waits for a running import, also one of another tab, and reports no progress meanwhile; the tag is gone before that.
   * @returns the bytes of the chunks that were deleted
   * @throws OrielError `not-found` naming the reference, `bad-request`
   */
  async remove(ref: string): Promise<{ freed: number }> {
    const tag = await this.#store.versions.untag(parseTag(ref).ref);
    if (!tag) throw notFound(ref);
    return this.#context.locks.exclusive(STORE_LOCK, undefined, async () => {
      const manifests = await this.#manifestsOf([tag]);
      const deleted = await collect(this.#store);
      const sizes = new Map([...manifests.values()].flatMap((manifest) => (manifest ? [...chunkSizes(manifest)] : [])));
      let freed = 0;
      for (const [digest, bytes] of sizes) if (deleted.has(digest)) freed += bytes;
      return { freed };
    });
  }

  /** Sweeps up after imports and removals that a crash or a closed tab cut off; call it once when the library starts. */
  async recover(): Promise<void> {
    await this.#context.locks.exclusive(STORE_LOCK, undefined, () => collect(this.#store));
  }

  async #manifestsOf(tags: readonly TagRecord[]): Promise<Map<Digest, Manifest | null>> {
    const manifests = new Map<Digest, Manifest | null>();
    for (const { digest } of tags.flatMap((tag) => tag.history)) {
      if (manifests.has(digest)) continue;
      const manifest = await this.#store.versions.manifest(digest).catch((error) => {
        if (error instanceof OrielError && error.code === "corrupt") return null;
        throw error;
      });
      manifests.set(digest, manifest);
    }
    return manifests;
  }

  async #withFreeable(error: OrielError): Promise<OrielError> {
    const entries = await this.list().catch(() => []);
    const freeable = entries.map(({ ref, frees }) => ({ ref, bytes: frees })).filter(({ bytes }) => bytes > 0);
    return new OrielError("quota", error.message, { ...error.data, freeable }, { cause: error.cause });
  }
}

/** Whether a tag of this name has named a version. */
function holds(tag: TagRecord, name: string, digest: Digest): boolean {
  return tag.ref.startsWith(`${name}:`) && tag.history.some((old) => old.digest === digest);
}

function notFound(ref: string): OrielError {
  return new OrielError("not-found", `Expected a stored model named ${JSON.stringify(ref)} but found none`, { ref });
}
