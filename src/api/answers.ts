// From the events of a generation to the answers of the API: OpenAI's shapes, whole or as a stream of chunks.
import { OrielError } from "../base/errors.ts";
import type { FinishReason, GenerateEvent, ModelInfo } from "../protocol/backend.ts";
import type { EventStream } from "../system/event-stream.ts";
import type { ChatCompletion, ChatCompletionChunk, Completion, RunReport, Stream, Usage } from "./types.ts";

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
  onPrefill?: (done: number, total: number) => void;
}

interface End {
  finish_reason: FinishReason;
  usage: Usage;
  oriel: RunReport;
}

/** The answer to a chat, once it is complete. */
export async function chatCompletion(head: Head, events: EventStream): Promise<ChatCompletion> {
  const { text, end } = await collect(head, events);
  const { finish_reason, usage, oriel } = end;
  const message = { role: "assistant" as const, content: text };
  return {
    ...chatHead(head),
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason }],
    usage,
    oriel,
  };
}

/** The answer to a chat as it comes: a chunk with the role, chunks with text, a chunk with the finish. */
export function chatStream(head: Head, events: EventStream): Stream<ChatCompletionChunk> {
  async function* chunks(): AsyncGenerator<ChatCompletionChunk, void> {
    const common = { ...chatHead(head), object: "chat.completion.chunk" as const };
    yield { ...common, choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] };
    for await (const part of parts(head, events)) {
      if (typeof part === "string") {
        yield { ...common, choices: [{ index: 0, delta: { content: part }, finish_reason: null }] };
      } else {
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

async function collect(head: Head, events: EventStream): Promise<{ text: string; end: End }> {
  const pieces: string[] = [];
  for await (const part of parts(head, events)) {
    if (typeof part !== "string") return { text: pieces.join(""), end: part };
    pieces.push(part);
  }
  throw new OrielError("bug", "Expected an answer to end with its finish reason but found none");
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
