// What a stored version of a model is: the manifest and the names it is found by. The store persists them.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** `sha256:` followed by 64 lower-case hexadecimal digits. */
export type Digest = string;

/** A byte range of one stored chunk. A tensor or blob is the concatenation of its ranges. */
export interface ChunkRef {
  /** Digest of the whole chunk. */
  digest: Digest;
  /** First byte of the range inside the chunk. */
  offset: number;
  /** Length of the range in bytes. */
  bytes: number;
}

/** One tensor of a model. */
export interface TensorEntry {
  name: string;
  /** GGML's name of the element type, for instance `Q4_K`. */
  type: string;
  /** Elements per dimension, outermost first: a matrix is [rows, columns]. */
  shape: number[];
  chunks: ChunkRef[];
}

/** An immutable version of a model; it is stored under the SHA-256 of its canonical JSON. */
export interface Manifest {
  schema: 1;
  format: "gguf" | "safetensors" | "onnx";
  /** Scalars and short arrays of the file's metadata; long arrays (a vocabulary) stay in the `header` blob. */
  metadata: Record<string, Json>;
  tensors: TensorEntry[];
  /** Named byte strings; `header` is all of a GGUF file before its tensor data. */
  blobs: Record<string, ChunkRef[]>;
  source: { kind: "hub" | "url" | "file" | "derived"; uri?: string; revision?: string; parent?: Digest };
}

/** Reads ranges of stored chunks, verified against the chunk's digest at the first read of a session. */
export interface ChunkReader {
  /**
   * The bytes of one range, in a buffer the caller may keep.
   * @throws OrielError `corrupt` when the chunk is lost or fails its digest, `aborted` when the signal fires.
   */
  read(ref: ChunkRef, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** The sum of the bytes of some ranges. */
export function bytesOf(refs: readonly ChunkRef[]): number {
  return refs.reduce((sum, ref) => sum + ref.bytes, 0);
}

/** The weight type that most bytes of a model have; of equal ones the first, `none` without tensors. */
export function mainType(tensors: readonly TensorEntry[]): string {
  const bytes = new Map<string, number>();
  for (const { type, chunks } of tensors) bytes.set(type, (bytes.get(type) ?? 0) + bytesOf(chunks));
  return [...bytes].reduce((most, next) => (next[1] > most[1] ? next : most), ["none", -1])[0];
}
