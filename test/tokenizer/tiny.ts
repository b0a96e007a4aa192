// Small vocabularies for tests that need no fixture.

import type { Metadata } from "../../src/base/metadata.ts";
import { charOfByte } from "../../src/tokenizer/byte-alphabet.ts";

/** A byte-level vocabulary: 256 bytes, a few merges and an end token. */
export function tinyBpe(extra: Record<string, unknown> = {}): Metadata {
  const merges = ["Ġ t", "h e", "Ġt he", "i n", "1 1", "a a"];
  const tokens = [...charOfByte, ...merges.map((line) => line.replace(" ", "")), "<|im_end|>"];
  const types = tokens.map((text) => (text === "<|im_end|>" ? 3 : 1));
  return new Map<string, unknown>(
    Object.entries({
      "tokenizer.ggml.model": "gpt2",
      "tokenizer.ggml.pre": "qwen2",
      "tokenizer.ggml.tokens": tokens,
      "tokenizer.ggml.token_type": Int32Array.from(types),
      "tokenizer.ggml.merges": merges,
      "tokenizer.ggml.eos_token_id": tokens.length - 1,
      ...extra,
    }),
  );
}

/** A SentencePiece-style vocabulary with byte tokens; equal scores, so that ties decide. */
export function tinySpm(extra: Record<string, unknown> = {}): Metadata {
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);
  const words = ["▁", "a", "b", "aa", "ab", "ba", "aab", "▁a", "▁▁"];
  const tokens = ["<unk>", "<s>", "</s>", ...bytes, ...words];
  const types = tokens.map((_, id) => (id === 0 ? 2 : id < 3 ? 3 : id < 259 ? 6 : 1));
  return new Map<string, unknown>(
    Object.entries({
      "tokenizer.ggml.model": "llama",
      "tokenizer.ggml.tokens": tokens,
      "tokenizer.ggml.scores": new Float32Array(tokens.length),
      "tokenizer.ggml.token_type": Int32Array.from(types),
      ...extra,
    }),
  );
}

/** A character map that writes N as n and é (bytes C3 A9) as e: nodes hold label, leaf bit 8 and base from bit 10 on. */
export function tinyCharsMap(): Uint8Array {
  const nodes = new Uint32Array(1024);
  const base = (at: number, children: number) => (at ^ children) << 10;
  nodes[0x4e] = 0x4e | 256 | base(0x4e, 256);
  nodes[256] = 0x80000000;
  nodes[0xc3] = 0xc3 | base(0xc3, 512);
  nodes[512 ^ 0xa9] = 0xa9 | 256 | base(512 ^ 0xa9, 257);
  nodes[257] = 0x80000002;
  const bytes = new Uint8Array(4 + 4096 + 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 4096, true);
  for (const [at, node] of nodes.entries()) view.setUint32(4 + at * 4, node, true);
  bytes.set(new TextEncoder().encode("n\0e\0"), 4100);
  return bytes;
}

/** A Unigram vocabulary. */
export function tinyUnigram(extra: Record<string, unknown> = {}): Metadata {
  const tokens = ["<pad>", "</s>", "<unk>", "▁", "f", "i", "fi", "▁fi", "a", "n", "▁an", "ne"];
  const scores = [0, 0, 0, -2, -3, -3, -4, -3.5, -2.5, -3, -5, -4];
  return new Map<string, unknown>(
    Object.entries({
      "tokenizer.ggml.model": "t5",
      "tokenizer.ggml.tokens": tokens,
      "tokenizer.ggml.scores": Float32Array.from(scores),
      "tokenizer.ggml.token_type": Int32Array.of(3, 3, 2, ...Array(9).fill(1)),
      "tokenizer.ggml.add_space_prefix": true,
      "tokenizer.ggml.remove_extra_whitespaces": true,
      ...extra,
    }),
  );
}

/** A WordPiece vocabulary. */
export function tinyWordPiece(): Metadata {
  const tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "▁hello", "▁wor", "ld", "▁!", "▁中", "▁i"];
  return new Map<string, unknown>(
    Object.entries({
      "tokenizer.ggml.model": "bert",
      "tokenizer.ggml.tokens": tokens,
      "tokenizer.ggml.token_type": Int32Array.of(3, 2, 3, 3, 1, 1, 1, 1, 1, 1),
      "tokenizer.ggml.bos_token_id": 2,
      "tokenizer.ggml.unknown_token_id": 1,
      "tokenizer.ggml.seperator_token_id": 3,
    }),
  );
}
