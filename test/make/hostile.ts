// Malformed GGUF files that a reader must refuse, and odd ones that it must not. The kinds of llama.cpp's tests/test-gguf.cpp, and the shapes
// behind published advisories. Every file is small, whatever it claims.
import { concat } from "../../src/base/bytes.ts";
import { Random } from "./random.ts";
import { arr, type RawFile, type RawKey, type RawTensor, rawGguf, str, u32, VALUE } from "./raw-gguf.ts";

export interface HostileFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** The code of the error that reading (`readGguf`, then `checkModel`) ends in. */
  expectCode: "bad-model" | "unsupported";
}

export interface LoadableFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** The file ends before its tensor data, so it reads only with `headerOnly`. */
  headerOnly: boolean;
}

const [F32, Q4_0, I8, I64] = [0, 2, 24, 27];
const MINUS_ONE = -1n;

/** The malformed files; `seed` picks the random keys and tensors around the fault. */
export function hostileFiles(seed = 1): HostileFile[] {
  const bad = (name: string, file: RawFile): HostileFile => ({ name, bytes: rawGguf(file), expectCode: "bad-model" });
  const not = (name: string, file: RawFile): HostileFile => ({ name, bytes: rawGguf(file), expectCode: "unsupported" });
  const keys = randomKeys(new Random(seed));
  const { tensors, data } = someTensors(new Random(seed), 32);
  const key = (type: number, value: Uint8Array, name = "k"): RawFile => ({ keys: [{ key: name, type, value }] });
  const align = (type: number, value: number): RawKey => ({ key: "general.alignment", type, value: u32(value) });
  const one = (change: Partial<RawTensor>, size = 0): RawFile => ({
    tensors: [{ name: "t", sizes: [32n], type: F32, offset: 0n, ...change }],
    data: size,
  });
  const all = (change: Partial<RawTensor>): RawFile => ({ keys, tensors: tensors.map((t) => ({ ...t, ...change })) });
  const packed = someTensors(new Random(seed), 1);

  return [
    // llama.cpp: header
    bad("header: bad magic", { magic: "FUGG" }),
    bad("header: version 0", { version: 0 }),
    not("header: version 1", { version: 1 }),
    not("header: version 4", { version: 4 }),
    bad("header: 2^64 - 1 keys", { keyCount: MINUS_ONE }),
    bad("header: 2^64 - 1 tensors", { tensorCount: MINUS_ONE }),
    // llama.cpp: keys
    bad("keys: key of 2^64 - 1 bytes", { keys: keys.map((k) => ({ ...k, keyBytes: MINUS_ONE })) }),
    bad("keys: empty key", { keys: keys.map((k) => ({ ...k, key: "" })) }),
    bad("keys: unknown value type", { keys: keys.map((k) => ({ ...k, type: 13 })) }),
    bad("keys: one key twice", { keys: keys.map((k, i) => ({ ...k, key: `k${i >> 1}` })) }),
    bad("keys: alignment 13", { keys: [...keys, align(VALUE.uint32, 13)], padding: 13 }),
    bad("keys: alignment as int32", { keys: [...keys, align(VALUE.int32, 32)] }),
    // llama.cpp: tensors
    not("tensors: name of 84 bytes", all({ name: "x".repeat(84) })),
    bad("tensors: 5 dimensions", all({ dims: 5 })),
    bad("tensors: dimension -1", all({ sizes: [MINUS_ONE] })),
    bad("tensors: 2^66 elements", all({ sizes: [1n << 33n, 1n << 33n] })),
    bad("tensors: 2^64 bytes", all({ sizes: [1n << 31n, 1n << 30n], type: I64 })),
    not("tensors: type 43", all({ type: 43 })),
    bad("tensors: offset 2^64 - 1", all({ offset: MINUS_ONE })),
    bad("tensors: one name twice", { keys, tensors: tensors.map((t) => ({ ...t, name: "t" })), data }),
    bad("tensors: alignment 13", { keys: [...keys, align(VALUE.uint32, 13)], tensors, padding: 13 }),
    bad("tensors: offsets aligned to 1", { keys, tensors: packed.tensors }),
    // llama.cpp: data
    bad("data: one byte short", { keys, tensors, data: data - 1 }),
    bad("data: alignment 13", { keys: [...keys, align(VALUE.uint32, 13)], tensors, padding: 13, data }),
    bad("data: offsets aligned to 1", { keys, tensors: packed.tensors, data: packed.data }),
    bad("data: sizes that sum to 2^64", {
      tensors: [0n, 1n].map((i) => ({
        name: `t${i}`,
        sizes: [0x7fffffffffffffc0n],
        type: I8,
        offset: i * 0x7fffffffffffffc0n,
      })),
      data: 32,
    }),
    // Advisories. CVE-2024-23605: a key count whose array size wraps.
    bad("key count that wraps a size", { keys, keyCount: 0x0400000000000001n }),
    // CVE-2024-21802 and gguf-tools #25: dimensions past a fixed array.
    bad("9 dimensions", one({ sizes: new Array(9).fill(1n) })),
    bad("2^32 - 1 dimensions", one({ dims: 0xffffffff })),
    // CVE-2025-53630 and CVE-2026-27940: the sum of tensor sizes wraps, in two steps and in four.
    bad("four tensors of 2^62 bytes", {
      tensors: [0n, 1n, 2n, 3n].map((i) => ({ name: `t${i}`, sizes: [1n << 62n], type: I8, offset: i << 62n })),
    }),
    // CVE-2026-33298: exabytes by shape, megabytes by wrapped size.
    bad("bytes that wrap to 0", one({ sizes: [1n << 30n, 1n << 30n, 4n] })),
    bad("2^50 bytes in a file of 4 kB", one({ sizes: [1n << 50n], type: I8 }, 4096)),
    bad("size that wraps when padded", one({ sizes: [0xfffffffffffffffcn], type: I8 })),
    bad("huge dimension hidden by a zero", one({ sizes: [1n << 63n, 0n] })),
    // CVE-2026-7482: a tensor that is declared larger than its file.
    bad("tensor larger than the file", one({ sizes: [4096n] }, 128)),
    bad("offset past the end", one({ offset: 1n << 40n }, 128)),
    bad("offset that wraps", one({ offset: 0xffffffffffffffe0n }, 128)),
    bad("overlapping tensors", {
      tensors: [0n, 32n].map((offset) => ({ name: `t${offset}`, sizes: [32n], type: F32, offset })),
      data: 256,
    }),
    bad("a row that is no whole number of blocks", one({ sizes: [33n], type: Q4_0 }, 128)),
    not("a type that GGML has removed", one({ type: 31 })),
    not("type 142", one({ type: 142 })),
    bad("alignment 0", { keys: [align(VALUE.uint32, 0)] }),
    bad("alignment 2^31", { keys: [align(VALUE.uint32, 0x80000000)] }),
    bad("alignment as a string", { keys: [{ key: "general.alignment", type: VALUE.string, value: str("32") }] }),
    not("big-endian", { version: 0x03000000 }),
    // Claims that would allocate.
    bad("string of 1 GiB in 160 bytes", key(VALUE.string, concat([str("", 1n << 30n), new Uint8Array(100)]))),
    bad("array of 2^60 numbers", key(VALUE.array, concat([arr(VALUE.uint32, 1n << 60n), new Uint8Array(100)]))),
    bad("array of 2^40 strings", key(VALUE.array, concat([arr(VALUE.string, 1n << 40n), new Uint8Array(100)]))),
    bad("array of 2^61 arrays", key(VALUE.array, concat([arr(VALUE.array, 1n << 61n), new Uint8Array(100)]))),
    bad("array of an unknown type", key(VALUE.array, arr(99, 1n, new Uint8Array(8)))),
    not("arrays 10 000 deep", key(VALUE.array, concat(Array.from({ length: 10_000 }, () => arr(VALUE.array, 1n))))),
    not("arrays of two types in one", key(VALUE.array, arr(VALUE.array, 2n, concat([arr(0, 0n), arr(1, 0n)])))),
    bad(
      "string in an array past the end",
      key(VALUE.array, arr(VALUE.string, 2n, concat([str("a"), str("b", 1n << 33n)]))),
    ),
    ...truncated(rawGguf({ keys, tensors, data })),
    ...inconsistent(),
  ];
}

