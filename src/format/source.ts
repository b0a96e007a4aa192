// Random access to the bytes of a file, wherever they are: what the readers of this room read from. It opens nothing itself.
import { OrielError } from "../base/errors.ts";

/** A file of known size that is read in ranges, for instance a Blob: `read: async (o, n) => new Uint8Array(await blob.slice(o, o + n).arrayBuffer())`. */
export interface ByteSource {
  /** Length of the whole file in bytes. */
  readonly size: number;
  /** The bytes [offset, offset + length); the range always lies inside the file. A shorter answer means the file was cut off. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes in memory as a source. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/** What a reader cost so far: it is kept true while reading, and so it also stands after an error. */
export interface ReadCounts {
  /** Calls of `source.read`. */
  reads: number;
  /** Bytes asked for in those calls. */
  bytesRead: number;
  /** Bytes of read buffers made; they are dropped as reading goes on. */
  buffered: number;
  /** Bytes of the values made, estimated from above: what the result weighs. */
  kept: number;
}

/** Fresh counts. */
export function readCounts(): ReadCounts {
  return { reads: 0, bytesRead: 0, buffered: 0, kept: 0 };
}

/** Reads one range and counts it. @throws OrielError `bad-model` when the source gives fewer bytes than its size promised */
export async function readRange(
  source: ByteSource,
  offset: number,
  length: number,
  counts: ReadCounts,
): Promise<Uint8Array> {
  counts.reads++;
  counts.bytesRead += length;
  counts.buffered += length;
  const bytes = await source.read(offset, length);
  if (bytes.length === length) return bytes;
  throw new OrielError("bad-model", `Expected ${length} bytes at offset ${offset} but found ${bytes.length}`, {
    offset,
    expected: length,
    found: bytes.length,
  });
}
