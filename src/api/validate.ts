// What a request may contain: every parameter with its range and default. Anything else is an error that names it.
import { OrielError } from "../base/errors.ts";
import type { Json } from "../base/manifest.ts";
import { SAMPLING, type SamplingName, type SamplingParameter } from "../base/sampling.ts";
import type { ChatMessage, GenerateRequest, Prompt, ToolCall } from "../protocol/backend.ts";
import type { SamplingGiven } from "../protocol/sampling.ts";
import {
  array,
  boolean,
  callback,
  integer,
  nonEmptyString,
  number,
  object,
  oneOf,
  optional,
  refuse,
  signal,
  string,
} from "./check.ts";
import type { ChatRequest, CompletionRequest, ImportOptions, LoadOptions, RequestOptions } from "./types.ts";

const MAX_U32 = 2 ** 32 - 1;
const MAX_STOPS = 16;

/** Parameters of OpenAI's API that Oriel knows and does not have. */
const UNSUPPORTED = new Set(
  `audio best_of echo function_call functions logit_bias logprobs max_completion_tokens metadata
  modalities n parallel_tool_calls prediction prompt_cache_key reasoning_effort response_format safety_identifier
  service_tier store stream_options suffix tool_choice top_logprobs user verbosity web_search_options`.split(/\s+/),
);

type Check = (value: unknown, name: string) => unknown;
type Checked<T extends Record<string, Check>> = { [K in keyof T]: ReturnType<T[K]> };

const SAMPLERS = {
  temperature: sampled("temperature"),
  top_k: sampled("top_k"),
  top_p: sampled("top_p"),
  min_p: sampled("min_p"),
  repetition_penalty: sampled("repetition_penalty"),
  frequency_penalty: sampled("frequency_penalty"),
  presence_penalty: sampled("presence_penalty"),
};

const SAMPLED = {
  ...SAMPLERS,
  seed: sampled("seed"),
  max_tokens: sampled("max_tokens"),
  stop: optional(stopStrings),
};

const SAMPLER_NAMES = Object.keys(SAMPLERS) as (keyof typeof SAMPLERS)[];

const CHAT = {
  model: nonEmptyString,
  messages,
  tools: optional(tools),
  stream: optional(boolean),
  ...SAMPLED,
};

const COMPLETION = { model: nonEmptyString, prompt: textOrIds, stream: optional(boolean), ...SAMPLED };

const REQUEST_OPTIONS = { signal: optional(signal), onLoad: optional(callback), onPrefill: optional(callback) };

const LOAD_OPTIONS = {
  tier: optional(oneOf("auto", "base", "f32", "f16")),
  kv: optional(oneOf("f16", "f32")),
  contextLength: optional(integer(1, MAX_U32)),
  onProgress: optional(callback),
  signal: optional(signal),
};

const IMPORT_OPTIONS = {
  name: optional(nonEmptyString),
  onProgress: optional(callback),
  signal: optional(signal),
};

const MESSAGE = {
  role: oneOf("system", "user", "assistant", "tool"),
  content,
  name: optional(nonEmptyString),
  tool_calls: optional(toolCalls),
  tool_call_id: optional(nonEmptyString),
};

const TOOL_CALL = { id: nonEmptyString, type: oneOf("function"), function: toolFunction };

/** A request that is right in itself; the sampling that it does not name depends on the model. */
export interface Validated {
  model: string;
  stream: boolean;
  seed: number;
  sampling: SamplingGiven;
  generate: Omit<GenerateRequest, "sampling">;
}

/**
 * A chat request, checked.
 * @param seed used when the request names none
 * @throws OrielError `bad-request` or `unsupported`, naming the parameter
 */
export function validateChat(request: ChatRequest, seed: () => number): Validated {
  const checked = check(CHAT, request, "the request");
  const prompt: Prompt = {
    messages: checked.messages,
    ...(checked.tools && checked.tools.length > 0 && { tools: checked.tools }),
  };
  return validated(checked, prompt, seed);
}

/** As {@link validateChat}, for a text or token ids to continue. */
export function validateCompletion(request: CompletionRequest, seed: () => number): Validated {
  const checked = check(COMPLETION, request, "the request");
  return validated(checked, checked.prompt, seed);
}

/** @throws OrielError `bad-request` naming the parameter */
export function validateInput(input: string | number[]): Prompt {
  return textOrIds(input, "input");
}

/** @throws OrielError `bad-request` naming the parameter */
export function validateRef(ref: string): string {
  return nonEmptyString(ref, "ref");
}

/** @throws OrielError `bad-request` */
export function validatePid(pid: number): number {
  return integer(1, Number.MAX_SAFE_INTEGER)(pid, "pid");
}

