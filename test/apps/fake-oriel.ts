// An Oriel in memory for tests of the shell and the apps: models are names, answers are written by the test, nothing is computed.
import type {
  ChatCompletionChunk,
  ChatRequest,
  Completion,
  CompletionRequest,
  Delta,
  ModelEntry,
  Oriel,
  ProcessEntry,
  RequestOptions,
  RunReport,
  Stream,
} from "../../src/api/types.ts";
import type { Documents } from "../../src/base/documents.ts";
import { OrielError, throwIfAborted } from "../../src/base/errors.ts";
import type { Json } from "../../src/base/manifest.ts";
import type { Progress } from "../../src/base/progress.ts";

/** Part of an answer: text, or a tool call with its arguments as JSON text. */
export type Piece = string | { call: string; given: string };

export interface Script {
  models?: Partial<ModelEntry>[];
  /** What the next answers say, piece by piece; the last one is used again. */
  answers?: Piece[][];
  /** Milliseconds between two pieces. */
  pace?: number;
  /** Milliseconds of one of the ten steps of an import or load. */
  step?: number;
  /** Metadata of every model's file. */
  metadata?: Record<string, string | number>;
  /** Kernel tiers that failed the self-test of every model. */
  fallbacks?: string[];
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export function entry(given: Partial<ModelEntry>): ModelEntry {
  return {
    ref: "story:latest",
    digest: `sha256:${"4718429f0371".padEnd(64, "0")}`,
    bytes: 344_000,
    frees: 344_000,
    arch: "llama",
    name: null,
    quantization: "Q8_0",
    contextLength: 512,
    parameters: 260_000,
    hasChatTemplate: true,
    builtInTools: [],
    license: "MIT",
    source: { kind: "file", uri: "story.gguf" },
    importedAt: Date.UTC(2026, 10, 24, 12),
    ...given,
  };
}

const timings = { ttftMs: 120, prefillMs: 100, prefillTokens: 9, decodeMs: 2000, decodeTokens: 90 };
const report: RunReport = { timings, adapter: "SwiftShader", tier: "f32", seed: 1, context_full: false, token_ids: [] };
const usage = { prompt_tokens: 9, completion_tokens: 90, total_tokens: 99 };

export class FakeOriel {
  /** Every request as it came. */
  readonly requests: (ChatRequest | CompletionRequest)[] = [];
  #models: ModelEntry[];
  #processes: ProcessEntry[] = [];
  #answers: Piece[][];
  #lastPid = 0;
  #lastCall = 0;
  readonly #loading = new Map<number, AbortController>();
  #listeners = new Set<(what: "models" | "processes") => void>();

  constructor(private readonly script: Script = {}) {
    this.#models = (script.models ?? []).map(entry);
    this.#answers = [...(script.answers ?? [["It ", "works."]])];
  }

  readonly oriel: Oriel = {
    models: {
      import: async (file, { name, onProgress, signal } = {}) => {
        const fileName = (file as File).name;
        await this.#steps("store", onProgress, signal, file.size);
        if (/hostile/.test(fileName)) {
          const found = new TextDecoder().decode(await file.slice(0, 4).arrayBuffer());
          throw new OrielError("bad-model", `Expected the magic "GGUF" but found "${found}"`, { offset: 0, found });
        }
        const ref = name?.includes(":") ? name : `${name ?? fileName.replace(/\.gguf$/, "").toLowerCase()}:latest`;
        this.#models = [...this.#models.filter((model) => model.ref !== ref), entry({ ref, bytes: file.size })];
        this.#changed("models");
        return { ref, digest: entry({}).digest, bytes: file.size };
      },
      list: async () => this.#models,
      inspect: async (ref) => {
        const found = this.#models.find((model) => model.ref === ref);
        if (!found) throw new OrielError("not-found", `Expected a stored model but found none named ${ref}`, { ref });
        const source = { kind: "file" } as const;
        const manifest = { schema: 1, format: "gguf", tensors: [], blobs: {}, source } as const;
        return { manifest: { ...manifest, metadata: this.script.metadata ?? {}, tensors: [] }, entry: found };
      },
      remove: async (ref) => {
        const gone = this.#model(ref);
        if (this.#processes.some((process) => process.ref === ref))
          throw new OrielError("denied", `Expected ${ref} not to be loaded but found process 1`, { ref });
        this.#models = this.#models.filter((model) => model !== gone);
        this.#changed("models");
        return { freed: gone.frees };
      },
      load: (ref, { onProgress, signal } = {}) => this.#load(ref, onProgress, signal),
    },
    chat: {
      completions: {
        create: (async (request: ChatRequest, options?: RequestOptions) => {
          await this.#begin(request, options);
          const common = { id: "1", object: "chat.completion.chunk" as const, created: 0, model: request.model };
          return this.#stream(
            options?.signal,
            (piece, end): ChatCompletionChunk => ({
              ...common,
              choices: [{ index: 0, delta: this.#delta(piece), finish_reason: end }],
              ...(end ? { usage, oriel: report } : {}),
            }),
          );
        }) as Oriel["chat"]["completions"]["create"],
      },
    },
    completions: {
      create: (async (request: CompletionRequest, options?: RequestOptions) => {
        await this.#begin(request, options);
        const common = { id: "1", object: "text_completion" as const, created: 0, model: request.model };
        return this.#stream(
          options?.signal,
          (text, end): Completion => ({
            ...common,
            choices: [{ index: 0, text: text as string, finish_reason: end ? "length" : null }],
            ...(end ? { usage, oriel: report } : {}),
          }),
        );
      }) as Oriel["completions"]["create"],
    },
    logits: async () => new Float32Array(),
    ps: () => this.#processes,
    stats: () => Promise.reject(new OrielError("unsupported", "Expected a real process but found a fake")),
    kill: async (pid) => {
      this.#loading.get(pid)?.abort();
      this.#processes = this.#processes.filter((process) => process.pid !== pid);
      this.#changed("processes");
    },
    onChange: (listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };

  #model(ref: string): ModelEntry {
    const model = this.#models.find((known) => known.ref === ref);
    if (!model) throw new OrielError("not-found", `Expected a stored model but found no ${ref}`, { ref });
    return model;
  }

  async #begin(request: ChatRequest | CompletionRequest, options?: RequestOptions): Promise<void> {
    this.requests.push(structuredClone(request));
    await this.#load(request.model, options?.onLoad, options?.signal);
    options?.onPrefill?.(9, 9);
  }

