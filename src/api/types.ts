// The public surface of Oriel as types: what `window.oriel`, the apps and an embedding page may use. Nothing else is public.
import type { Digest, Json, Manifest } from "../base/manifest.ts";
import type { Progress } from "../base/progress.ts";
import type {
  ChatMessage,
  FinishReason as EngineFinishReason,
  ModelInfo,
  ProcessStats,
  Tier,
  Timings,
  ToolCall,
} from "../protocol/backend.ts";
import type { InspectedModel, ModelEntry } from "../protocol/library.ts";
import type { ProcessEntry } from "../system/process.ts";

export type { ChatMessage, InspectedModel, Manifest, ModelEntry, ModelInfo, ProcessEntry, Progress, Timings, ToolCall };

/** `tool_calls`: the model stopped by itself and wants at least one tool called. */
export type FinishReason = EngineFinishReason | "tool_calls";

export interface ImportOptions {
  /** `name` or `name:tag`; absent: from the file's name. An existing tag moves to the new version. */
  name?: string;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

export interface LoadOptions {
  tier?: Tier | "auto";
  kv?: "f16" | "f32";
  contextLength?: number;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

/**
 * Ranges and defaults are in `src/base/sampling.ts`; a value out of range is a `bad-request` that names the parameter. A
 * model's file may have other defaults: see `sampling` of its ModelInfo.
 */
export interface SamplingOptions {
  /** 0 is greedy. */
  temperature?: number;
  /** 0 keeps all. */
  top_k?: number;
  /** 1 keeps all. */
  top_p?: number;
  /** 0 keeps all. */
  min_p?: number;
  /** 1 is off; looks at the last 64 tokens where the file names no other number, as do the two below. */
  repetition_penalty?: number;
  /** 0 is off; for each time a token occurred. */
  frequency_penalty?: number;
  /** 0 is off; once for a token that occurred. */
  presence_penalty?: number;
  /** Absent: drawn at random and named in the response. */
  seed?: number;
  /** Absent: until the context is full. */
  max_tokens?: number;
  /** At most 16 strings, none empty; the answer ends before the first of them. */
  stop?: string | string[];
}

export interface RequestOptions {
  signal?: AbortSignal;
  /** Progress of the load, when the request has to load its model first. */
  onLoad?: (progress: Progress) => void;
  /** Prompt tokens evaluated so far. */
  onPrefill?: (done: number, total: number) => void;
}

export interface ChatRequest extends SamplingOptions {
  model: string;
  messages: ChatMessage[];
  /** Tools in OpenAI's form; `unsupported` for a model whose chat template has no `tools` or no `<tool_call>`. */
  tools?: Json[];
  stream?: boolean;
}

export interface CompletionRequest extends SamplingOptions {
  model: string;
  /** Text, or token ids used exactly as given. */
  prompt: string | number[];
  stream?: boolean;
}

export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

/** Where and how fast an answer was computed; beside the OpenAI fields. */
export interface RunReport {
  timings: Timings;
  adapter: string;
  tier: Tier;
  seed: number;
  context_full: boolean;
  /** The generated token ids. */
  token_ids: number[];
}

/** What the model says. With calls in it, `content` is null where there is nothing else. */
export interface AnswerMessage {
  role: "assistant";
  content: string | null;
  tool_calls?: ToolCall[];
}

/** What a chunk adds. A call comes whole, in one chunk; `index` counts the calls of the answer. */
export interface Delta {
  role?: "assistant";
  content?: string;
  tool_calls?: [ToolCall & { index: number }];
}

export interface ChatCompletion {
  id: string;
  object: "chat.completion";
  created: number;
  model: string;
  choices: [{ index: 0; message: AnswerMessage; finish_reason: FinishReason }];
  usage: Usage;
  oriel: RunReport;
}

export interface ChatCompletionChunk {
  id: string;
  object: "chat.completion.chunk";
  created: number;
  model: string;
  choices: [{ index: 0; delta: Delta; finish_reason: FinishReason | null }];
  /** In the last chunk only. */
  usage?: Usage;
  oriel?: RunReport;
}

export interface Completion {
  id: string;
  object: "text_completion";
  created: number;
  model: string;
  choices: [{ index: 0; text: string; finish_reason: EngineFinishReason | null }];
  /** In a stream: in the last chunk only. */
  usage?: Usage;
  oriel?: RunReport;
}

/**
 * An answer that is still being computed: iterate it once. Leaving the loop early stops it within one token; so does
 * `abort()` (or the request's signal), after which the loop ends with an OrielError `aborted`.
 */
export interface Stream<T> extends AsyncIterable<T> {
  abort(): void;
}

export interface Oriel {
  models: {
    import(file: Blob, options?: ImportOptions): Promise<{ ref: string; digest: Digest; bytes: number }>;
    list(): Promise<ModelEntry[]>;
    /** All that is known of a stored version: its metadata, tensors and chunks, and its entry of the list. */
    inspect(ref: string): Promise<InspectedModel>;
    /** Removes a tag and the chunks that nothing else needs; a model that is loaded is refused with `denied`. */
    remove(ref: string): Promise<{ freed: number }>;
    /**
     * Starts a process for a model, or returns the one that runs; options that the running one was not loaded with are
     * refused with `bad-request`. Aborting leaves nothing behind, unless others wait for the same load.
     */
    load(ref: string, options?: LoadOptions): Promise<ProcessEntry>;
  };
  chat: {
    completions: {
      create(request: ChatRequest & { stream: true }, options?: RequestOptions): Promise<Stream<ChatCompletionChunk>>;
      create(request: ChatRequest & { stream?: false }, options?: RequestOptions): Promise<ChatCompletion>;
    };
  };
  completions: {
    create(request: CompletionRequest & { stream: true }, options?: RequestOptions): Promise<Stream<Completion>>;
    create(request: CompletionRequest & { stream?: false }, options?: RequestOptions): Promise<Completion>;
  };
  /** Logits of the position after the last token: [vocabSize]. */
  logits(ref: string, input: string | number[], options?: RequestOptions): Promise<Float32Array>;
  ps(): ProcessEntry[];
  stats(pid: number): Promise<ProcessStats>;
  /** Ends a process at once; its requests end with `aborted`. */
  kill(pid: number): Promise<void>;
  /** Calls back when `models.list()` or `ps()` would answer differently; returns the unsubscribe function. */
  onChange(listener: (what: "models" | "processes") => void): () => void;
}
