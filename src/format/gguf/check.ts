// Checks that a GGUF file which claims to be a language model agrees with itself: what its known keys are, and how many of each there must be.
// It knows no architecture: shapes of the weights are the model room's.
import { OrielError } from "../../base/errors.ts";
import { getCount, getNumbers, getString, getStrings } from "../../base/metadata.ts";
import { describeValue, quote } from "../../base/words.ts";
import type { GgufFile, GgufTensor } from "./types.ts";

/** Layers beyond which a block count is taken for a mistake; the deepest known models have some 130. */
const MOST_LAYERS = 4096;

/**
 * Checks the keys that every reader of a model relies on, so that none meets an array of another type or length than it needs.
 * @throws OrielError `bad-model` naming the key
 */
export function checkModel(file: Pick<GgufFile, "metadata" | "tensors">): void {
  const { metadata } = file;
  const arch = getString(metadata, "general.architecture");
  for (const key of ["context_length", "embedding_length", "block_count"]) {
    const value = getCount(metadata, `${arch}.${key}`, undefined);
    if (value === 0) throw bad(`${arch}.${key}`, "at least 1", 0);
  }
  const layers = getCount(metadata, `${arch}.block_count`, 0);
  if (layers > MOST_LAYERS) throw bad(`${arch}.block_count`, `at most ${MOST_LAYERS}`, layers);
  if (metadata.has("tokenizer.ggml.tokens")) checkTokenizer(file);
}

function checkTokenizer({ metadata, tensors }: Pick<GgufFile, "metadata" | "tensors">): void {
  const count = getStrings(metadata, "tokenizer.ggml.tokens").length;
  getString(metadata, "tokenizer.ggml.model");
  getStrings(metadata, "tokenizer.ggml.merges", []);
  for (const [key, makes] of [
    ["tokenizer.ggml.scores", [Float32Array, Float64Array]],
    ["tokenizer.ggml.token_type", [Int32Array, Uint32Array]],
  ] as const) {
    const values = getNumbers(metadata, key, undefined);
    if (values === undefined) continue;
    if (!makes.some((make) => values instanceof make)) {
      throw bad(key, makes.map(({ name }) => name).join(" or "), describeValue(values));
    }
    if (values.length !== count) throw bad(key, `${count} elements, one for each token,`, values.length);
  }
  const embedding = tensors.find(({ name }: GgufTensor) => name === "token_embd.weight");
  const rows = embedding?.shape.at(-2);
  if (embedding && rows !== count)
    throw bad("tokenizer.ggml.tokens", `${rows} tokens, one for each row of token_embd.weight,`, count);
}

function bad(key: string, expected: string, found: unknown): OrielError {
  return new OrielError("bad-model", `Expected ${expected} in key ${quote(key)} but found ${found}`, {
    key,
    expected,
    found,
  });
}
