// Small GGUF files for the library's tests: real headers, made-up weights, sizes chosen to meet every kind of cut.
import { type Writable, writeGguf } from "../../src/format/gguf/write.ts";
import { type QuantType, tensorBytes } from "../../src/format/quant-blocks.ts";

export interface TinyTensor {
  name: string;
  type: QuantType;
  shape: number[];
  /** Starts the made-up bytes; equal seeds and sizes give equal bytes. */
  seed: number;
}

/** Two layers: small tensors that are packed, one of more than 1 MiB that has chunks of its own. */
export const TWO_LAYERS: TinyTensor[] = [
  { name: "token_embd.weight", type: "F32", shape: [300, 1024], seed: 1 },
  { name: "blk.0.attn_norm.weight", type: "F32", shape: [64], seed: 2 },
  { name: "blk.0.attn_q.weight", type: "Q8_0", shape: [64, 64], seed: 3 },
  { name: "blk.1.attn_norm.weight", type: "F32", shape: [64], seed: 4 },
  { name: "blk.1.attn_q.weight", type: "Q8_0", shape: [64, 64], seed: 5 },
  { name: "output_norm.weight", type: "F32", shape: [64], seed: 6 },
];

/** Bytes that look random and are the same every time (xorshift32). */
export function madeUpBytes(length: number, seed: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = seed * 2654435761 + 1;
  for (let at = 0; at < length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state;
  }
  return bytes;
}

/** The bytes of a file with these tensors. */
export function tinyGguf(
  tensors: TinyTensor[] = TWO_LAYERS,
  metadata: [string, Writable][] = [],
): Uint8Array<ArrayBuffer> {
  return writeGguf({
    metadata: [["general.architecture", "llama"], ["general.name", "Tiny"], ...metadata],
    tensors: tensors.map(({ seed, ...tensor }) => ({
      ...tensor,
      data: madeUpBytes(tensorBytes(tensor.type, tensor.shape), seed),
    })),
  });
}

/** The same as a file a person drops in. */
export function tinyFile(name = "tiny.gguf", tensors = TWO_LAYERS, metadata: [string, Writable][] = []): File {
  return new File([tinyGguf(tensors, metadata)], name);
}
