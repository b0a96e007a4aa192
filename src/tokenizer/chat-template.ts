// Renders a conversation by a model's chat template, within limits: a template is a stranger's program.
// The library parses; the evaluator in jinja/ has Jinja2's semantics and counts every step. A wrong prompt is never returned.
import { OrielError } from "../base/errors.ts";
import {
  Budget,
  LimitError,
  RaisedError,
  TEMPLATE_LIMITS,
  TemplateError,
  type TemplateLimits,
} from "./jinja/budget.ts";
import { fromJson, globals } from "./jinja/globals.ts";
import { Interpreter } from "./jinja/interpreter.ts";
import { parseTemplate, type Syntax } from "./jinja/parse.ts";
import { Scope } from "./jinja/scope.ts";
import { Float, type Value } from "./jinja/values.ts";

/** A conversation in OpenAI's shape. `messages` and `tools` reach the template as they are. */
export interface ChatInput {
  messages: readonly unknown[];
  /** Absent or undefined: the template finds no `tools` at all. */
  tools?: readonly unknown[];
  /** Ends with the start of an answer; default false. */
  addGenerationPrompt?: boolean;
  /** Further names a template may ask for, for instance `enable_thinking`. */
  variables?: Record<string, unknown>;
}

export interface ChatTemplateOptions {
  /** Texts of the BOS and EOS tokens; empty where the model has none. */
  bosToken?: string;
  eosToken?: string;
  /** The clock of `strftime_now`, read in local time; default the present. */
  now?: () => Date;
  limits?: Partial<TemplateLimits>;
}

export class ChatTemplate {
  readonly #syntax: Syntax;
  readonly #options: ChatTemplateOptions;
  readonly #limits: TemplateLimits;

  /** @throws OrielError `unsupported` for a template that cannot be parsed, `bad-model` for one that is too long */
  constructor(source: string, options: ChatTemplateOptions = {}) {
    this.#options = options;
    this.#limits = { ...TEMPLATE_LIMITS, ...options.limits };
    const { templateChars } = this.#limits;
    if (source.length > templateChars)
      throw new OrielError(
        "bad-model",
        `Expected a chat template of at most ${templateChars} characters but found ${source.length}`,
        { limit: templateChars, found: source.length },
      );
    this.#syntax = named(() => parseTemplate(source));
  }

  /**
   * The prompt of a conversation.
   * @throws OrielError `bad-request` when the template refuses the conversation or Jinja2 would raise, `unsupported` naming
   * what this renderer does not know, `bad-model` when a limit is reached
   */
  render({ messages, tools, addGenerationPrompt = false, variables = {} }: ChatInput): string {
    const { bosToken = "", eosToken = "", now = () => new Date() } = this.#options;
    return named(() => {
      const budget = new Budget(this.#limits);
      const number = (value: number): Value => (Number.isInteger(value) ? value : new Float(value));
      const scope = new Scope();
      for (const [name, value] of globals(budget, now)) scope.set(name, value);
      const names: Record<string, unknown> = {
        bos_token: bosToken,
        eos_token: eosToken,
        ...variables,
        messages,
        add_generation_prompt: addGenerationPrompt,
      };
      if (tools !== undefined) names.tools = tools;
      for (const [name, value] of Object.entries(names)) {
        if (value !== undefined) scope.set(name, fromJson(value, budget, number));
      }
      return new Interpreter(this.#syntax.tests, budget).render(this.#syntax.body, new Scope(scope));
    });
  }
}

/** Runs something of jinja/ and gives its errors their code and form. */
function named<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof LimitError)
      throw new OrielError("bad-model", `Expected a chat template within its limits but found ${error.message}`, {
        limit: error.limit,
      });
    if (error instanceof RaisedError)
      throw new OrielError("bad-request", `The chat template refuses this conversation: ${error.message}`, {
        reason: error.message,
      });
    if (error instanceof TemplateError)
      throw new OrielError("unsupported", `Expected a chat template that can be rendered but found ${error.message}`, {
        construct: error.message,
      });
    if (error instanceof RangeError)
      throw new OrielError("bad-model", "Expected a chat template within its limits but found too deep a nesting");
    throw error;
  }
}
