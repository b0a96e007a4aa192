// From what a request asks to continue to token ids: text, ids or a conversation rendered by the model's template.
import { OrielError } from "../base/errors.ts";
import type { Prompt } from "../protocol/backend.ts";
import { ChatTemplate } from "../tokenizer/chat-template.ts";
import { createTokenizer, type Tokenizer } from "../tokenizer/tokenizer.ts";

type Metadata = ReadonlyMap<string, unknown>;

/** The text side of a model: its tokenizer and chat template, where it has them. */
export class PromptReader {
  readonly tokenizer: Tokenizer | null;
  /** Why there is no tokenizer. */
  readonly #missing?: OrielError;
  readonly #template?: string;

  /** @throws OrielError `bad-model` for a broken vocabulary; one of an unknown kind leaves {@link tokenizer} null */
  constructor(
    metadata: Metadata,
    private readonly vocabSize: number,
  ) {
    const template = metadata.get("tokenizer.chat_template");
    if (typeof template === "string") this.#template = template;
    try {
      this.tokenizer = createTokenizer(metadata);
    } catch (error) {
      if (!(error instanceof OrielError) || error.code !== "unsupported") throw error;
      this.tokenizer = null;
      this.#missing = error;
    }
  }

  get hasTemplate(): boolean {
    return this.#template !== undefined;
  }

  /** The tokenizer. @throws OrielError `unsupported` where it is unknown */
  get text(): Tokenizer {
    if (this.tokenizer) return this.tokenizer;
    throw this.#missing!;
  }

  /**
   * Ids of a prompt, at least one.
   * @throws OrielError `unsupported` without a tokenizer or chat template, `bad-request` for an empty prompt or an id outside the vocabulary
   */
  ids(prompt: Prompt): number[] {
    const ids = "ids" in prompt ? prompt.ids : [...this.#encode(prompt)];
    if (ids.length === 0) throw new OrielError("bad-request", "Expected a prompt of at least one token but found none");
    const wrong = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= this.vocabSize);
    if (wrong === undefined) return ids;
    throw new OrielError("bad-request", `Expected token ids from 0 to ${this.vocabSize - 1} but found ${wrong}`, {
      id: wrong,
    });
  }

  #encode(prompt: Exclude<Prompt, { ids: number[] }>): Uint32Array {
    const tokenizer = this.text;
    if ("text" in prompt) return tokenizer.encode(prompt.text);
    const rendered = this.#render(prompt.messages, prompt.tools);
    const bosText = tokenizer.bos === null ? "" : tokenizer.tokenText(tokenizer.bos);
    const addSpecial = !(bosText && rendered.startsWith(bosText));
    return tokenizer.encode(rendered, { addSpecial, parseSpecial: true });
  }

  #render(messages: readonly unknown[], tools?: readonly unknown[]): string {
    if (this.#template === undefined) {
      throw new OrielError(
        "unsupported",
        "Expected a model with a chat template but found none: use completions instead",
      );
    }
    const { bos, eos } = this.text;
    const textOf = (id: number | null) => (id === null ? "" : this.text.tokenText(id));
    const template = new ChatTemplate(this.#template, { bosToken: textOf(bos), eosToken: textOf(eos) });
    return template.render({ messages, tools, addGenerationPrompt: true });
  }
}
