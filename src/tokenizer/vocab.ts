// The vocabulary of a GGUF file: texts, scores, attributes, special ids and the tokens that end a generation.
// The overrides by text and name are llama.cpp's; nothing here looks at text to encode.
import { OrielError } from "../base/errors.ts";
import { getCount, getNumbers, getString, getStrings, type Metadata } from "../base/metadata.ts";
import {
  attributesOfType,
  CONTROL,
  endTexts,
  fillTokens,
  harmonyTexts,
  LSTRIP,
  NORMAL,
  RSTRIP,
  UNKNOWN,
  USER_DEFINED,
} from "./attributes.ts";
import { bytesOfText } from "./encoder.ts";
import { applyFlags, type Rules, rulesOf } from "./kinds.ts";

export interface Vocabulary {
  rules: Rules;
  /** Token texts by id, as spelled in the file; an empty one is `[EMPTY_id]`. */
  texts: readonly string[];
  ids: ReadonlyMap<string, number>;
  /** [vocabulary], zeros where the file has none. */
  scores: Float32Array;
  /** Bits of attributes.ts as the file's `token_type` has them. */
  types: Uint8Array;
  /** The same after the overrides by text and model name. */
  attributes: Uint8Array;
  /** Ids of control, unknown and user-defined tokens, longest text (in UTF-8 bytes) first. */
  specials: readonly number[];
  /** Ids that end a generation. */
  eog: ReadonlySet<number>;
}

/** UTF-16 code units of a token; the longest of known vocabularies have some hundred. */
const LONGEST_TOKEN = 1024;

/** @throws OrielError `bad-model` when an array is missing, of another length or type, or a token is too long or occurs twice; `unsupported` as {@link rulesOf}. */
export function readVocabulary(metadata: Metadata): Vocabulary {
  let rules = rulesOf(metadata);
  const listed = getStrings(metadata, "tokenizer.ggml.tokens", undefined);
  if (!listed?.length)
    throw new OrielError("bad-model", "Expected token texts under tokenizer.ggml.tokens but found none");
  const texts = listed.map((text, id) => text || `[EMPTY_${id}]`);
  const ids = new Map<string, number>();
  for (let id = 0; id < texts.length; id++) {
    const text = texts[id]!;
    if (text.length > LONGEST_TOKEN)
      throw new OrielError(
        "bad-model",
        `Expected tokens of at most ${LONGEST_TOKEN} characters but found ${text.length} in token ${id}`,
        { id, limit: LONGEST_TOKEN, found: text.length },
      );
    const other = ids.get(text);
    if (other !== undefined)
      throw new OrielError(
        "bad-model",
        `Expected ${texts.length} different tokens but found ${JSON.stringify(text.slice(0, 80))} as ${other} and ${id}`,
        { ids: [other, id] },
      );
    ids.set(text, id);
  }
  const listedScores = perToken(metadata, "tokenizer.ggml.scores", texts.length);
  const scores = listedScores ? Float32Array.from(listedScores) : new Float32Array(texts.length);
  if (scores.some(Number.isNaN))
    throw new OrielError("bad-model", "Expected numbers under tokenizer.ggml.scores but found NaN");
  const listedTypes = perToken(metadata, "tokenizer.ggml.token_type", texts.length);
  const types = new Uint8Array(texts.length).fill(NORMAL);
  if (listedTypes) for (let id = 0; id < types.length; id++) types[id] = attributesOfType(listedTypes[id]!);
  rules = applyFlags(applyIds(rules, metadata, texts.length), metadata);
  const attributes = types.slice();
  const eog = overrideAttributes(metadata, rules, texts, ids, attributes);
  const specials = specialIds(texts, attributes);
  applySpacing(metadata, ids, specials, attributes);
  return { rules, texts, ids, scores, types, attributes, specials, eog };
}

function perToken(metadata: Metadata, key: string, count: number): ArrayLike<number> | undefined {
  const numbers = getNumbers(metadata, key, undefined);
  if (numbers && numbers.length < count)
    throw new OrielError("bad-model", `Expected ${count} values under ${key} but found ${numbers.length}`, {
      key,
      expected: count,
      found: numbers.length,
    });
  return numbers;
}

