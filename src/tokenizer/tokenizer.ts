// A tokenizer made from a GGUF file's metadata; its ids and texts are llama.cpp's. This file wires the parts.
import { OrielError } from "../base/errors.ts";
import { getString, getStrings, type Metadata } from "../base/metadata.ts";
import { CONTROL, UNKNOWN } from "./attributes.ts";
import { BpeEncoder } from "./bpe.ts";
import { Detokenizer, type DetokenizerOptions } from "./detokenizer.ts";
import type { Encoder } from "./encoder.ts";
import type { Kind } from "./kinds.ts";
import { type TokenBytes, tokenBytes } from "./pieces.ts";
import { SpecialCutter } from "./specials.ts";
import { SpmEncoder } from "./spm.ts";
import { UnigramEncoder } from "./unigram.ts";
import { readVocabulary, type Vocabulary } from "./vocab.ts";
import { WordPieceEncoder } from "./wordpiece.ts";

export interface EncodeOptions {
  /** Adds BOS and EOS (WordPiece: CLS and SEP) as the file asks; default true. */
  addSpecial?: boolean;
  /** Recognises control tokens in the text; default true. User-defined tokens are recognised in any case. */
  parseSpecial?: boolean;
}

export interface DecodeOptions {
  /** Spells control and unknown tokens out; default false. */
  special?: boolean;
}

export interface Tokenizer {
  readonly kind: Kind;
  readonly vocabSize: number;
  /** Token ids, or null where the file has no such token. */
  readonly bos: number | null;
  readonly eos: number | null;
  readonly unk: number | null;
  /** Whether encoding with `addSpecial` begins with BOS and ends with EOS (or SEP). */
  readonly addsBos: boolean;
  readonly addsEos: boolean;
  /** Ids that end a generation. */
  readonly eog: ReadonlySet<number>;
  /** Bytes of every token; built at the first use. */
  readonly tokenBytes: TokenBytes;
  /** Ids of a text. Lone surrogates count as U+FFFD. */
  encode(text: string, options?: EncodeOptions): Uint32Array;
  /**
   * Ids of a prompt that a chat template wrote: special tokens are always recognised, and a BOS (or EOS) the template
   * already wrote is not added again.
   */
  encodePrompt(prompt: string, options?: Pick<EncodeOptions, "addSpecial">): Uint32Array;
  /** Text of ids, as llama.cpp's `llama_detokenize`. @throws OrielError `bad-request` for an id outside the vocabulary. */
  decode(ids: Iterable<number>, options?: DecodeOptions): string;
  /** The bytes of one token, special tokens spelled out; a view into {@link tokenBytes}. @throws OrielError `bad-request` as above. */
  pieceBytes(id: number): Uint8Array;
  /** The token's text as the file spells it. @throws OrielError `bad-request` as above. */
  tokenText(id: number): string;
  /** The id of a token's text as the file spells it, or undefined. */
  tokenId(text: string): number | undefined;
  /** True for control and unknown tokens, which decoding leaves out. */
  isControl(id: number): boolean;
  createDetokenizer(options?: DetokenizerOptions): Detokenizer;
}

/**
 * The tokenizer a file's metadata describes (`tokenizer.ggml.*`, `general.name`, `general.architecture`).
 * @throws OrielError `unsupported` naming the tokenizer model or pre-tokenizer that is not known,
 * `bad-model` when arrays are missing, of another type or length, or tokens are not distinct.
 */
export function createTokenizer(metadata: Metadata): Tokenizer {
  const vocabulary = readVocabulary(metadata);
  const { rules } = vocabulary;
  const required = rules.kind === "wordpiece" || rules.addBos ? rules.bos : 0;
  const missing = required === null ? "bos_token_id" : rules.addEos && rules.eos === null ? "eos_token_id" : null;
  if (missing)
    throw new OrielError("bad-model", `Expected tokenizer.ggml.${missing}, which the file adds, but found none`, {
      key: missing,
    });
  return new GgufTokenizer(vocabulary, encoderOf(vocabulary, metadata));
}

function encoderOf(vocabulary: Vocabulary, metadata: Metadata): Encoder {
  switch (vocabulary.rules.kind) {
    case "spm":
      return new SpmEncoder(vocabulary);
    case "wordpiece":
      return new WordPieceEncoder(vocabulary, metadata);
    case "unigram":
      return new UnigramEncoder(vocabulary, metadata);
    case "bpe": {
      const merges = getStrings(metadata, "tokenizer.ggml.merges", undefined);
      if (!merges && getString(metadata, "tokenizer.ggml.pre", undefined) !== "kimi-k2")
        throw new OrielError("bad-model", "Expected merges under tokenizer.ggml.merges but found none");
      return new BpeEncoder(vocabulary, merges ?? []);
    }
  }
}

