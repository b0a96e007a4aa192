// Decides where a GGUF file is cut into chunks. Deterministic, and local to each tensor or layer, so that two versions of a
// model share every chunk whose tensors they share. Reads no bytes.
import type { GgufFile, GgufTensor } from "../format/gguf/types.ts";
import { QUANT_TYPES } from "../format/quant-blocks.ts";
import { CHUNK_LIMIT } from "../store/schema.ts";

/** Tensors smaller than this are packed together, into chunks of at most this size. */
export const PACK_LIMIT = 1024 * 1024;

/** A range of the file that goes whole into one chunk. */
export interface Part {
  /** Index of the tensor, or the header: all bytes before the tensor data. */
  of: number | "header";
  /** First byte in the file. */
  offset: number;
  bytes: number;
}

/** One chunk to be: its parts one after the other. */
export interface Cut {
  bytes: number;
  parts: Part[];
}

/**
 * The chunks of a file. The header is cut every 16 MiB. A tensor of 1 MiB or more is cut into as many whole rows as fit 16 MiB
 * (whole blocks where a row does not fit); smaller tensors of one layer (`blk.N`), or of none, are packed in the order of their names.
 * Padding between tensors is in no chunk.
 */
export function cutFile(file: GgufFile): Cut[] {
  const header = Math.min(file.dataOffset, file.fileSize);
  const cuts = pieces("header", 0, header, CHUNK_LIMIT);
  const layers = new Map<string, number[]>();
  for (const [index, tensor] of file.tensors.entries()) {
    if (tensor.bytes >= PACK_LIMIT) {
      cuts.push(...pieces(index, tensor.offset, tensor.bytes, pieceOf(tensor)));
    } else if (tensor.bytes > 0) {
      const layer = /^blk\.\d+\./.exec(tensor.name)?.[0] ?? "";
      layers.set(layer, [...(layers.get(layer) ?? []), index]);
    }
  }
  for (const indices of layers.values()) cuts.push(...packs(file.tensors, indices));
  return cuts.sort((a, b) => a.parts[0]!.offset - b.parts[0]!.offset);
}

/** The most bytes of a tensor, in whole rows or else whole blocks, that one chunk can take. */
function pieceOf({ type, shape, bytes }: GgufTensor): number {
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const row = bytes / rows;
  const unit = row <= CHUNK_LIMIT ? row : QUANT_TYPES[type].blockBytes;
  return Math.floor(CHUNK_LIMIT / unit) * unit;
}

function pieces(of: Part["of"], offset: number, bytes: number, piece: number): Cut[] {
  const cuts: Cut[] = [];
  for (let at = 0; at < bytes; at += piece) {
    const size = Math.min(piece, bytes - at);
    cuts.push({ bytes: size, parts: [{ of, offset: offset + at, bytes: size }] });
  }
  return cuts;
}

function packs(tensors: readonly GgufTensor[], indices: number[]): Cut[] {
  const byName = indices.toSorted((a, b) => (tensors[a]!.name < tensors[b]!.name ? -1 : 1));
  const cuts: Cut[] = [];
  for (const index of byName) {
    const { offset, bytes } = tensors[index]!;
    const last = cuts.at(-1);
    const part: Part = { of: index, offset, bytes };
    if (last && last.bytes + bytes <= PACK_LIMIT) {
      last.parts.push(part);
      last.bytes += bytes;
    } else {
      cuts.push({ bytes, parts: [part] });
    }
  }
  return cuts;
}
