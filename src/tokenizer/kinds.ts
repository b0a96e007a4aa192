// The tokenizer kinds of GGUF files and what each takes for granted when the metadata is silent.
// Source: the defaults of llama.cpp's vocabulary loader.
import { OrielError } from "../base/errors.ts";
import { getBoolean, getString, type Metadata } from "../base/metadata.ts";
import pre from "./pre.json" with { type: "json" };

/** How text becomes pieces: merges by score, merges by rank, longest match in words, or the likeliest path. */
export type Kind = "spm" | "bpe" | "wordpiece" | "unigram";

/** A row of pre.json: how a byte-pair vocabulary cuts text before merging, and its habits. */
export interface PreTokenizer {
  /** Regular expressions (flags `gu`) or names of hand-written cuts (`@…`), applied in order. */
  split: string[];
  /** Tokens are spelled in GPT-2's byte alphabet. */
  byteEncode: boolean;
  /** Spaces become U+2581 and unknown characters `<0xNN>` tokens. */
  escapeWs: boolean;
  /** A whole piece in the vocabulary wins over its merges. */
  ignoreMerges: boolean;
  addBos: boolean;
  clean: boolean;
}

/** What one file's tokenizer does. Ids are null where there is no such token. */
export interface Rules {
  kind: Kind;
  /** Only for `bpe`. */
  pre?: PreTokenizer;
  /** True for the vocabularies that make one token of a run of line feeds before any merge. */
  wholeLineFeeds: boolean;
  bos: number | null;
  eos: number | null;
  unk: number | null;
  sep: number | null;
  addBos: boolean;
  addEos: boolean;
  addSpacePrefix: boolean;
  /** Decoding tidies spaces before punctuation and contractions. */
  clean: boolean;
}

const byName = new Map<string, PreTokenizer>();
for (const { names, ...rest } of pre) for (const name of names) byName.set(name, rest);

/** Pre-tokenizers under which llama.cpp treats line feeds as whole tokens and always adds BOS. */
const gemma4Names = new Set(["gemma4", "granite-embed-multi-311m"]);

/**
 * The rules of the file's tokenizer, before ids in the metadata are applied.
 * @throws OrielError `unsupported` naming a tokenizer model or pre-tokenizer that is not known or a file without a vocabulary, `bad-model` for a vocabulary without a model.
 */
export function rulesOf(metadata: Metadata): Rules {
  const model = getString(metadata, "tokenizer.ggml.model", undefined);
  if (model === undefined) {
    // A file without any vocabulary is run by token ids, one with half of it is broken.
    const code = metadata.has("tokenizer.ggml.tokens") ? "bad-model" : "unsupported";
    throw new OrielError(code, "Expected tokenizer.ggml.model in the metadata but found nothing");
  }
  const none = { bos: null, eos: null, unk: null, sep: null, addBos: false, addEos: false };
  const plain = { ...none, wholeLineFeeds: false, addSpacePrefix: false, clean: false };
  switch (model) {
    case "llama":
      return { ...plain, kind: "spm", bos: 1, eos: 2, unk: 0, addBos: true, addSpacePrefix: true };
    case "bert":
      return { ...plain, kind: "wordpiece", bos: 101, unk: 100, sep: 102, addBos: true, clean: true };
    case "t5":
      return { ...plain, kind: "unigram", eos: 1, unk: 2, addEos: true };
    case "gpt2":
      return bpeRules(getString(metadata, "tokenizer.ggml.pre", undefined) || "default", {
        ...plain,
        bos: 11,
        eos: 11,
      });
    case "gemma4":
      return bpeRules("gemma4", plain);
  }
  throw new OrielError(
    "unsupported",
    `Expected a tokenizer of kind llama, gpt2, gemma4, bert or t5 but found ${JSON.stringify(model)}`,
    { model },
  );
}

function bpeRules(name: string, base: Omit<Rules, "kind" | "pre">): Rules {
  const row = byName.get(name);
  if (!row)
    throw new OrielError(
      "unsupported",
      `Expected one of the ${byName.size} known pre-tokenizers but found ${JSON.stringify(name)}`,
      { pre: name },
    );
  const wholeLineFeeds = gemma4Names.has(name);
  const bos = name === "glm4" || name === "chatglm-bpe" ? null : base.bos;
  return { ...base, kind: "bpe", pre: row, bos, wholeLineFeeds, addBos: row.addBos, clean: row.clean };
}

/** Applies the metadata's flags; a missing flag keeps the kind's own. */
export function applyFlags(rules: Rules, metadata: Metadata): Rules {
  const addBos = getBoolean(metadata, "tokenizer.ggml.add_bos_token", rules.addBos);
  return {
    ...rules,
    addBos: addBos || rules.wholeLineFeeds,
    addEos: getBoolean(metadata, "tokenizer.ggml.add_eos_token", rules.addEos),
    addSpacePrefix: getBoolean(metadata, "tokenizer.ggml.add_space_prefix", rules.addSpacePrefix),
  };
}