/** The kinds that llama.cpp loads, and that must load here. */
export function loadableFiles(seed = 1): LoadableFile[] {
  const keys = randomKeys(new Random(seed));
  const { tensors, data } = someTensors(new Random(seed), 32);
  const packed = someTensors(new Random(seed), 1);
  const align1 = { key: "general.alignment", type: VALUE.uint32, value: u32(1) };
  const zero = tensors.map((tensor, i) => ({ ...tensor, sizes: [tensor.sizes[0]!, 0n], name: `z${i}`, offset: 0n }));
  const custom: RawFile = { keys: [...keys, align1], tensors: packed.tensors, padding: 1 };
  const file = (name: string, raw: RawFile, headerOnly = false): LoadableFile => ({
    name,
    bytes: rawGguf(raw),
    headerOnly,
  });
  return [
    file("header: empty", {}),
    file("keys: random", { keys }),
    file("tensors: zero dimension", { keys, tensors: zero }),
    file("tensors: without data", { keys, tensors }, true),
    file("tensors: alignment 1, without data", custom, true),
    file("data: whole", { keys, tensors, data }),
    file("data: alignment 1", { ...custom, data: packed.data }),
    file("version 2", { version: 2, keys, tensors, data }),
    file("names of Object's prototype", {
      keys: ["__proto__", "constructor", "toString"].map((key) => ({ key, type: VALUE.string, value: str("x") })),
    }),
    file("nested arrays", {
      keys: [
        {
          key: "k",
          type: VALUE.array,
          value: arr(VALUE.array, 2n, concat([arr(0, 1n, Uint8Array.of(7)), arr(0, 0n)])),
        },
      ],
    }),
  ];
}

