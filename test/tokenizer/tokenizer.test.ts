// Rules of tokenizers on small vocabularies, properties, and hostile text.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BpeEncoder } from "../../src/tokenizer/bpe.ts";
import { charOfByte } from "../../src/tokenizer/byte-alphabet.ts";
import { CleanUpStream, cleanUp } from "../../src/tokenizer/clean-up.ts";
import pre from "../../src/tokenizer/pre.json" with { type: "json" };
import { preTokenizer } from "../../src/tokenizer/pre-tokenizer.ts";
import { SpmEncoder } from "../../src/tokenizer/spm.ts";
import { createTokenizer, type Tokenizer } from "../../src/tokenizer/tokenizer.ts";
import { readVocabulary } from "../../src/tokenizer/vocab.ts";
import { tinyBpe, tinyCharsMap, tinySpm, tinyUnigram, tinyWordPiece } from "./tiny.ts";

const plain = { addSpecial: false, parseSpecial: false };

function spelled(tokenizer: Tokenizer, text: string): string[] {
  return [...tokenizer.encode(text, plain)].map((id) => tokenizer.tokenText(id));
}

it("encodes and decodes", () => {
  const tokenizer = createTokenizer(tinyBpe());
  const ids = tokenizer.encode("in the<|im_end|>");
  expect([...ids].map((id) => tokenizer.tokenText(id))).toEqual(["in", "Ġthe", "<|im_end|>"]);
  expect(tokenizer.decode(ids)).toBe("in the");
  expect(tokenizer.eog.has(ids[2]!)).toBe(true);
});

describe("kinds", () => {
  it("SPM joins the leftmost of equal pairs first and spells unknown characters as bytes", () => {
    const tokenizer = createTokenizer(tinySpm());
    expect(spelled(tokenizer, "aaab")).toEqual(["▁a", "aab"]);
    expect(spelled(tokenizer, "é")).toEqual(["▁", "<0xC3>", "<0xA9>"]);
    expect(tokenizer.decode(tokenizer.encode("aé b"))).toBe(" aé b");
    expect(tokenizer.decode(tokenizer.encode("aé b", plain))).toBe("aé b");
  });

  it("Unigram takes the likeliest path and joins neighbouring unknowns", () => {
    const tokenizer = createTokenizer(tinyUnigram());
    expect(spelled(tokenizer, "  fi   an ")).toEqual(["▁fi", "▁an"]);
    expect(spelled(tokenizer, "ane")).toEqual(["▁", "a", "ne"]);
    expect(spelled(tokenizer, "qqf")).toEqual(["▁", "<unk>", "f"]);
    expect([...tokenizer.encode("")]).toEqual([1]);
  });

  it("Unigram rewrites characters by its character map", () => {
    const map = { "tokenizer.ggml.precompiled_charsmap": tinyCharsMap() };
    const tokenizer = createTokenizer(tinyUnigram(map));
    expect(spelled(tokenizer, "Né")).toEqual(["▁", "ne"]);
    expect(spelled(tokenizer, "\u00c3")).toEqual(["▁", "<unk>"]);
    const cut = { "tokenizer.ggml.precompiled_charsmap": tinyCharsMap().subarray(0, 900) };
    expect(() => createTokenizer(tinyUnigram(cut))).toThrow(/4096 bytes but found 896/);
  });

  it("WordPiece lower-cases, strips accents, stands punctuation and ideographs alone", () => {
    const tokenizer = createTokenizer(tinyWordPiece());
    expect(spelled(tokenizer, "HéLLo world!中 İ xyz")).toEqual(["▁hello", "▁wor", "ld", "▁!", "▁中", "▁i", "[UNK]"]);
    expect([...tokenizer.encode("")]).toEqual([2, 3]);
  });

  it("names what it does not know and what is missing", () => {
    const make = (extra: Record<string, unknown>) => () => createTokenizer(tinyBpe(extra));
    expect(make({ "tokenizer.ggml.model": "rwkv" })).toThrow(/"rwkv"/);
    expect(make({ "tokenizer.ggml.model": "rwkv" })).toThrow(expect.objectContaining({ code: "unsupported" }));
    expect(make({ "tokenizer.ggml.pre": "novel" })).toThrow(/"novel"/);
    expect(make({ "tokenizer.ggml.merges": undefined })).toThrow(expect.objectContaining({ code: "bad-model" }));
    expect(make({ "tokenizer.ggml.token_type": Int32Array.of(1) })).toThrow(/263 values .* found 1/);
    expect(make({ "tokenizer.ggml.tokens": ["a", "a"] })).toThrow(/"a" as 0 and 1/);
    expect(make({ "tokenizer.ggml.merges": ["ab"] })).toThrow(/merge 0/);
  });
});