  async #load(ref: string, onProgress?: (progress: Progress) => void, signal?: AbortSignal): Promise<ProcessEntry> {
    const model = this.#model(ref);
    const running = this.#processes.find((process) => process.ref === ref);
    if (running) return running;
    const bytes = { weights: model.bytes, kv: 1000, scratch: 1000 };
    const known = { pid: ++this.#lastPid, ref, digest: model.digest, queued: 0, bytes, startedAt: 0 };
    const others = () => this.#processes.filter(({ pid }) => pid !== known.pid);
    this.#processes = [...this.#processes, { ...known, state: "loading", info: null }];
    this.#changed("processes");
    const killed = new AbortController();
    this.#loading.set(known.pid, killed);
    try {
      await this.#steps(
        "load",
        onProgress,
        signal ? AbortSignal.any([signal, killed.signal]) : killed.signal,
        model.bytes,
      );
    } catch (error) {
      this.#processes = others();
      this.#changed("processes");
      throw error;
    } finally {
      this.#loading.delete(known.pid);
    }
    const process: ProcessEntry = {
      ...known,
      state: "ready",
      info: {
        ...{ arch: model.arch, name: null, contextLength: 512, vocabSize: 512, quantization: model.quantization },
        ...{ hasChatTemplate: model.hasChatTemplate, hasTokenizer: true, adapter: "SwiftShader", tier: "f32" },
        ...{ builtInTools: model.builtInTools, sampling: {} },
        ...{ fallbacks: this.script.fallbacks ?? [], bytes },
      },
    };
    this.#processes = [...others(), process];
    this.#changed("processes");
    return process;
  }

  async #steps(
    stage: Progress["stage"],
    report: ((progress: Progress) => void) | undefined,
    signal: AbortSignal | undefined,
    total: number,
  ): Promise<void> {
    for (let step = 0; step <= 10; step++) {
      throwIfAborted(signal);
      report?.({ stage, done: Math.round((total * step) / 10), total, unit: "bytes" });
      await wait(this.script.step ?? 5);
    }
  }

  #delta(piece: Piece): Delta {
    if (typeof piece === "string") return { content: piece };
    const id = `call_${++this.#lastCall}`;
    return { tool_calls: [{ index: 0, id, type: "function", function: { name: piece.call, arguments: piece.given } }] };
  }

  #stream<T>(
    signal: AbortSignal | undefined,
    chunk: (piece: Piece, end: "stop" | "tool_calls" | null) => T,
  ): Stream<T> {
    const pieces = this.#answers.length > 1 ? this.#answers.shift()! : this.#answers[0]!;
    const pace = this.script.pace ?? 5;
    async function* run() {
      for (const piece of pieces) {
        await wait(pace);
        throwIfAborted(signal);
        yield chunk(piece, null);
      }
      yield chunk("", pieces.some((piece) => typeof piece !== "string") ? "tool_calls" : "stop");
    }
    return Object.assign(run(), { abort() {} });
  }

  #changed(what: "models" | "processes"): void {
    for (const listener of this.#listeners) listener(what);
  }
}

/** Documents in memory. */
export class MemoryDocuments implements Documents {
  readonly all = new Map<string, Json>();

  async get(kind: string, id: string): Promise<Json | undefined> {
    return this.all.get(`${kind}/${id}`);
  }

  async put(kind: string, id: string, value: Json): Promise<void> {
    this.all.set(`${kind}/${id}`, structuredClone(value));
  }

  async list(kind: string): Promise<{ id: string; value: Json }[]> {
    const prefix = `${kind}/`;
    return [...this.all]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => ({ id: key.slice(prefix.length), value }));
  }

  async delete(kind: string, id: string): Promise<void> {
    this.all.delete(`${kind}/${id}`);
  }
}