class GgufTokenizer implements Tokenizer {
  readonly kind: Kind;
  readonly vocabSize: number;
  readonly bos: number | null;
  readonly eos: number | null;
  readonly unk: number | null;
  readonly addsBos: boolean;
  readonly addsEos: boolean;
  readonly eog: ReadonlySet<number>;
  readonly #vocabulary: Vocabulary;
  readonly #encoder: Encoder;
  readonly #specials: SpecialCutter;
  readonly #first: number | null;
  readonly #last: number | null;
  #table?: TokenBytes;

  constructor(vocabulary: Vocabulary, encoder: Encoder) {
    const { rules, texts, eog } = vocabulary;
    this.#vocabulary = vocabulary;
    this.#encoder = encoder;
    this.#specials = new SpecialCutter(vocabulary);
    this.kind = rules.kind;
    this.vocabSize = texts.length;
    this.bos = rules.bos;
    this.eos = rules.eos;
    this.unk = rules.unk;
    this.eog = eog;
    const words = rules.kind === "wordpiece";
    this.#first = words || rules.addBos ? rules.bos : null;
    this.#last = words ? rules.sep : rules.addEos ? rules.eos : null;
    this.addsBos = this.#first !== null;
    this.addsEos = this.#last !== null;
  }

  encode(text: string, { addSpecial = true, parseSpecial = true }: EncodeOptions = {}): Uint32Array {
    const out: number[] = [];
    if (addSpecial && this.#first !== null) out.push(this.#first);
    const prefixes = this.kind === "spm" && this.#vocabulary.rules.addSpacePrefix;
    let afterSpecial = true;
    for (const fragment of this.#specials.cut(text.toWellFormed(), parseSpecial)) {
      if (typeof fragment === "number") out.push(fragment);
      else this.#encoder.encode(prefixes && afterSpecial ? ` ${fragment}` : fragment, out);
      afterSpecial = typeof fragment === "number";
    }
    if (addSpecial && this.#last !== null) out.push(this.#last);
    return Uint32Array.from(out);
  }

  encodePrompt(prompt: string, { addSpecial = true }: Pick<EncodeOptions, "addSpecial"> = {}): Uint32Array {
    const ids = this.encode(prompt, { addSpecial, parseSpecial: true });
    if (!addSpecial) return ids;
    const twiceFirst = this.#first !== null && ids.length > 1 && ids[1] === this.#first;
    const twiceLast = this.#last !== null && ids.length > 2 && ids.at(-2) === this.#last;
    return ids.subarray(twiceFirst ? 1 : 0, twiceLast ? -1 : undefined);
  }

  decode(ids: Iterable<number>, { special = false }: DecodeOptions = {}): string {
    const stream = this.createDetokenizer({ special });
    const parts: string[] = [];
    for (const id of ids) parts.push(stream.push(id));
    parts.push(stream.flush());
    return parts.join("");
  }

  createDetokenizer(options?: DetokenizerOptions): Detokenizer {
    const { addSpacePrefix, clean } = this.#vocabulary.rules;
    const source = {
      pieceBytes: (id: number) => this.pieceBytes(id),
      isControl: (id: number) => this.isControl(id),
      dropsFirstSpace: addSpacePrefix,
      clean,
    };
    return new Detokenizer(source, options);
  }

  get tokenBytes(): TokenBytes {
    this.#table ??= tokenBytes(this.#vocabulary);
    return this.#table;
  }

  pieceBytes(id: number): Uint8Array {
    this.#check(id);
    const { bytes, offsets } = this.tokenBytes;
    return bytes.subarray(offsets[id], offsets[id + 1]);
  }

  tokenText(id: number): string {
    this.#check(id);
    return this.#vocabulary.texts[id]!;
  }

  tokenId(text: string): number | undefined {
    return this.#vocabulary.ids.get(text);
  }

  isControl(id: number): boolean {
    return (this.#vocabulary.attributes[id]! & (CONTROL | UNKNOWN)) !== 0;
  }

  #check(id: number): void {
    if (!Number.isInteger(id) || id < 0 || id >= this.vocabSize)
      throw new OrielError("bad-request", `Expected a token id below ${this.vocabSize} but found ${id}`, {
        id,
        vocabSize: this.vocabSize,
      });
  }
}
