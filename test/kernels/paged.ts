// A paged KV cache built and read on the CPU, element by element, for tests of the kernels that write and read it.
import { f16ToNumber, numberToF16 } from "../../src/base/half.ts";
import { KV_BLOCK, kvBytes } from "../../src/kernels/kv.ts";

export interface CacheShape {
  blocks: number;
  kvHeads: number;
  headDim: number;
  f16: boolean;
}

/** A cache with its own element-wise index arithmetic. */
export class PagedCache {
  readonly keys: Uint32Array<ArrayBuffer>;
  readonly values: Uint32Array<ArrayBuffer>;

  constructor(
    readonly shape: CacheShape,
    keys?: Uint32Array<ArrayBuffer>,
    values?: Uint32Array<ArrayBuffer>,
  ) {
    this.keys = keys ?? new Uint32Array(kvBytes(shape) / 4);
    this.values = values ?? new Uint32Array(kvBytes(shape) / 4);
  }

  key(block: number, head: number, slot: number): number[] {
    return this.#dims((d) => this.#get(this.keys, this.#keyIndex(block, head, slot, d)));
  }

  value(block: number, head: number, slot: number): number[] {
    return this.#dims((d) => this.#get(this.values, this.#valueIndex(block, head, slot, d)));
  }

  /** Stores one position's key and value; what is stored, as rounded, is returned. */
  set(block: number, head: number, slot: number, key: ArrayLike<number>, value: ArrayLike<number>) {
    for (let d = 0; d < this.shape.headDim; d++) {
      this.#put(this.keys, this.#keyIndex(block, head, slot, d), key[d]!);
      this.#put(this.values, this.#valueIndex(block, head, slot, d), value[d]!);
    }
    return { key: this.key(block, head, slot), value: this.value(block, head, slot) };
  }

  #dims(of: (d: number) => number): number[] {
    return Array.from({ length: this.shape.headDim }, (_, d) => of(d));
  }

  #keyIndex(block: number, head: number, slot: number, d: number): number {
    const { kvHeads, headDim } = this.shape;
    const chunk = Math.floor(d / 8);
    return ((block * kvHeads + head) * (headDim / 8) + chunk) * KV_BLOCK * 8 + slot * 8 + (d % 8);
  }

  #valueIndex(block: number, head: number, slot: number, d: number): number {
    const { kvHeads, headDim } = this.shape;
    return ((block * kvHeads + head) * KV_BLOCK + slot) * headDim + d;
  }

  #get(words: Uint32Array, element: number): number {
    if (this.shape.f16) return f16ToNumber(new Uint16Array(words.buffer)[element]!);
    return new Float32Array(words.buffer)[element]!;
  }

  #put(words: Uint32Array<ArrayBuffer>, element: number, value: number): void {
    if (this.shape.f16) new Uint16Array(words.buffer)[element] = numberToF16(value);
    else new Float32Array(words.buffer)[element] = value;
  }
}