/** A special id from the metadata, from the default when that is absent or outside the vocabulary. */
function specialId(metadata: Metadata, name: string, fallback: number | null, count: number): number | null {
  const id = getCount(metadata, `tokenizer.ggml.${name}`, undefined);
  if (id !== undefined && id < count) return id;
  return fallback !== null && fallback < count ? fallback : null;
}

function applyIds(rules: Rules, metadata: Metadata, count: number): Rules {
  return {
    ...rules,
    bos: specialId(metadata, "bos_token_id", rules.bos, count),
    eos: specialId(metadata, "eos_token_id", rules.eos, count),
    unk: specialId(metadata, "unknown_token_id", rules.unk, count),
    sep: specialId(metadata, "seperator_token_id", rules.sep, count),
  };
}

function overrideAttributes(
  metadata: Metadata,
  rules: Rules,
  texts: readonly string[],
  ids: ReadonlyMap<string, number>,
  attributes: Uint8Array,
): Set<number> {
  const eog = new Set<number>();
  const mark = (id: number) => {
    attributes[id] = attributes[id]! | CONTROL;
  };
  for (const { keys, texts: names, ends } of fillTokens) {
    let id: number | null = null;
    for (const key of keys) id = specialId(metadata, key, id, texts.length);
    if (id === null) {
      const name = names.find((text) => ids.has(text));
      if (name === undefined) continue;
      id = ids.get(name)!;
      mark(id);
    }
    if (ends) eog.add(id);
  }
  for (const text of endTexts) {
    const id = ids.get(text);
    if (id === undefined) continue;
    eog.add(id);
    mark(id);
  }
  for (const text of harmonyTexts) {
    const id = ids.get(text);
    if (id !== undefined) attributes[id] = USER_DEFINED;
  }
  const ends = [rules.eos, specialId(metadata, "eot_token_id", null, texts.length)];
  ends.push(specialId(metadata, "eom_token_id", null, texts.length));
  for (const id of ends) if (id !== null) eog.add(id);

  const endsWith = (text: string) => eog.has(ids.get(text) ?? -1);
  const calls = endsWith("<|call|>") || endsWith("<|calls|>");
  if (endsWith("<|end|>") && calls && (endsWith("<|return|>") || endsWith("<|flush|>"))) {
    const id = ids.get("<|end|>")!;
    eog.delete(id);
    attributes[id] = USER_DEFINED;
  }
  if (endsWith("<|tool_response>") && endsWith("</s>")) {
    const id = ids.get("</s>")!;
    eog.delete(id);
    attributes[id] = NORMAL;
  }
  return eog;
}

function specialIds(texts: readonly string[], attributes: Uint8Array): number[] {
  const found: { id: number; bytes: number }[] = [];
  for (let id = 0; id < attributes.length; id++) {
    if (attributes[id]! & (CONTROL | USER_DEFINED | UNKNOWN)) found.push({ id, bytes: bytesOfText(texts[id]!).length });
  }
  return found.sort((a, b) => b.bytes - a.bytes || a.id - b.id).map(({ id }) => id);
}

/** Which specials eat white space around them: known by the model's name alone, as GGUF does not say. */
function applySpacing(
  metadata: Metadata,
  ids: ReadonlyMap<string, number>,
  specials: readonly number[],
  attributes: Uint8Array,
): void {
  const has = (key: string, ...parts: string[]) => {
    const value = (getString(metadata, key, undefined) ?? "").toLowerCase();
    return parts.some((part) => value.includes(part));
  };
  const set = (id: number | undefined, bit: number) => {
    if (id !== undefined) attributes[id] = attributes[id]! | bit;
  };
  const jina = has("tokenizer.ggml.pre", "jina-v2-de", "jina-v2-es", "jina-v2-code");
  if (jina || has("general.architecture", "nomic-bert-moe", "jina-bert-v3")) {
    set(ids.get("<mask>"), LSTRIP);
  } else if (has("general.name", "phi-3", "phi3")) {
    for (const id of specials) set(id, RSTRIP);
    set(ids.get("</s>"), RSTRIP);
    for (const text of ["<unk>", "<s>", "<|endoftext|>"]) {
      const id = ids.get(text);
      if (id !== undefined) attributes[id] = attributes[id]! & ~RSTRIP;
    }
  } else if (has("general.name", "modern-bert")) {
    set(ids.get("[MASK]"), LSTRIP);
  }
}
