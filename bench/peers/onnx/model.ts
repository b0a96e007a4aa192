// Writes the ONNX file of a GGUF file of architecture llama with Q4_0 matrices and a shared embedding: the same weights, so that answers can be compared.
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { OrielError } from "../../../src/base/errors.ts";
import { getCount, getNumber, getString } from "../../../src/base/metadata.ts";
import { openFile } from "../../../src/cli/model-file.ts";
import { readGguf } from "../../../src/format/gguf/read.ts";
import type { GgufFile } from "../../../src/format/gguf/types.ts";
import { type Layer, type Llama, modelOf, type Precision } from "./graph.ts";
import { encodeModel } from "./messages.ts";
import { halvesFromPairs, type Matrix, matrixOf, stack } from "./weights.ts";

/** The path of the ONNX file of a GGUF file, beside it; it is written when it is not there. @throws OrielError `unsupported`, and as `readGguf` */
export async function onnxModel(gguf: string, precision: Precision): Promise<string> {
  const path = gguf.replace(/\.gguf$/, `-${precision}.onnx`);
  if (existsSync(path)) return path;
  console.error(`Making ${path}`);
  const half = `${path}.${process.pid}`;
  writeFileSync(half, await encodeModel(modelOf(await readLlama(gguf), precision)));
  renameSync(half, path);
  return path;
}

async function readLlama(path: string): Promise<Llama> {
  await using source = await openFile(path);
  const file = await readGguf(source);
  const { metadata } = file;
  const arch = getString(metadata, "general.architecture");
  if (arch !== "llama") throw new OrielError("unsupported", `Expected architecture llama but found ${arch}`);
  const count = (key: string) => getCount(metadata, `llama.${key}`);
  const shape = {
    dim: count("embedding_length"),
    heads: count("attention.head_count"),
    kvHeads: count("attention.head_count_kv"),
    context: count("context_length"),
    epsilon: getNumber(metadata, "llama.attention.layer_norm_rms_epsilon"),
    ropeBase: getNumber(metadata, "llama.rope.freq_base"),
  };
  const tensors = await Tensors.read(path, file);
  const turned = halvesFromPairs(shape.dim / shape.heads);
  const layers = Array.from({ length: count("block_count") }, (_, index): Layer => {
    const name = (part: string) => `blk.${index}.${part}.weight`;
    const matrix = (part: string, from?: (row: number) => number) => tensors.matrix(name(part), from);
    return {
      attentionNorm: tensors.vector(name("attn_norm")),
      qkv: stack([matrix("attn_q", turned), matrix("attn_k", turned), matrix("attn_v")]),
      o: matrix("attn_output"),
      ffnNorm: tensors.vector(name("ffn_norm")),
      gate: matrix("ffn_gate"),
      up: matrix("ffn_up"),
      down: matrix("ffn_down"),
    };
  });
  const embedding = tensors.matrix("token_embd.weight");
  return { ...shape, embedding, layers, outputNorm: tensors.vector("output_norm.weight") };
}

/** The tensors of a file in memory. */
class Tensors {
  private constructor(
    private readonly bytes: Uint8Array,
    private readonly file: GgufFile,
  ) {}

  static async read(path: string, file: GgufFile): Promise<Tensors> {
    await using handle = await open(path);
    return new Tensors(await handle.readFile(), file);
  }

  matrix(name: string, from?: (row: number) => number): Matrix {
    const { bytes, shape } = this.#find(name, "Q4_0");
    return matrixOf(bytes, shape[0]!, shape[1]!, from);
  }

  vector(name: string): Float32Array {
    const { bytes } = this.#find(name, "F32");
    return new Float32Array(new Uint8Array(bytes).buffer);
  }

  #find(name: string, type: string): { bytes: Uint8Array; shape: number[] } {
    const found = this.file.tensors.find((tensor) => tensor.name === name);
    if (found?.type !== type) {
      throw new OrielError("unsupported", `Expected ${name} of type ${type} but found ${found?.type ?? "none"}`);
    }
    return { bytes: this.bytes.subarray(found.offset, found.offset + found.bytes), shape: found.shape };
  }
}