export function validateOptions(options: RequestOptions | undefined): RequestOptions {
  return check(REQUEST_OPTIONS, options ?? {}, "options") as RequestOptions;
}

export function validateLoad(options: LoadOptions | undefined): LoadOptions {
  return check(LOAD_OPTIONS, options ?? {}, "options") as LoadOptions;
}

export function validateImport(file: Blob, options: ImportOptions | undefined): ImportOptions {
  if (!(file instanceof Blob)) refuse("file", "to be a File or Blob", file);
  return check(IMPORT_OPTIONS, options ?? {}, "options") as ImportOptions;
}

/** Every parameter of `checks` checked, and no other one given. */
function check<T extends Record<string, Check>>(checks: T, value: unknown, what: string, path = ""): Checked<T> {
  const given = object(value, what);
  for (const [name, found] of Object.entries(given)) {
    if (Object.hasOwn(checks, name) || found === undefined) continue;
    if (path === "" && UNSUPPORTED.has(name)) {
      throw new OrielError("unsupported", `Expected no parameter ${name}: Oriel does not support it`, {
        parameter: name,
      });
    }
    const known = Object.keys(checks).join(", ");
    const message = `Expected only the parameters ${known} in ${what} but found ${path}${name}`;
    throw new OrielError("bad-request", message, { parameter: `${path}${name}` });
  }
  return Object.fromEntries(
    Object.entries(checks).map(([name, one]) => [name, one(given[name], `${path}${name}`)]),
  ) as Checked<T>;
}

function validated(
  checked: Checked<typeof SAMPLED> & { model: string; stream: boolean | undefined },
  prompt: Prompt,
  seed: () => number,
): Validated {
  const sampling = Object.fromEntries(SAMPLER_NAMES.map((name) => [name, checked[name]]));
  const limit = checked.max_tokens === undefined ? {} : { maxTokens: checked.max_tokens };
  return {
    model: checked.model,
    stream: checked.stream ?? false,
    seed: checked.seed ?? seed(),
    sampling: withoutUndefined(sampling),
    generate: { prompt, stop: checked.stop ?? [], ...limit },
  };
}

function sampled(name: SamplingName) {
  const { min, max, above, integer: whole }: SamplingParameter = SAMPLING[name];
  return optional(whole ? integer(min, max) : number(above ? { above: min, most: max } : { least: min, most: max }));
}

function stopStrings(value: unknown, name: string): string[] {
  const stops = (typeof value === "string" ? [value] : array(value, name)).map((stop) => nonEmptyString(stop, name));
  return stops.length <= MAX_STOPS ? stops : refuse(name, `to have at most ${MAX_STOPS} strings`, stops.length);
}

function textOrIds(value: unknown, name: string): { text: string } | { ids: number[] } {
  if (typeof value === "string") return { text: value };
  if (!Array.isArray(value)) return refuse(name, "to be a string or an array of token ids", value);
  if (value.length === 0) refuse(name, "to have at least one token id", value);
  const id = integer(0, MAX_U32);
  return { ids: value.map((one, index) => id(one, `${name}[${index}]`)) };
}

function messages(value: unknown, name: string): ChatMessage[] {
  const list = array(value, name);
  if (list.length === 0) refuse(name, "to have at least one message", list);
  return list.map((one, index) => message(one, `${name}[${index}]`));
}

function message(value: unknown, name: string): ChatMessage {
  const checked = check(MESSAGE, value, name, `${name}.`);
  const isCall = checked.role === "assistant" && checked.tool_calls !== undefined;
  if (checked.content === null && !checked.tool_calls?.length) refuse(`${name}.content`, "to be a string", null);
  if (checked.tool_calls && !isCall) refuse(`${name}.tool_calls`, "in an assistant's message only", checked.role);
  return withoutUndefined(checked) as unknown as ChatMessage;
}

function content(value: unknown, name: string): string | null {
  if (Array.isArray(value)) {
    throw new OrielError("unsupported", `Expected ${name} to be a string: Oriel takes no content parts`, {
      parameter: name,
    });
  }
  return value === null || value === undefined ? null : string(value, name);
}

function tools(value: unknown, name: string): Json[] {
  return array(value, name).map((one, index) => object(one, `${name}[${index}]`) as Json);
}

function toolCalls(value: unknown, name: string): ToolCall[] {
  return array(value, name).map((one, index) => check(TOOL_CALL, one, `${name}[${index}]`, `${name}[${index}].`));
}

function toolFunction(value: unknown, name: string): ToolCall["function"] {
  return check({ name: nonEmptyString, arguments: string }, value, name, `${name}.`);
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}
