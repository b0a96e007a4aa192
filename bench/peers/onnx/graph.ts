// A llama as the graph that ONNX Runtime's own model builder makes of one: com.microsoft's MatMulNBits, GroupQueryAttention with its rotary embedding, SkipSimplifiedLayerNormalization.
// Source of operators and attributes: ONNX Runtime's ContribOperators.md. Only the last position's logits are computed, as the other engines do.
import { numberToF16 } from "../../../src/base/half.ts";
import {
  type Attribute,
  constant,
  float,
  int,
  type Model,
  type Node,
  type Tensor,
  type Type,
  value,
} from "./messages.ts";
import { BLOCK, type Matrix, widen } from "./weights.ts";

/** Activations, scales and KV cache: q4 has them in binary32, q4f16 in binary16. */
export const PRECISIONS = { q4: "float", q4f16: "float16" } as const;
export type Precision = keyof typeof PRECISIONS;

export interface Layer {
  attentionNorm: Float32Array;
  /** Rows of Q, then K, then V, for a rope of halves. */
  qkv: Matrix;
  o: Matrix;
  ffnNorm: Float32Array;
  gate: Matrix;
  up: Matrix;
  down: Matrix;
}

export interface Llama {
  dim: number;
  heads: number;
  kvHeads: number;
  epsilon: number;
  ropeBase: number;
  /** Positions of the rope's table. */
  context: number;
  /** Also the output's matrix. */
  embedding: Matrix;
  layers: Layer[];
  outputNorm: Float32Array;
}

const MICROSOFT = "com.microsoft";
/** 10 is the first version of the format with the operators of opset 21. */
const IR_VERSION = 10;
const OPSET = 21;

/** The model of a llama. Inputs: input_ids [1, n], seqlens_k [1] (positions − 1), total_sequence_length, past_key_values; outputs: logits [1, 1, vocab], present. */
export function modelOf(llama: Llama, precision: Precision): Model {
  return new Graph(llama, PRECISIONS[precision]).build();
}

class Graph {
  readonly #nodes: Node[] = [];
  readonly #constants: Tensor[] = [];

  constructor(
    readonly llama: Llama,
    readonly type: "float" | "float16",
  ) {}

  build(): Model {
    const { heads, kvHeads, dim, embedding, layers, outputNorm, epsilon } = this.llama;
    const cache = (time: string) => ["key", "value"].flatMap((kind) => this.#caches(`${time}.LAYER.${kind}`));
    let x = this.#embed();
    let normed = this.#node(
      "SimplifiedLayerNormalization",
      [x, this.#norm("layers.0.norm", layers[0]!.attentionNorm)],
      {
        attributes: [int("axis", -1), int("stash_type", 1), float("epsilon", epsilon)],
      },
    );
    for (const [index, layer] of layers.entries()) {
      const name = (part: string) => `layers.${index}.${part}`;
      const qkv = this.#multiply(name("qkv"), normed, layer.qkv);
      const attended = this.#attend(index, qkv);
      const o = this.#multiply(name("o"), attended, layer.o);
      [normed, x] = this.#addAndNorm(x, o, this.#norm(name("ffn_norm"), layer.ffnNorm));
      const gate = this.#multiply(name("gate"), normed, layer.gate);
      const up = this.#multiply(name("up"), normed, layer.up);
      const silu = this.#node("Mul", [gate, this.#node("Sigmoid", [gate])]);
      const down = this.#multiply(name("down"), this.#node("Mul", [silu, up]), layer.down);
      const next = layers[index + 1]?.attentionNorm ?? outputNorm;
      [normed, x] = this.#addAndNorm(x, down, this.#norm(`layers.${index + 1}.norm`, next));
    }
    this.#constants.push(constant("last", "int64", [1], BigInt64Array.of(-1n)));
    const last = this.#node("Gather", [normed, "last"], { attributes: [int("axis", 1)] });
    const half = this.type === "float16";
    const logits = this.#multiply("lm_head", last, embedding, half ? undefined : "logits");
    if (half) this.#node("Cast", [logits], { attributes: [int("to", 1)], output: ["logits"] });

    const shape = (positions: string) => [1, kvHeads, positions, dim / heads];
    return {
      irVersion: IR_VERSION,
      producerName: "oriel-bench",
      opsetImport: [
        { domain: "", version: OPSET },
        { domain: MICROSOFT, version: 1 },
      ],
      graph: {
        name: "llama",
        node: this.#nodes,
        initializer: this.#constants,
        input: [
          value("input_ids", "int64", [1, "length"]),
          value("seqlens_k", "int32", [1]),
          value("total_sequence_length", "int32", []),
          ...cache("past_key_values").map((name) => value(name, this.type, shape("past"))),
        ],
        output: [
          value("logits", "float", [1, 1, embedding.rows]),
          ...cache("present").map((name) => value(name, this.type, shape("total"))),
        ],
      },
    };
  }

  /** The names of one kind of cache in all layers. */
  #caches(pattern: string): string[] {
    return this.llama.layers.map((_, index) => pattern.replace("LAYER", String(index)));
  }

