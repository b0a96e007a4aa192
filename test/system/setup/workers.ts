// Workers for tests of the page side: real messages and the real backend over a MessageChannel, around an engine whose
// steps and failures the test commands.

import { type EngineHandle, type EngineOptions, WebGpuBackend } from "../../../src/backends/webgpu/backend.ts";
import { type OrielError, throwIfAborted } from "../../../src/base/errors.ts";
import type { Manifest } from "../../../src/base/manifest.ts";
import type {
  FinishReason,
  GenerateEvent,
  GenerateRequest,
  ModelInfo,
  ProcessStats,
  Prompt,
} from "../../../src/protocol/backend.ts";
import type { ResolvedModel } from "../../../src/protocol/library.ts";
import { expose } from "../../../src/protocol/wire.ts";
import type { WorkerLike } from "../../../src/system/worker-link.ts";

export const INFO: ModelInfo = {
  arch: "llama",
  name: "Scripted",
  contextLength: 64,
  vocabSize: 100,
  quantization: "F32",
  hasChatTemplate: true,
  hasTokenizer: true,
  builtInTools: [],
  sampling: {},
  adapter: "scripted adapter",
  tier: "f32",
  fallbacks: [],
  bytes: { weights: 100, kv: 20, scratch: 3 },
};

export const MANIFEST: Manifest = {
  schema: 1,
  format: "gguf",
  metadata: {},
  tensors: [],
  blobs: {},
  source: { kind: "file" },
};

export function model(name: string): ResolvedModel {
  return { ref: `${name}:latest`, digest: `sha256:${name}`, manifest: MANIFEST };
}

/** Lets every message that is on its way arrive. */
export async function settled(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** What the engine of a worker does, and what it has done. */
export interface Script {
  info?: Partial<ModelInfo>;
  /** Turns of the event loop that a load takes. */
  loadTurns?: number;
  loadError?: OrielError;
  /** The generated token ids; token i reads as `<i>`, or as `texts` say. */
  tokens?: number[];
  texts?: string[];
  finishReason?: FinishReason;
  onRequest?: (request: GenerateRequest) => void;
  /** Thrown before the token at this index. */
  failAt?: { index: number; error: OrielError };
  /** Never ends a generation by itself. */
  endless?: boolean;
}

/** Answers by its script; each token takes a turn of the event loop. */
class ScriptedEngine implements EngineHandle {
  readonly info: ModelInfo;
  readonly log: string[];
  readonly #script: Script;

  constructor(script: Script, log: string[]) {
    this.#script = script;
    this.log = log;
    this.info = { ...INFO, ...script.info };
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    const name = "text" in request.prompt ? request.prompt.text : "";
    this.log.push(`start ${name}`);
    this.#script.onRequest?.(request);
    try {
      yield { type: "prefill", done: 3, total: 3 };
      const { texts, endless, failAt, finishReason = "stop" } = this.#script;
      const { tokens = texts?.map((_, index) => index) ?? [1, 2, 3] } = this.#script;
      for (let index = 0; endless || index < tokens.length; index++) {
        await new Promise((resolve) => setImmediate(resolve));
        throwIfAborted(signal);
        if (failAt?.index === index) throw failAt.error;
        const id = tokens[index % tokens.length]!;
        this.log.push(`token ${id}`);
        yield { type: "token", id };
        yield { type: "text", text: texts?.[index] ?? `<${id}>` };
      }
      const timings = { ttftMs: 1, prefillMs: 1, prefillTokens: 3, decodeMs: 2, decodeTokens: tokens.length };
      const counts = { promptTokens: 3, completionTokens: tokens.length, contextFull: false };
      yield { type: "done", finishReason, ...counts, timings };
    } finally {
      this.log.push(`end ${name}`);
    }
  }

  async logits(prompt: Prompt, signal: AbortSignal): Promise<Float32Array> {
    this.log.push("logits");
    await new Promise((resolve) => setImmediate(resolve));
    throwIfAborted(signal);
    return new Float32Array("ids" in prompt ? prompt.ids : [0]);
  }

  tokenize(text: string): Uint32Array {
    return Uint32Array.from(text, (letter) => letter.charCodeAt(0));
  }

  stats(): ProcessStats {
    const perToken = { dispatches: 1, submits: 1, bindGroups: 0, readbacks: 1, gpuMs: 0 };
    return { bytes: this.info.bytes, tier: this.info.tier, decodedTokens: 0, prefilledTokens: 0, perToken };
  }

  [Symbol.dispose](): void {
    this.log.push("dispose");
  }
}

export async function loadScripted(script: Script, log: string[], options: EngineOptions): Promise<EngineHandle> {
  const turns = script.loadTurns ?? 1;
  for (let turn = 0; turn < turns; turn++) {
    options.report({ stage: "load", done: turn, total: turns, unit: "steps" });
    await new Promise((resolve) => setImmediate(resolve));
    throwIfAborted(options.signal);
  }
  if (script.loadError) throw script.loadError;
  return new ScriptedEngine(script, log);
}

/** A worker in this thread: what it says and hears goes through structured clone, `terminate` cuts it off. */
export class ChannelWorker extends EventTarget implements WorkerLike {
  readonly log: string[] = [];
  readonly #page: MessagePort;
  readonly #inside: MessagePort;
  terminated = false;

  constructor(api: (log: string[]) => object) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#page = port1;
    this.#inside = port2;
    expose(api(this.log), port2);
    port1.start();
  }

  /** A worker with the real backend and a scripted engine. */
  static model(script: Script = {}): ChannelWorker {
    return new ChannelWorker(
      (log) =>
        new WebGpuBackend({
          gpu: {} as GPU,
          reader: { read: async () => new Uint8Array() },
          loadEngine: (options) => loadScripted(script, log, options),
        }),
    );
  }

  postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
    this.#page.postMessage(message, transfer as Transferable[]);
  }

  override addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: object): void {
    if (type === "message") this.#page.addEventListener(type, listener!);
    else super.addEventListener(type, listener, options);
  }

  override removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null): void {
    if (type === "message") this.#page.removeEventListener(type, listener!);
    else super.removeEventListener(type, listener);
  }

  terminate(): void {
    this.terminated = true;
    this.#page.close();
    this.#inside.close();
  }

  /** What the page sees when the worker's script throws outside a call. */
  crash(message: string): void {
    this.dispatchEvent(Object.assign(new Event("error"), { message }));
  }
}

/** Spawns workers by a script, and remembers them. */
export function spawner(script: Script | (() => Script) = {}): {
  spawn: () => ChannelWorker;
  workers: ChannelWorker[];
} {
  const workers: ChannelWorker[] = [];
  const spawn = () => {
    const worker = ChannelWorker.model(typeof script === "function" ? script() : script);
    workers.push(worker);
    return worker;
  };
  return { spawn, workers };
}