describe("specials", () => {
  const withTokens = (...more: [string, number][]) => {
    const base = tinyBpe();
    const tokens = [...(base.get("tokenizer.ggml.tokens") as string[]), ...more.map(([text]) => text)];
    const types = [...(base.get("tokenizer.ggml.token_type") as Int32Array), ...more.map(([, type]) => type)];
    return tinyBpe({ "tokenizer.ggml.tokens": tokens, "tokenizer.ggml.token_type": Int32Array.from(types) });
  };

  it("cuts the longest out of the whole text first, not the leftmost", () => {
    const tokenizer = createTokenizer(withTokens(["xab", 4], ["abcd", 4]));
    expect(spelled(tokenizer, "xabcd")).toEqual(["x", "abcd"]);
  });

  it("sees control tokens only when asked to", () => {
    const tokenizer = createTokenizer(withTokens(["<ctl>", 3], ["<usr>", 4]));
    const special = [...tokenizer.encode("<ctl><usr>", { addSpecial: false })].map((id) => tokenizer.tokenText(id));
    expect(special).toEqual(["<ctl>", "<usr>"]);
    expect(spelled(tokenizer, "<ctl><usr>")).toEqual(["<", "c", "t", "l", ">", "<usr>"]);
  });

  it("an empty token is [EMPTY_id], gpt-oss's marks are text and its <|end|> ends nothing", () => {
    const tokenizer = createTokenizer(
      withTokens(["", 1], ["<|end|>", 3], ["<|return|>", 3], ["<|call|>", 3], ["<|channel|>", 3]),
    );
    expect(tokenizer.tokenId("[EMPTY_263]")).toBe(263);
    expect(tokenizer.eog.has(tokenizer.tokenId("<|end|>")!)).toBe(false);
    expect(tokenizer.eog.has(tokenizer.tokenId("<|return|>")!)).toBe(true);
    expect(tokenizer.decode([tokenizer.tokenId("<|channel|>")!, tokenizer.tokenId("<|return|>")!])).toBe("<|channel|>");
  });
});

describe("properties", () => {
  const bpe = createTokenizer(tinyBpe({ "tokenizer.ggml.pre": "command-r" }));
  const spm = createTokenizer(tinySpm());
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(..."ab 1'.\n\tÄ中🦙s!") }));

  it("byte-level BPE decodes what it encoded", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(bpe.decode(bpe.encode(value, plain))).toBe(value.toWellFormed());
      }),
    );
  });

  it("the incremental detokenizer gives what decoding at once gives, and no half character", () => {
    const cleaned = createTokenizer(tinyBpe({ "tokenizer.ggml.pre": "gpt-2" }));
    fc.assert(
      fc.property(text, (value) => {
        for (const tokenizer of [bpe, spm, cleaned]) {
          const ids = tokenizer.encode(value, plain);
          const stream = tokenizer.createDetokenizer();
          const parts = [...ids].map((id) => stream.push(id));
          const whole = [...parts, stream.flush()].join("");
          expect(whole).toBe(tokenizer.decode(ids));
          if (!value.toWellFormed().includes("\ufffd")) expect(parts.join("")).not.toContain("\ufffd");
        }
      }),
    );
  });

  it("tidying a stream gives what tidying the whole gives", () => {
    const unit = fc.constantFrom(..." ''?!.,smrevt");
    fc.assert(
      fc.property(fc.array(fc.string({ unit, maxLength: 4 })), (parts) => {
        const stream = new CleanUpStream();
        const whole = [...parts.map((part) => stream.push(part)), stream.flush()].join("");
        expect(whole).toBe(cleanUp(parts.join("")));
      }),
      { numRuns: 2000 },
    );
  });

  it("hand-written cuts equal the regular expressions they stand for", () => {
    const expressions: Record<string, string> = {
      "@thousands": "(?=(?:[0-9]{3})+(?![0-9]))",
      "@digit-groups":
        "(?:(?<![\\p{White_Space}\\P{White_Space}])|(?<=\\p{N}))\\P{N}*\\p{N}{1,3}(?=(?:\\p{N}{3})*(?!\\p{N}))",
      "@trailing-space": "\\p{White_Space}+$",
    };
    const row = { byteEncode: true, escapeWs: false, ignoreMerges: false, addBos: false, clean: false };
    const digits = fc.string({ unit: fc.constantFrom(..."0123٣½ a𝟘\n"), maxLength: 30 });
    for (const [name, expression] of Object.entries(expressions)) {
      const byHand = preTokenizer({ ...row, split: [name] });
      const byExpression = preTokenizer({ ...row, split: [expression] });
      fc.assert(
        fc.property(digits, (value) => {
          expect(byHand(value)).toEqual(byExpression(value));
        }),
      );
    }
  });
});

