// From the events of a generation to the answers of the API: OpenAI's shapes, whole or as a stream of chunks.
import { OrielError } from "../base/errors.ts";
import type { FinishReason as EngineFinishReason, GenerateEvent, ModelInfo, ToolCall } from "../protocol/backend.ts";
import type { EventStream } from "../system/event-stream.ts";
import { type Part, ToolCallReader } from "./tool-calls.ts";
import type {
  AnswerMessage,
  ChatCompletion,
  ChatCompletionChunk,
  Completion,
  Delta,
  FinishReason,
  RunReport,
  Stream,
  Usage,
} from "./types.ts";

/** What is known of an answer before its first token. */
export interface Head {
  /** Random hexadecimal digits. */
  id: string;
  /** Seconds since 1970. */
  created: number;
  /** `name:tag`. */
  model: string;
  info: ModelInfo;
  seed: number;
  /** Whether the model has tools, given or built in, so that a chat's text may be calls. */
  hasTools: boolean;
  onPrefill?: (done: number, total: number) => void;
}

interface End<Reason = EngineFinishReason> {
  finish_reason: Reason;
  usage: Usage;
  oriel: RunReport;
}

/** The answer to a chat, once it is complete. */
export async function chatCompletion(head: Head, events: EventStream): Promise<ChatCompletion> {
  const texts: string[] = [];
  const calls: ToolCall[] = [];
  for await (const part of chatParts(head, events)) {
    if ("text" in part) texts.push(part.text);
    else if ("call" in part) calls.push(part.call);
    else {
      const { finish_reason, ...rest } = part;
      const content = texts.length === 0 && calls.length > 0 ? null : texts.join("");
      const message: AnswerMessage = { role: "assistant", content, ...(calls.length > 0 && { tool_calls: calls }) };
      return { ...chatHead(head), object: "chat.completion", choices: [{ index: 0, message, finish_reason }], ...rest };
    }
  }
  throw endless();
}

/** The answer to a chat as it comes: a chunk with the role, chunks with text or a tool call, a chunk with the finish. */
export function chatStream(head: Head, events: EventStream): Stream<ChatCompletionChunk> {
  async function* chunks(): AsyncGenerator<ChatCompletionChunk, void> {
    const common = { ...chatHead(head), object: "chat.completion.chunk" as const };
    const chunk = (delta: Delta): ChatCompletionChunk => ({
      ...common,
      choices: [{ index: 0, delta, finish_reason: null }],
    });
    let calls = 0;
    yield chunk({ role: "assistant", content: "" });
    for await (const part of chatParts(head, events)) {
      if ("text" in part) yield chunk({ content: part.text });
      else if ("call" in part) yield chunk({ tool_calls: [{ index: calls++, ...part.call }] });
      else {
        const { finish_reason, ...rest } = part;
        yield { ...common, choices: [{ index: 0, delta: {}, finish_reason }], ...rest };
      }
    }
  }
  return once(events, chunks());
}

/** The continuation of a prompt, once it is complete. */
export async function completion(head: Head, events: EventStream): Promise<Completion> {
  const { text, end } = await collect(head, events);
  const { finish_reason, ...rest } = end;
  return { ...completionHead(head), choices: [{ index: 0, text, finish_reason }], ...rest };
}

/** The continuation of a prompt as it comes: chunks with text, a chunk with the finish. */
export function completionStream(head: Head, events: EventStream): Stream<Completion> {
  async function* chunks(): AsyncGenerator<Completion, void> {
    const common = completionHead(head);
    for await (const part of parts(head, events)) {
      if (typeof part === "string") yield { ...common, choices: [{ index: 0, text: part, finish_reason: null }] };
      else {
        const { finish_reason, ...rest } = part;
        yield { ...common, choices: [{ index: 0, text: "", finish_reason }], ...rest };
      }
    }
  }
  return once(events, chunks());
}

function chatHead({ id, created, model }: Head) {
  return { id: `chatcmpl-${id}`, created, model };
}

function completionHead({ id, created, model }: Head) {
  return { id: `cmpl-${id}`, object: "text_completion" as const, created, model };
}

/** The text in pieces, then the end. */
async function* parts(head: Head, events: EventStream): AsyncGenerator<string | End, void> {
  const tokenIds: number[] = [];
  for await (const event of events) {
    if (event.type === "prefill") head.onPrefill?.(event.done, event.total);
    else if (event.type === "token") tokenIds.push(event.id);
    else if (event.type === "text") yield event.text;
    else yield endOf(head, event, tokenIds);
  }
}

/** The text and the tool calls of a chat's answer, then the end. */
async function* chatParts(head: Head, events: EventStream): AsyncGenerator<Part | End<FinishReason>, void> {
  const reader = head.hasTools ? new ToolCallReader((index) => `call_${head.id}_${index}`) : null;
  for await (const part of parts(head, events)) {
    if (typeof part === "string") yield* reader?.push(part) ?? [{ text: part }];
    else {
      if (reader) yield* reader.end();
      const wanted = reader && reader.calls > 0 && part.finish_reason === "stop";
      yield wanted ? { ...part, finish_reason: "tool_calls" } : part;
    }
  }
}

async function collect(head: Head, events: EventStream): Promise<{ text: string; end: End }> {
  const pieces: string[] = [];
  for await (const part of parts(head, events)) {
    if (typeof part !== "string") return { text: pieces.join(""), end: part };
    pieces.push(part);
  }
  throw endless();
}

function endless(): OrielError {
  return new OrielError("bug", "Expected an answer to end with its finish reason but found none");
}

function endOf(head: Head, done: GenerateEvent & { type: "done" }, tokenIds: number[]): End {
  const { promptTokens, completionTokens } = done;
  return {
    finish_reason: done.finishReason,
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
    oriel: {
      timings: done.timings,
      adapter: head.info.adapter,
      tier: head.info.tier,
      seed: head.seed,
      context_full: done.contextFull,
      token_ids: tokenIds,
    },
  };
}

/** Chunks that can be iterated once; leaving them, or `abort()`, stops the generation even before the first was read. */
function once<T>(events: EventStream, chunks: AsyncGenerator<T, void>): Stream<T> {
  let taken = false;
  const abort = () => events.stop(new OrielError("aborted", "The answer was stopped"));
  return {
    abort,
    [Symbol.asyncIterator]() {
      if (taken) throw new OrielError("bad-request", "Expected a stream to be iterated once but found a second time");
      taken = true;
      const leave = () => {
        abort();
        return chunks.return();
      };
      return { next: () => chunks.next(), return: leave };
    },
  };
}