/** A whole file cut short inside each part of its header. */
function truncated(whole: Uint8Array): HostileFile[] {
  return [0, 3, 4, 7, 23, 30, 40, 200].map((length) => ({
    name: `cut after ${length} bytes`,
    bytes: whole.slice(0, length),
    expectCode: "bad-model",
  }));
}

/** Well-formed files whose parts disagree; `checkModel` refuses them. */
function inconsistent(): HostileFile[] {
  const text = (key: string, value: string): RawKey => ({ key, type: VALUE.string, value: str(value) });
  const list = (name: string, type: number, count: bigint, bytes: Uint8Array): RawKey => ({
    key: `tokenizer.ggml.${name}`,
    type: VALUE.array,
    value: arr(type, count, bytes),
  });
  const arch = text("general.architecture", "llama");
  const tokens = list("tokens", VALUE.string, 2n, concat([str("a"), str("b")]));
  const base = [arch, text("tokenizer.ggml.model", "llama"), tokens];
  const embedding: RawTensor = { name: "token_embd.weight", sizes: [8n, 3n], type: F32, offset: 0n };
  const layers = (value: number): RawKey => ({ key: "llama.block_count", type: VALUE.uint32, value: u32(value) });
  const files: [string, RawFile][] = [
    ["no architecture", { keys: [text("general.name", "x")] }],
    ["architecture as a number", { keys: [{ key: "general.architecture", type: VALUE.uint32, value: u32(1) }] }],
    ["no tokenizer model", { keys: [arch, tokens] }],
    ["tokens as int8", { keys: [...base.slice(0, 2), list("tokens", VALUE.int8, 2n, new Uint8Array(2))] }],
    ["scores as int8", { keys: [...base, list("scores", VALUE.int8, 2n, new Uint8Array(2))] }],
    ["token types as int8", { keys: [...base, list("token_type", VALUE.int8, 2n, new Uint8Array(2))] }],
    ["fewer scores than tokens", { keys: [...base, list("scores", VALUE.float32, 1n, new Uint8Array(4))] }],
    ["merges as numbers", { keys: [...base, list("merges", VALUE.uint32, 1n, new Uint8Array(4))] }],
    ["more embeddings than tokens", { keys: base, tensors: [embedding], data: 96 }],
    ["0 layers", { keys: [arch, layers(0)] }],
    ["2^32 - 1 layers", { keys: [arch, layers(0xffffffff)] }],
  ];
  return files.map(([name, file]) => ({ name: `model: ${name}`, bytes: rawGguf(file), expectCode: "bad-model" }));
}

/** Keys of every type with random values. */
function randomKeys(random: Random): RawKey[] {
  const sizes = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];
  return Array.from({ length: 40 }, (_, i) => {
    const type = i % 13;
    const inner = (i + random.below(13)) % 13;
    const words = Array.from({ length: random.below(5) }, () => str("w".repeat(random.below(8))));
    const count = random.below(6);
    const value =
      type === VALUE.string
        ? str(String.fromCharCode(...random.bytes(random.below(40)).map((byte) => byte & 127)))
        : type !== VALUE.array
          ? random.bytes(sizes[type]!)
          : inner === VALUE.string || inner === VALUE.array
            ? arr(VALUE.string, BigInt(words.length), concat(words))
            : arr(inner, BigInt(count), random.bytes(count * sizes[inner]!));
    return { key: `my_key_${i}`, type, value };
  });
}

/** Tensors of several types that lie one after the other; the last one fills its last byte. */
function someTensors(random: Random, alignment: number): { tensors: RawTensor[]; data: number } {
  // [type, elements per block, bytes per block]
  const types = [
    [F32, 1, 4],
    [1, 1, 2],
    [Q4_0, 32, 18],
    [12, 256, 144],
    [I8, 1, 1],
  ] as const;
  let end = 0;
  const tensors = types.map(([type, elements, bytes], i) => {
    const [blocks, rows] = [1 + random.below(10), 1 + random.below(10)];
    const offset = Math.ceil(end / alignment) * alignment;
    end = offset + blocks * rows * bytes;
    return { name: `my_tensor_${i}`, sizes: [BigInt(blocks * elements), BigInt(rows)], type, offset: BigInt(offset) };
  });
  return { tensors, data: end };
}
