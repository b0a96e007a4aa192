// The chat template that a model's metadata carries, with the texts of the tokens it may write.
import { OrielError } from "../base/errors.ts";
import { getString, type Metadata } from "../base/metadata.ts";
import { ChatTemplate, type ChatTemplateOptions } from "./chat-template.ts";
import type { Tokenizer } from "./tokenizer.ts";

export interface ModelTemplateOptions extends Pick<ChatTemplateOptions, "now" | "limits"> {
  /** Replaces the model's own template; the BOS and EOS texts stay the model's. */
  source?: string;
}

/** True when the metadata has a chat template. */
export function hasChatTemplate(metadata: Metadata): boolean {
  return typeof metadata.get("tokenizer.chat_template") === "string";
}

/**
 * The model's chat template.
 * @throws OrielError `unsupported` when the model has none and none is given, and as {@link ChatTemplate}
 */
export function chatTemplateOf(
  metadata: Metadata,
  tokenizer: Tokenizer,
  { source, now, limits }: ModelTemplateOptions = {},
): ChatTemplate {
  const template = source ?? getString(metadata, "tokenizer.chat_template", undefined);
  if (template === undefined)
    throw new OrielError("unsupported", "Expected a chat template in the model but found none");
  const spelled = (id: number | null) => (id === null ? "" : tokenizer.tokenText(id));
  return new ChatTemplate(template, {
    bosToken: spelled(tokenizer.bos),
    eosToken: spelled(tokenizer.eos),
    now,
    limits,
  });
}
