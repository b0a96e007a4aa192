// What the library worker is to the page: stored models by name. Types only.
import type { Digest, Manifest } from "../base/manifest.ts";
import type { Report } from "../base/progress.ts";

/** A stored version under one of its names. */
export interface ModelEntry {
  /** `name:tag`. */
  ref: string;
  digest: Digest;
  /** Bytes of all its chunks. */
  bytes: number;
  /** Bytes that removing this tag would free: chunks nothing else refers to. */
  frees: number;
  arch: string;
  /** `general.name`, or null. */
  name: string | null;
  quantization: string;
  contextLength: number | null;
  parameters: number;
  hasChatTemplate: boolean;
  /** Names of the tools that are in the weights. */
  builtInTools: string[];
  /** `general.license`, or null. */
  license: string | null;
  source: { kind: string; uri?: string };
  /** Milliseconds since 1970. */
  importedAt: number;
}

/** The version that a name stands for now. */
export interface ResolvedModel {
  /** `name:tag`, also when the name was given without its tag. */
  ref: string;
  digest: Digest;
  manifest: Manifest;
}

/** A stored version in full. */
export interface InspectedModel {
  manifest: Manifest;
  entry: ModelEntry;
}

/** The store of models, in its own worker. Every method may reject with an OrielError. */
export interface Library {
  /**
   * Stores a model file under a name: all of it or nothing.
   * @param name `name` or `name:tag`; absent: from the file's name
   */
  import(
    file: Blob,
    name: string | undefined,
    report: Report,
    signal: AbortSignal,
  ): Promise<{ ref: string; digest: Digest; bytes: number }>;
  list(): Promise<ModelEntry[]>;
  /** @throws OrielError `not-found` naming the reference. */
  resolve(ref: string): Promise<ResolvedModel>;
  /** What is stored under a reference. @throws OrielError as {@link resolve}, `corrupt` for a damaged manifest. */
  inspect(ref: string): Promise<InspectedModel>;
  /** Removes a tag and the chunks that nothing else needs. */
  remove(ref: string): Promise<{ freed: number }>;
}
