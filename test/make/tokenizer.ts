// A small SentencePiece-style tokenizer as GGUF metadata: every byte has a token, some English has more, and two markers serve a chat template.
import { field, type Writable } from "../../src/format/gguf/write.ts";

/** Merged bottom-up: every piece of more than one letter is made of two earlier ones. */
const PIECES =
  "▁ e t a o i n s h r d l u m w c f g y p b v k , . ! ? ▁t ▁a he ▁the in er ▁s ▁w ▁o ou re ▁c nd ▁and on at en ▁b ▁to it ▁h an".split(
    " ",
  );

const TOKEN = { normal: 1, unknown: 2, control: 3, byte: 6 } as const;

/** The smallest vocabulary {@link tokenizerMetadata} makes: specials, bytes and chat markers. */
export const LEAST_VOCAB = 3 + 256 + 2;

/** A ChatML template. */
export const CHAT_TEMPLATE =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** Keys of a tokenizer with `vocab` tokens: `<unk>`, `<s>`, `</s>`, 256 bytes, two chat markers, pieces, then words that fill it up. */
export function tokenizerMetadata(vocab: number): [string, Writable][] {
  if (vocab < LEAST_VOCAB) throw new RangeError(`Expected at least ${LEAST_VOCAB} tokens but found ${vocab}`);
  const bytes = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, "0")}>`);
  const head = ["<unk>", "<s>", "</s>", ...bytes, "<|im_start|>", "<|im_end|>", ...PIECES];
  const tokens = Array.from({ length: vocab }, (_, id) => head[id] ?? `▁w${id}`);
  const types = tokens.map((token, id) => {
    if (id === 0) return TOKEN.unknown;
    if (id < 3 || token.startsWith("<|")) return TOKEN.control;
    return id < 3 + 256 ? TOKEN.byte : TOKEN.normal;
  });
  return [
    ["tokenizer.ggml.model", "llama"],
    ["tokenizer.ggml.pre", "default"],
    ["tokenizer.ggml.tokens", tokens],
    ["tokenizer.ggml.scores", Float32Array.from(tokens, (_, id) => (id < LEAST_VOCAB ? 0 : LEAST_VOCAB - id - 1))],
    ["tokenizer.ggml.token_type", Int32Array.from(types)],
    ["tokenizer.ggml.bos_token_id", field("uint32", 1)],
    ["tokenizer.ggml.eos_token_id", field("uint32", 2)],
    ["tokenizer.ggml.unknown_token_id", field("uint32", 0)],
    ["tokenizer.ggml.add_bos_token", true],
    ["tokenizer.ggml.add_space_prefix", true],
    ["tokenizer.chat_template", CHAT_TEMPLATE],
  ];
}