  /** Rows of the output's own matrix, which MatMulNBits wants in three dimensions. */
  #embed(): string {
    const { rows, columns } = this.llama.embedding;
    this.#constants.push(
      constant("embedding.shape", "int64", [2], BigInt64Array.of(BigInt(rows), BigInt(columns / 2))),
    );
    const table = this.#node("Reshape", ["lm_head.weights", "embedding.shape"]);
    return this.#node("GatherBlockQuantized", [table, "input_ids", "lm_head.scales"], {
      domain: MICROSOFT,
      attributes: [int("bits", 4), int("block_size", BLOCK), int("gather_axis", 0), int("quantize_axis", 1)],
    });
  }

  /** x · Wᵀ: [1, n, columns] → [1, n, rows]. Without zero points the weights are symmetric around 8. */
  #multiply(name: string, x: string, { rows, columns, weights, scales }: Matrix, output?: string): string {
    const blocks = columns / BLOCK;
    this.#constants.push(
      constant(`${name}.weights`, "uint8", [rows, blocks, BLOCK / 2], weights),
      constant(`${name}.scales`, this.type, [rows, blocks], this.type === "float16" ? scales : widen(scales)),
    );
    return this.#node("MatMulNBits", [x, `${name}.weights`, `${name}.scales`], {
      domain: MICROSOFT,
      attributes: [int("K", columns), int("N", rows), int("bits", 4), int("block_size", BLOCK)],
      output: output ? [output] : undefined,
    });
  }

  #attend(layer: number, qkv: string): string {
    if (layer === 0) this.#addRopeTables();
    const { heads, kvHeads } = this.llama;
    const past = ["key", "value"].map((kind) => `past_key_values.${layer}.${kind}`);
    const present = ["key", "value"].map((kind) => `present.${layer}.${kind}`);
    const attended = `layers.${layer}.attended`;
    return this.#node(
      "GroupQueryAttention",
      [qkv, "", "", ...past, "seqlens_k", "total_sequence_length", "rope.cos", "rope.sin"],
      {
        domain: MICROSOFT,
        attributes: [int("num_heads", heads), int("kv_num_heads", kvHeads), int("do_rotary", 1)],
        output: [attended, ...present],
      },
    );
  }

  /** x + y, and its norm. */
  #addAndNorm(x: string, y: string, gain: string): [normed: string, sum: string] {
    const id = this.#nodes.length;
    const output = [`normed.${id}`, "", "", `sum.${id}`];
    this.#node("SkipSimplifiedLayerNormalization", [x, y, gain], {
      domain: MICROSOFT,
      attributes: [float("epsilon", this.llama.epsilon)],
      output,
    });
    return [output[0]!, output[3]!];
  }

  #norm(name: string, gain: Float32Array): string {
    this.#constants.push(this.#floats(name, [gain.length], gain));
    return name;
  }

  #addRopeTables(): void {
    const { context, dim, heads, ropeBase } = this.llama;
    const half = dim / heads / 2;
    const angle = (index: number) => Math.floor(index / half) * ropeBase ** (-(index % half) / half);
    const table = (of: (angle: number) => number) =>
      Float32Array.from({ length: context * half }, (_, index) => of(angle(index)));
    this.#constants.push(
      this.#floats("rope.cos", [context, half], table(Math.cos)),
      this.#floats("rope.sin", [context, half], table(Math.sin)),
    );
  }

  #floats(name: string, dims: number[], values: Float32Array): Tensor {
    const type: Type = this.type;
    return constant(name, type, dims, type === "float16" ? Uint16Array.from(values, numberToF16) : values);
  }

  /** Adds a node and gives the name of its first output. */
  #node(
    opType: string,
    input: string[],
    { domain, attributes = [], output }: { domain?: string; attributes?: Attribute[]; output?: string[] } = {},
  ): string {
    const name = `${opType}.${this.#nodes.length}`;
    const outputs = output ?? [`${name}.out`];
    this.#nodes.push({ name, opType, domain, input, output: outputs, attribute: attributes });
    return outputs[0]!;
  }
}
