// What a token is beside its text, as bits: the types of GGUF's `token_type`, and how it treats white space around it.

export const UNKNOWN = 1;
export const UNUSED = 2;
export const NORMAL = 4;
export const CONTROL = 8;
export const USER_DEFINED = 16;
export const BYTE = 32;
/** Eats white space before it. */
export const LSTRIP = 64;
/** Eats white space after it. */
export const RSTRIP = 128;

const byType = [0, NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE];

/** The bits of a value of `tokenizer.ggml.token_type` (1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte). */
export function attributesOfType(type: number): number {
  return byType[type] ?? 0;
}

/** Texts that end a generation whatever the file says of them. */
export const endTexts = [
  "<|eot_id|>",
  "<|im_end|>",
  "<|end|>",
  "<|return|>",
  "<|call|>",
  "<|flush|>",
  "<|calls|>",
  "<end_of_turn>",
  "<|endoftext|>",
  "</s>",
  "<|eom_id|>",
  "<EOT>",
  "_<EOT>",
  "[EOT]",
  "[EOS]",
  "<|end_of_text|>",
  "<end_of_utterance>",
  "<eos>",
  "<turn|>",
  "<|tool_response>",
  "<｜end▁of▁sentence｜>",
  "[e~[",
];

/** Fill-in-the-middle tokens: the metadata keys that name them, texts that reveal them, and whether they end a generation. */
export const fillTokens: { keys: string[]; texts: string[]; ends: boolean }[] = [
  {
    keys: ["fim_pre_token_id", "prefix_token_id"],
    texts: [
      "<|fim_prefix|>",
      "<fim-prefix>",
      "<fim_prefix>",
      "<｜fim▁begin｜>",
      "<PRE>",
      "▁<PRE>",
      "<|code_prefix|>",
      "<|prefix|>",
    ],
    ends: false,
  },
  {
    keys: ["fim_suf_token_id", "suffix_token_id"],
    texts: [
      "<|fim_suffix|>",
      "<fim-suffix>",
      "<fim_suffix>",
      "<｜fim▁hole｜>",
      "<SUF>",
      "▁<SUF>",
      "<|code_suffix|>",
      "<|suffix|>",
    ],
    ends: false,
  },
  {
    keys: ["fim_mid_token_id", "middle_token_id"],
    texts: [
      "<|fim_middle|>",
      "<fim-middle>",
      "<fim_middle>",
      "<｜fim▁end｜>",
      "<MID>",
      "▁<MID>",
      "<|code_middle|>",
      "<|middle|>",
    ],
    ends: false,
  },
  { keys: ["fim_pad_token_id"], texts: ["<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]"], ends: true },
  {
    keys: ["fim_rep_token_id"],
    texts: ["<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>"],
    ends: true,
  },
  { keys: ["fim_sep_token_id"], texts: ["<|file_sep|>"], ends: true },
];

/** gpt-oss's channel marks: always text of the answer. */
export const harmonyTexts = ["<|channel|>", "<|message|>", "<|start|>", "<|constrain|>"];