it("jais-2's guarded alternative cuts as the plain one", () => {
  const row = pre.find(({ names }) => names.includes("jais-2"))!;
  const guard = "(?<![^\\P{White_Space}\\r\\n])";
  expect(row.split[0]).toContain(guard);
  const guarded = preTokenizer(row);
  const unguarded = preTokenizer({ ...row, split: row.split.map((source) => source.replace(guard, "")) });
  const unit = fc.constantFrom(" ", " ", "\n", "\r", "\t", "a", "!", "1");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (value) => {
      expect(guarded(value)).toEqual(unguarded(value));
    }),
    { numRuns: 1000 },
  );
});

describe("hostile text", () => {
  const long = {
    word: "ab".repeat(500_000),
    digits: "1".repeat(100_000),
    blank: " ".repeat(300_000),
    marks: "▁'".repeat(9999),
  };

  it.each(Object.entries(long))("a long run of one kind (%s) costs a few tries per character", (_name, value) => {
    const spm = new SpmEncoder(readVocabulary(tinySpm()));
    spm.encode(value, []);
    expect(spm.merger.tried).toBeLessThan(4 * value.length);
    const metadata = tinyBpe({ "tokenizer.ggml.pre": "gpt-2" });
    const bpe = new BpeEncoder(readVocabulary(metadata), metadata.get("tokenizer.ggml.merges") as string[]);
    const out: number[] = [];
    bpe.encode(value, out);
    expect(bpe.merger.tried).toBeLessThan(8 * value.length);
    expect(out.length).toBeGreaterThan(value.length / 8);
  });

  it("every pre-tokenizer cuts long runs without losing a character", () => {
    for (const name of pre.flatMap(({ names }) => names)) {
      const tokenizer = createTokenizer(
        tinyBpe({
          "tokenizer.ggml.pre": name,
          "tokenizer.ggml.bos_token_id": 0,
          "tokenizer.ggml.seperator_token_id": 0,
        }),
      );
      for (const value of [long.digits, `${" ".repeat(50_000)}5`, "A".repeat(50_000), `${"\n ".repeat(20_000)}x`])
        expect(tokenizer.encode(value, plain).length, name).toBeGreaterThan(0);
    }
  });

  it("tokens that spell themselves out once per character are refused before they fill the memory", () => {
    const vocabulary = (tokens: string[]) =>
      tinyBpe({ "tokenizer.ggml.tokens": tokens, "tokenizer.ggml.token_type": new Int32Array(tokens.length).fill(1) });
    const base = [...charOfByte];
    const bad = expect.objectContaining({ code: "bad-model" });
    const merges = { "tokenizer.ggml.merges": [], "tokenizer.ggml.eos_token_id": 0 };
    const make = (tokens: string[]) => createTokenizer(new Map([...vocabulary(tokens), ...Object.entries(merges)]));
    expect(() => make([...base, "中".repeat(100_000)])).toThrow(
      /at most 1024 characters but found 100000 in token 256/,
    );
    expect(() => make([...base, "中".repeat(100_000)])).toThrow(bad);
    const many = make([...base, ...Array.from({ length: 30 }, (_, at) => `${"中".repeat(1000)}${at}`)]);
    expect(() => many.tokenBytes).toThrow(bad);
    expect(make([...base, "中"]).pieceBytes(256)).toEqual(new TextEncoder().encode("[UNK_BYTE_0xe4b8ad中]"));
  });

  it("a long replacement of a character map is refused", () => {
    const map = [...tinyCharsMap().subarray(0, 4100), ...new Uint8Array(500_000).fill(0x6e), 0];
    const tokenizer = createTokenizer(tinyUnigram({ "tokenizer.ggml.precompiled_charsmap": Uint8Array.from(map) }));
    expect(() => tokenizer.encode("N")).toThrow(/at most 1024 bytes in the character map but found 500000/);
    expect(tokenizer.encode("a", plain).length).toBeGreaterThan(0);
  });

  it("lone surrogates are U+FFFD", () => {
    const tokenizer = createTokenizer(tinyBpe());
    expect(tokenizer.decode(tokenizer.encode("a\ud800b"))).toBe("a\ufffdb");
  });

  it("an id outside the vocabulary is an error that names it", () => {
    expect(() => createTokenizer(tinyBpe()).decode([9999])).toThrow(/below 263 but found 9999/);
  });
});
