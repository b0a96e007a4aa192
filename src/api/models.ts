// The stored models of the API, and the process of one: what `models.*` does, and how a request finds its model.
import { OrielError } from "../base/errors.ts";
import type { ResolvedModel } from "../protocol/library.ts";
import type { LibraryClient } from "../system/library-client.ts";
import type { Process } from "../system/process.ts";
import type { LoadRequest, ProcessTable } from "../system/process-table.ts";
import type { ImportOptions, LoadOptions, ModelEntry, Oriel, ProcessEntry } from "./types.ts";
import { validateImport, validateLoad, validateRef } from "./validate.ts";

/** A process that is ready for requests, and the full name that it was asked for by. */
export interface Ready {
  process: Process;
  ref: string;
}

/** Stored models by name, and their processes. */
export class Models {
  readonly #library: LibraryClient;
  readonly #table: ProcessTable;
  readonly #removing = new Set<string>();

  constructor(library: LibraryClient, table: ProcessTable) {
    this.#library = library;
    this.#table = table;
  }

  /**
   * The process of a model, started if none runs.
   * @throws OrielError `not-found`, `aborted`, and what a load throws
   */
  async ready(name: string, request: LoadRequest): Promise<Ready> {
    const model = await this.#library.resolve(name, request.signal);
    if (this.#removing.has(model.digest)) throw removed(model);
    const process = await this.#table.load(model, request);
    return { process, ref: model.ref };
  }

  /** The part of the API that is called `models`. */
  api(): Oriel["models"] {
    return {
      import: (file, options) => this.#import(file, options),
      list: async (): Promise<ModelEntry[]> => this.#library.list(),
      inspect: async (ref) => this.#library.inspect(validateRef(ref)),
      remove: (ref) => this.#remove(ref),
      load: (ref, options) => this.#load(ref, options),
    };
  }

  async #import(file: Blob, options?: ImportOptions) {
    const { name, onProgress, signal } = validateImport(file, options);
    return this.#library.import(file, name, onProgress ?? (() => {}), signal);
  }

  async #load(ref: string, options?: LoadOptions): Promise<ProcessEntry> {
    const { onProgress, ...request } = validateLoad(options);
    const { process } = await this.ready(validateRef(ref), { ...request, report: onProgress });
    return process.entry;
  }

  async #remove(name: string): Promise<{ freed: number }> {
    const model = await this.#library.resolve(validateRef(name)).catch(allowCorrupt);
    const pid = model && this.#table.find(model.digest)?.pid;
    if (model && pid !== undefined) {
      const message = `Expected ${model.ref} not to be loaded but found process ${pid} running it; kill it first`;
      throw new OrielError("denied", message, { ref: model.ref, pid });
    }
    if (model) this.#removing.add(model.digest);
    try {
      return await this.#library.remove(name);
    } finally {
      if (model) this.#removing.delete(model.digest);
    }
  }
}

/** A model whose manifest is damaged cannot be loaded, but it can be removed. */
function allowCorrupt(error: OrielError): undefined {
  if (error.code !== "corrupt") throw error;
}

function removed({ ref }: ResolvedModel): OrielError {
  return new OrielError("not-found", `Expected the stored model ${ref} but found it being removed`, { ref });
}
