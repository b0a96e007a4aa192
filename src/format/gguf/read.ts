// Reads the header of a GGUF file (versions 2 and 3, little-endian) into descriptors. Tensor data is never read.
import { OrielError } from "../../base/errors.ts";
import { describeValue } from "../../base/words.ts";
import { type ByteSource, type ReadCounts, readCounts } from "../source.ts";
import { Cursor } from "./cursor.ts";
import { readMetadata } from "./metadata.ts";
import { readTensors } from "./tensors.ts";
import { type GgufFile, type GgufLimits, LIMITS } from "./types.ts";

export interface ReadOptions {
  limits?: Partial<GgufLimits>;
  /** Filled in while reading, and so right after an error too. */
  counts?: ReadCounts;
  /** The source holds no tensor data: offsets are not compared with its size. */
  headerOnly?: boolean;
  signal?: AbortSignal;
}

const MAGIC = "GGUF";
const FIXED_BYTES = 24;

/**
 * The descriptors of a GGUF file, wholly checked: every tensor lies aligned inside the file, and no two overlap.
 * Nothing is allocated for what the file cannot hold; the result weighs at most `limits.keptBytes`, whatever the file claims.
 * @throws OrielError `bad-model` for a file that is broken, `unsupported` for one that Oriel does not read, `aborted`
 */
export async function readGguf(source: ByteSource, options: ReadOptions = {}): Promise<GgufFile> {
  const limits = { ...LIMITS, ...options.limits };
  const cursor = new Cursor(source, options.counts ?? readCounts(), limits, options.signal);
  await cursor.need(Math.min(source.size, 4), "the magic number");
  checkMagic(cursor.takeBytes(Math.min(source.size, 4)));
  await cursor.need(FIXED_BYTES - 4, "the version and the counts");
  const version = checkVersion(cursor.takeUint32());
  const tensorCount = cursor.takeUint64();
  const keyCount = cursor.takeUint64();
  const { metadata, types } = await readMetadata(cursor, keyCount);
  const alignment = alignmentOf(metadata.get("general.alignment"), types.get("general.alignment"), limits.alignment);
  const { tensors, dataOffset } = await readTensors(cursor, tensorCount, alignment, options.headerOnly === true);
  return { version, metadata, types, tensors, dataOffset, alignment, fileSize: source.size };
}

function checkMagic(bytes: Uint8Array): void {
  const found = String.fromCharCode(...bytes);
  if (found === MAGIC) return;
  throw new OrielError(
    "bad-model",
    `Expected a file that begins with ${JSON.stringify(MAGIC)} but found ${bytes.length === 0 ? "an empty file" : JSON.stringify(found)}`,
    { expected: MAGIC, found },
  );
}

function checkVersion(version: number): 2 | 3 {
  if (version === 2 || version === 3) return version;
  const data = { expected: [2, 3], found: version };
  if (version === 0) throw new OrielError("bad-model", "Expected GGUF version 2 or 3 but found 0", data);
  if ((version & 0xffff) === 0) {
    throw new OrielError(
      "unsupported",
      "Expected a little-endian GGUF file but found a big-endian one (its version reads " +
        `0x${version.toString(16).padStart(8, "0")})`,
      data,
    );
  }
  throw new OrielError("unsupported", `Expected GGUF version 2 or 3 but found ${version}`, data);
}

function alignmentOf(value: unknown, type: string | undefined, limit: number): number {
  if (type === undefined) return 32;
  const isPower = typeof value === "number" && value > 0 && Number.isInteger(Math.log2(value));
  if (type === "uint32" && isPower && value <= limit) return value;
  throw new OrielError(
    "bad-model",
    `Expected general.alignment to be a uint32 power of two of at most ${limit} but found ${type}: ${describeValue(value)}`,
    { key: "general.alignment", type, found: describeValue(value), limit },
  );
}
