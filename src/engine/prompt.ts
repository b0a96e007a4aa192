// From what a request asks to continue to token ids: text, ids or a conversation rendered by the model's template.
import { OrielError } from "../base/errors.ts";
import { getString, type Metadata } from "../base/metadata.ts";
import type { ChatMessage, Prompt } from "../protocol/backend.ts";
import { builtInTools, TOOLS_KEY } from "../protocol/built-in-tools.ts";
import type { ChatTemplate } from "../tokenizer/chat-template.ts";
import { chatTemplateOf, hasChatTemplate } from "../tokenizer/model-template.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";

/** The text side of a model: its tokenizer and chat template, where it has them. */
export class PromptReader {
  readonly tokenizer: Tokenizer | null;
  /** Names of the tools that the model was trained on. */
  readonly builtInTools: string[];
  /** Why there is no tokenizer. */
  readonly #missing?: OrielError;
  #template?: ChatTemplate;

  /**
   * @param tokenizer or why there is none
   * @throws OrielError `bad-model` for built-in tools that cannot be read
   */
  constructor(
    private readonly metadata: Metadata,
    private readonly vocabSize: number,
    tokenizer: Tokenizer | OrielError,
  ) {
    const missing = tokenizer instanceof OrielError;
    this.tokenizer = missing ? null : tokenizer;
    if (missing) this.#missing = tokenizer;
    this.builtInTools = builtInTools(metadata.get(TOOLS_KEY));
  }

  /** Ids that end an answer: the tokenizer's, or those that the metadata names where the tokenizer is unknown. */
  get eog(): ReadonlySet<number> {
    if (this.tokenizer) return this.tokenizer.eog;
    const ids = ["eos", "eot", "eom"].map((name) => this.metadata.get(`tokenizer.ggml.${name}_token_id`));
    return new Set(ids.filter((id) => typeof id === "number"));
  }

  get hasTemplate(): boolean {
    return hasChatTemplate(this.metadata);
  }

  /** The tokenizer. @throws OrielError `unsupported` where it is unknown */
  get text(): Tokenizer {
    if (this.tokenizer) return this.tokenizer;
    throw this.#missing!;
  }

  /**
   * Ids of a prompt, at least one.
   * @throws OrielError `unsupported` without a tokenizer or chat template, or for tools or tool calls that the template does not read, `bad-request` for an empty prompt or an id outside the vocabulary
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
    if ("text" in prompt) return this.text.encode(prompt.text);
    if (!this.hasTemplate) {
      throw new OrielError(
        "unsupported",
        "Expected a model with a chat template but found none: use completions instead",
      );
    }
    this.#refuseUnread(prompt.messages, prompt.tools !== undefined);
    this.#template ??= chatTemplateOf(this.metadata, this.text);
    const messages = prompt.messages.map(withParsedArguments);
    return this.text.encodePrompt(this.#template.render({ messages, tools: prompt.tools, addGenerationPrompt: true }));
  }

  /** Refuses what the template would leave out, and tools whose calls would come back in a form that the API does not read. */
  #refuseUnread(messages: readonly ChatMessage[], tools: boolean): void {
    const source = getString(this.metadata, "tokenizer.chat_template", "");
    const index = messages.findIndex(({ tool_calls }) => tool_calls && tool_calls.length > 0);
    if (index >= 0 && !/\btool_calls\b/.test(source)) {
      const name = `messages[${index}].tool_calls`;
      throw unread(name, `Expected no ${name}: this model's chat template does not read them`);
    }
    if (!tools) return;
    if (!/\btools\b/.test(source)) {
      const names = this.builtInTools.join(", ");
      const built = names && `; its own are built in: ${names}`;
      throw unread("tools", `Expected no tools: this model's chat template does not read them${built}`);
    }
    if (!source.includes("<tool_call>")) {
      const message = "Expected tools of a model that writes calls as <tool_call> but found a chat template without it";
      throw unread("tools", message);
    }
  }
}

function unread(parameter: string, message: string): OrielError {
  return new OrielError("unsupported", message, { parameter });
}

/** A message as templates want it: the arguments of tool calls as objects, where OpenAI's API has JSON text. */
function withParsedArguments(message: ChatMessage): object {
  const calls = message.tool_calls?.map((call) => ({
    ...call,
    function: { ...call.function, arguments: parsed(call.function.arguments) },
  }));
  return calls ? { ...message, tool_calls: calls } : message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
