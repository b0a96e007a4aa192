// One answer being computed: asks the API, appends what arrives to a message, and can be stopped at any stage. Knows nothing of the screen.
import type {
  ChatCompletionChunk,
  Completion,
  Oriel,
  ProcessEntry,
  Progress,
  RequestOptions,
  Stream,
} from "../../api/types.ts";
import { toOrielError } from "../../base/errors.ts";
import { failureOf } from "../../ui/error-view.ts";
import { type ChatDocument, type ChatNode, type Taken, toMessages, toText } from "./chat-document.ts";

export type Phase =
  | { name: "waiting" }
  | { name: "loading"; progress: Progress }
  | { name: "prefill"; done: number; total: number }
  | { name: "writing" };

/** Fires `change` whenever the message or the phase changed, until {@link run} has resolved. */
export class ChatSession extends EventTarget {
  phase: Phase = { name: "waiting" };
  /** The process that answers; absent before it begins. */
  process?: ProcessEntry;
  readonly #abort = new AbortController();

  constructor(
    private readonly oriel: Oriel,
    readonly chat: ChatDocument,
    /** The answer; a plain one continues the conversation as one text, with what it already holds. */
    readonly node: ChatNode,
    private readonly takes: Taken,
    /** Finds the process of a model that is loaded. */
    private readonly processOf: (model: string) => ProcessEntry | undefined,
  ) {
    super();
  }

  /** Ends the answer within one token; what has arrived is kept. */
  stop(): void {
    this.#abort.abort();
  }

  /** Computes the answer; never rejects: how it ended is written in the message. */
  async run(): Promise<void> {
    const { node } = this;
    delete node.end;
    delete node.failure;
    try {
      const stream = await this.#ask();
      this.process = this.processOf(node.model!);
      for await (const chunk of stream) this.#take(chunk);
      node.end ??= this.#abort.signal.aborted ? "stopped" : "stop";
    } catch (error) {
      const stopped = this.#abort.signal.aborted || toOrielError(error).code === "aborted";
      node.end = stopped ? "stopped" : "failed";
      if (!stopped) node.failure = failureOf(error);
    }
  }

  #ask(): Promise<Stream<ChatCompletionChunk> | Stream<Completion>> {
    const { chat, node } = this;
    const model = node.model!;
    const options: RequestOptions = {
      signal: this.#abort.signal,
      onLoad: (progress) => this.#set({ name: "loading", progress }),
      onPrefill: (done, total) => this.#set({ name: "prefill", done, total }),
    };
    const common = { ...chat.sampling, model, stream: true } as const;
    return node.plain === true
      ? this.oriel.completions.create({ ...common, prompt: toText(chat, node.id) }, options)
      : this.oriel.chat.completions.create({ ...common, messages: toMessages(chat, node.parent, this.takes) }, options);
  }

  #take(chunk: ChatCompletionChunk | Completion): void {
    const { node } = this;
    const [choice] = chunk.choices;
    const text = "delta" in choice ? choice.delta.content : choice.text;
    if (text) {
      node.content += text;
      this.phase = { name: "writing" };
    }
    // Nothing of an answer is settled before it has ended: should the page go away until then, nothing is left to be allowed.
    for (const { id, function: call } of ("delta" in choice && choice.delta.tool_calls) || [])
      node.calls = [...(node.calls ?? []), { id, ...call, state: "refused", model: this.process?.digest }];
    if (choice.finish_reason) node.end = choice.finish_reason;
    if (chunk.oriel) node.report = chunk.oriel;
    if (chunk.usage) node.totalTokens = chunk.usage.total_tokens;
    this.dispatchEvent(new Event("change"));
  }

  #set(phase: Phase): void {
    this.phase = phase;
    this.dispatchEvent(new Event("change"));
  }
}
