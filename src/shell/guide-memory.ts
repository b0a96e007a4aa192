// What is remembered of Guide from visit to visit, in the database that also has the models, so that both are there or neither: which version was stored after its file was verified. No other model can say of itself that it is Guide.
import type { ModelEntry } from "../api/types.ts";
import { GUIDE_REF } from "../apps/models/guide-record.ts";
import type { Documents } from "../base/documents.ts";
import type { Digest, Json } from "../base/manifest.ts";

const KIND = "settings";
const ID = "guide";

/** The version that was stored last. */
export interface GuideVersion {
  build: string;
  digest: Digest;
}

/** What is remembered; `storing`: a further version is being stored, or the page went away amid that. */
export type Known = Partial<GuideVersion> & { storing?: boolean };

/** What is stored under Guide's name; `removed`: nothing any more, `foreign`: a model that is not Guide. */
export type Stored = { kind: "none" | "removed" | "foreign" } | ({ kind: "guide" } & GuideVersion);

export class GuideMemory {
  constructor(private readonly documents: Documents) {}

  /** Undefined before the first version, and where what is there cannot be understood. */
  async read(): Promise<Known | undefined> {
    const known = (await this.documents.get(KIND, ID)) as Known | null | undefined;
    return known?.digest || known?.storing ? known : undefined;
  }

  keep(version: GuideVersion): Promise<void> {
    return this.#write({ ...version });
  }

  /** Remembers that a further version is being stored; gives back what was known. */
  async begin(): Promise<Known | undefined> {
    const known = await this.read();
    await this.#write({ ...known, storing: true });
    return known;
  }

  /** Storing failed: what was known before holds. */
  async restore(known: Known | undefined): Promise<void> {
    if (known) await this.#write(known);
    else await this.documents.delete(KIND, ID);
  }

  #write(known: Known): Promise<void> {
    return this.documents.put(KIND, ID, { ...known } as Json);
  }
}

export function storedAs(models: readonly ModelEntry[], known: Known | undefined): Stored {
  const entry = models.find(({ ref }) => ref === GUIDE_REF);
  if (known?.build !== undefined && known.digest && entry?.digest === known.digest)
    return { kind: "guide", build: known.build, digest: known.digest };
  // The page went away amid storing: what has the name is a verified file whose digest is not known, to be stored again.
  if (known?.storing) return { kind: "none" };
  if (entry) return { kind: "foreign" };
  return { kind: known ? "removed" : "none" };
}
