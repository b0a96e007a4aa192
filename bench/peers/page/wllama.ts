// wllama as a peer: llama.cpp in WASM, on the CPU or through its WebGPU backend. Its low-level calls are gone since version 3, so answers are streamed completions.
import { CONTEXT, type Load, MODELS, PACKAGES, type Peer } from "./peer.ts";

/** What is used of the package, which is not installed when the project's types are checked. */
interface Package {
  Wllama: new (paths: { default: string }, config: { logger: Record<string, (...parts: unknown[]) => void> }) => Wllama;
}

interface Wllama {
  setCompat(compat: null): void;
  loadModel(blobs: Blob[], params: Record<string, unknown>): Promise<void>;
  getNumThreads(): number;
  createCompletion(options: Record<string, unknown>): Promise<AsyncIterable<Chunk>>;
}

interface Chunk {
  choices: { text: string; finish_reason: string | null }[];
  timings?: { prompt_n: number };
}

/** Lines of the log that are kept for error messages. */
const KEPT = 3;

export const loadOnCpu: Load = ({ file }) => load(file, false);
export const loadOnGpu: Load = ({ file }) => load(file, true);

async function load(file: string, gpu: boolean): Promise<Peer> {
  const { Wllama }: Package = await import(/* @vite-ignore */ `${PACKAGES}/@wllama/wllama/esm/index.js`);
  const log = new Log();
  const wllama = new Wllama({ default: `${PACKAGES}/@wllama/wllama/esm/wasm/wllama.wasm` }, { logger: log.logger });
  // Its other build would come from a CDN; no Chromium needs it.
  wllama.setCompat(null);
  const blob = await (await fetch(`${MODELS}/${file}`)).blob();
  // All cores on the CPU, wllama's own choice beside a GPU.
  const place = gpu ? {} : { n_gpu_layers: 0, n_threads: navigator.hardwareConcurrency };
  await log.explain(wllama.loadModel([blob], { n_ctx: CONTEXT, n_parallel: 1, ...place }));
  if (gpu && !log.usesGpu) throw new Error("wllama found no adapter that it can use, and fell back to the CPU");
  return {
    about: `CPU threads: ${wllama.getNumThreads()}`,
    async *generate({ text, ids }, limit) {
      const abort = new AbortController();
      const chunks = await wllama.createCompletion({
        prompt: text,
        max_tokens: limit,
        temperature: 0,
        ignore_eos: true,
        cache_prompt: false,
        timings_per_token: true,
        stream: true,
        abortSignal: abort.signal,
      });
      const iterator = chunks[Symbol.asyncIterator]();
      try {
        for (;;) {
          const { done, value } = await log.explain(iterator.next());
          if (done) return;
          const [choice] = value.choices;
          const evaluated = value.timings?.prompt_n ?? ids.length;
          if (evaluated !== ids.length) throw new Error(`Expected ${ids.length} prompt tokens but found ${evaluated}`);
          if (choice && choice.finish_reason === null) yield choice.text;
        }
      } finally {
        // The next request must not wait for what is left of this one.
        abort.abort();
        while (!(await iterator.next().catch(() => ({ done: true }))).done);
      }
    },
  };
}

/** What llama.cpp logs: whether a GPU took the weights, and the last complaints, since its errors themselves say little. */
class Log {
  usesGpu = false;
  readonly #complaints: string[] = [];

  readonly logger = {
    debug: (...parts: unknown[]) => this.#note(parts),
    log: (...parts: unknown[]) => this.#note(parts),
    warn: (...parts: unknown[]) => this.#note(parts, true),
    error: (...parts: unknown[]) => this.#note(parts, true),
  };

  /** The result of a call; an error gets the last complaints behind its own message. */
  async explain<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new Error([message, ...this.#complaints].join(" | "), { cause: error });
    }
  }

  #note(parts: unknown[], complaint = false): void {
    const line = parts.map(String).join(" ").replaceAll(/\s+/g, " ").trim();
    this.usesGpu ||= /offloaded [1-9]\d*\/\d+ layers to GPU/.test(line);
    if (!complaint || !line) return;
    this.#complaints.push(line.slice(0, 300));
    this.#complaints.splice(0, this.#complaints.length - KEPT);
  }
}
