// What any backend (a model worker, later other engines) is to the page: the messages both sides speak. Types only.
import type { OrielError } from "../base/errors.ts";
import type { Digest, Json, Manifest } from "../base/manifest.ts";
import type { Progress } from "../base/progress.ts";
import type { Tier } from "../base/tier.ts";

export type { Tier };

export interface LoadSpec {
  digest: Digest;
  manifest: Manifest;
  /** `auto` takes the highest tier the adapter has and whose self-test passes. */
  tier: Tier | "auto";
  kv: "f16" | "f32";
  /** Context length to reserve KV cache for; absent: the model's own, at most 4096. */
  contextLength?: number;
}

export interface ModelInfo {
  arch: string;
  /** `general.name` of the file, or null. */
  name: string | null;
  contextLength: number;
  vocabSize: number;
  /** GGUF's name of the most frequent weight type by bytes, for instance `Q4_K`. */
  quantization: string;
  hasChatTemplate: boolean;
  /** False when only token ids can be given: the file's tokenizer is unknown to Oriel. */
  hasTokenizer: boolean;
  /** Names of the tools that are in the weights; the model calls them without being told of them. */
  builtInTools: string[];
  /** What the file asks for where a request says nothing. */
  sampling: SamplingDefaults;
  adapter: string;
  tier: Tier;
  /** Kernel paths that failed their self-test at load and were replaced, with the reason. */
  fallbacks: string[];
  bytes: MemoryUse;
}

/** GPU memory of a process in bytes. */
export interface MemoryUse {
  weights: number;
  kv: number;
  scratch: number;
}

export interface ToolCall {
  id: string;
  type: "function";
  function: { name: string; arguments: string };
}

export interface ChatMessage {
  role: "system" | "user" | "assistant" | "tool";
  content: string | null;
  name?: string;
  tool_calls?: ToolCall[];
  tool_call_id?: string;
}

/** What to continue: raw text (tokenized with the model's BOS rule), ids exactly as given, or a conversation rendered by the model's template. */
export type Prompt = { text: string } | { ids: number[] } | { messages: ChatMessage[]; tools?: Json[] };

/** Sampling parameters, all resolved; the names and meanings are llama.cpp's. */
export interface Sampling {
  /** 0 is greedy. */
  temperature: number;
  /** 0 keeps all. */
  topK: number;
  /** 1 keeps all. */
  topP: number;
  /** 0 keeps all. */
  minP: number;
  /** 1 is off; divides positive and multiplies negative logits of tokens seen in the last `penaltyLastN`. */
  repetitionPenalty: number;
  frequencyPenalty: number;
  presencePenalty: number;
  penaltyLastN: number;
  /** Unsigned 32-bit. */
  seed: number;
}

/** Sampling parameters that a model's file sets, by the API's names; absent where it sets none. */
export interface SamplingDefaults {
  temperature?: number;
  top_k?: number;
  top_p?: number;
  min_p?: number;
  repetition_penalty?: number;
  /** Tokens that the penalties look back on; no parameter of a request. */
  penalty_last_n?: number;
}

export interface GenerateRequest {
  prompt: Prompt;
  sampling: Sampling;
  /** Absent: until the context is full. */
  maxTokens?: number;
  stop: string[];
}

/** `length` also names a context that is full; `stop` an end-of-generation token or a stop string. */
export type FinishReason = "stop" | "length";

/** Times in milliseconds by the worker's own clock. */
export interface Timings {
  /** From the request's arrival in the worker to the first token. */
  ttftMs: number;
  prefillMs: number;
  prefillTokens: number;
  decodeMs: number;
  decodeTokens: number;
}

export type GenerateEvent =
  | { type: "prefill"; done: number; total: number }
  | { type: "token"; id: number }
  | { type: "text"; text: string }
  | {
      type: "done";
      finishReason: FinishReason;
      promptTokens: number;
      completionTokens: number;
      contextFull: boolean;
      timings: Timings;
    }
  | { type: "error"; error: OrielError };

export interface TokenizeOptions {
  /** Adds BOS and EOS as the model's metadata ask; default true. */
  addSpecial?: boolean;
  /** Recognises special tokens in the text; default true. */
  parseSpecial?: boolean;
}

export interface ProcessStats {
  bytes: MemoryUse;
  tier: Tier;
  /** Tokens decoded and prompt tokens evaluated since load. */
  decodedTokens: number;
  prefilledTokens: number;
  /** Counted by the engine over its last decode run, per token; `gpuMs` is GPU time by timestamps, 0 where the device has none. */
  perToken: { dispatches: number; submits: number; bindGroups: number; readbacks: number; gpuMs: number };
}

/** One loaded model. Every method may reject with an {@link OrielError}. */
export interface Backend {
  load(spec: LoadSpec, report: (progress: Progress) => void, signal: AbortSignal): Promise<ModelInfo>;
  /** Streams {@link GenerateEvent}s to `port`, ending in exactly one `done` or `error`; a message `"abort"` on the port stops it. */
  generate(request: GenerateRequest, port: MessagePort): Promise<void>;
  /** Logits of the last position: [vocabSize]. */
  logits(prompt: Prompt, signal: AbortSignal): Promise<Float32Array>;
  tokenize(text: string, options?: TokenizeOptions): Promise<Uint32Array>;
  stats(): Promise<ProcessStats>;
  dispose(): Promise<void>;
}
