// Reads the tensor section of a GGUF header and checks that the tensors can lie where they say. All size arithmetic is in BigInt.
import { roundUp } from "../../base/bytes.ts";
import { OrielError } from "../../base/errors.ts";
import { plain, quote } from "../../base/words.ts";
import { QUANT_TYPES, quantTypeOf } from "../quant-blocks.ts";
import type { Cursor } from "./cursor.ts";
import { checkCount } from "./metadata.ts";
import type { GgufTensor } from "./types.ts";

/** A name of no bytes, no dimensions, a type and an offset. */
const SMALLEST_TENSOR = 8 + 4 + 4 + 8;

/** What a descriptor costs in memory, beside its name. */
const TENSOR_BYTES = 256;

/**
 * Reads `count` descriptors and places them in the file.
 * @throws OrielError `bad-model` for sizes and offsets that cannot be, `unsupported` for unknown types and too many tensors
 */
export async function readTensors(
  cursor: Cursor,
  count: number | bigint,
  alignment: number,
  headerOnly: boolean,
): Promise<{ tensors: GgufTensor[]; dataOffset: number }> {
  checkCount(cursor, count, SMALLEST_TENSOR, cursor.limits.tensors, "tensors");
  const tensors: GgufTensor[] = [];
  const names = new Set<string>();
  for (let index = 0; index < count; index++) {
    const tensor = await readTensor(cursor, index, alignment);
    if (names.has(tensor.name)) throw bad(tensor.name, "a name of its own", "a second tensor of that name", {});
    names.add(tensor.name);
    tensors.push(tensor);
  }
  const dataOffset = roundUp(cursor.position, alignment);
  for (const tensor of tensors) tensor.offset += dataOffset;
  checkPlaces(tensors, headerOnly ? Number.MAX_SAFE_INTEGER : cursor.source.size);
  return { tensors, dataOffset };
}

async function readTensor(cursor: Cursor, index: number, alignment: number): Promise<GgufTensor> {
  const { limits } = cursor;
  cursor.keep(TENSOR_BYTES, `tensor ${index}`);
  const name = await cursor.text(limits.nameBytes, `the name of tensor ${index}`);
  await cursor.need(4, `the dimension count of tensor ${quote(name)}`);
  const dims = cursor.takeUint32();
  if (dims > limits.dims) throw bad(name, `at most ${limits.dims} dimensions`, `${dims}`, { limit: limits.dims, dims });
  await cursor.need(dims * 8 + 12, `the shape of tensor ${quote(name)}`);
  // The file has the innermost dimension first.
  const sizes = Array.from({ length: dims }, () => BigInt(cursor.takeUint64())).reverse();
  const type = quantTypeOf(cursor.takeUint32(), name);
  const offset = BigInt(cursor.takeUint64());
  const { blockSize, blockBytes } = QUANT_TYPES[type];
  const elements = sizes.reduce((product, size) => product * size, 1n);
  const shape = `[${sizes.join(", ")}]`;
  if (sizes.some((size) => !isExact(size)) || !isExact(elements)) {
    throw bad(name, `at most ${Number.MAX_SAFE_INTEGER} elements`, `shape ${shape}`, {
      sizes: sizes.map(plain),
      elements: plain(elements),
    });
  }
  const columns = sizes.at(-1) ?? 1n;
  if (columns % BigInt(blockSize) !== 0n) {
    throw bad(name, `rows of a multiple of ${blockSize} elements in type ${type}`, `${columns}`, {
      blockSize,
      columns: plain(columns),
    });
  }
  const bytes = (elements / BigInt(blockSize)) * BigInt(blockBytes);
  if (!isExact(bytes)) throw bad(name, `at most ${Number.MAX_SAFE_INTEGER} bytes`, `${bytes}`, { bytes: plain(bytes) });
  if (offset % BigInt(alignment) !== 0n || !isExact(offset)) {
    throw bad(name, `an offset that is a multiple of ${alignment}`, `${offset}`, { alignment, offset: plain(offset) });
  }
  return { name, type, shape: sizes.map(Number), offset: Number(offset), bytes: Number(bytes) };
}

/** Checks that every tensor ends inside the file and begins after the one before it. */
function checkPlaces(tensors: readonly GgufTensor[], fileSize: number): void {
  for (const { name, offset, bytes } of tensors) {
    // Both are below 2^53, so that the comparison is right even where the sum is rounded.
    if (offset + bytes > fileSize) {
      throw bad(name, `bytes ${offset} to ${offset + bytes}`, `a file of ${fileSize} bytes`, {
        offset,
        bytes,
        fileSize,
      });
    }
  }
  const placed = tensors.filter(({ bytes }) => bytes > 0).sort((a, b) => a.offset - b.offset);
  for (let index = 1; index < placed.length; index++) {
    const { name: before, offset, bytes } = placed[index - 1]!;
    const next = placed[index]!;
    if (next.offset < offset + bytes) {
      throw bad(
        next.name,
        `an offset of at least ${offset + bytes}, where tensor ${quote(before)} ends,`,
        `${next.offset}`,
        {
          offset: next.offset,
          overlaps: before,
          end: offset + bytes,
        },
      );
    }
  }
}

function isExact(value: bigint): boolean {
  return value <= BigInt(Number.MAX_SAFE_INTEGER);
}

function bad(tensor: string, expected: string, found: string, data: Record<string, unknown>): OrielError {
  return new OrielError("bad-model", `Expected ${expected} for tensor ${quote(tensor)} but found ${found}`, {
    tensor,
    ...data,
  });
}
