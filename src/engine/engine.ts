// One loaded model answering requests one at a time: prompt → prefill → decode → text. What is in the KV cache already is not evaluated again.
import { OrielError, throwIfAborted } from "../base/errors.ts";
import type { Manifest } from "../base/manifest.ts";
import type {
  GenerateEvent,
  GenerateRequest,
  ModelInfo,
  ProcessStats,
  Prompt,
  Timings,
  TokenizeOptions,
} from "../protocol/backend.ts";
import { type DecodeRun, GpuSampler } from "./gpu-sampler.ts";
import { type LoadedModel, type LoadOptions, loadModel } from "./load.ts";
import { describeModel } from "./model-info.ts";
import { brokenLogits, sample } from "./sampler.ts";
import { StopStrings } from "./stop-strings.ts";

export class Engine implements Disposable {
  readonly info: ModelInfo;
  readonly #model: LoadedModel;
  /** Ids whose keys and values are in the cache, from position 0 on. */
  #cached: number[] = [];
  #decoded = 0;
  #prefilled = 0;
  #perToken: ProcessStats["perToken"] = { dispatches: 0, submits: 0, bindGroups: 0, readbacks: 0, gpuMs: 0 };

  /** An engine over a model that is on its device already; it takes the device over. */
  constructor(model: LoadedModel, manifest: Manifest) {
    this.#model = model;
    this.info = describeModel(model, manifest);
  }

  /** Loads a model; see {@link loadModel} for what it throws. */
  static async load(options: LoadOptions): Promise<Engine> {
    return new Engine(await loadModel(options), options.manifest);
  }

  /**
   * Answers a request: `prefill` events, then `token` and `text` events, then one `done`.
   * @throws OrielError `bad-request`, `unsupported`, `bad-model` for logits that are not finite, `aborted`, `device-lost`
   */
  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent, void, undefined> {
    const startedAt = performance.now();
    const { prompts, gpu, sampler } = this.#model;
    const ids = prompts.ids(request.prompt);
    const room = this.#room(ids.length);
    const limit = Math.min(request.maxTokens ?? room, room);
    const timings: Timings = { ttftMs: 0, prefillMs: 0, prefillTokens: 0, decodeMs: 0, decodeTokens: 0 };

    for await (const { done, total } of this.#prefill(ids, signal)) {
      timings.prefillTokens = total;
      yield { type: "prefill", done, total };
    }
    const decodeStartedAt = performance.now();
    timings.prefillMs = decodeStartedAt - startedAt;

    const detokenizer = prompts.tokenizer?.createDetokenizer({ continues: !("messages" in request.prompt) });
    const stops = new StopStrings(request.stop);
    const before = { ...gpu.counts, gpuMs: sampler.gpuMs };
    const drawn: number[] = [];
    let ended = false;
    try {
      for await (const id of this.#draw({ ids, sampling: request.sampling, limit, signal })) {
        if (drawn.length === 0) timings.ttftMs = performance.now() - startedAt;
        ended = prompts.eog.has(id);
        if (ended) break;
        drawn.push(id);
        yield { type: "token", id };
        const text = detokenizer ? stops.push(detokenizer.push(id)) : "";
        if (text) yield { type: "text", text };
        ended = stops.stopped;
        if (ended) break;
      }
    } finally {
      this.#cached = this.#cached.concat(drawn.slice(0, -1));
      this.#account(drawn.length, before);
    }
    if (detokenizer && !stops.stopped) {
      const text = stops.push(detokenizer.flush()) + stops.flush();
      if (text) yield { type: "text", text };
      ended ||= stops.stopped;
    }
    timings.decodeMs = performance.now() - decodeStartedAt;
    timings.decodeTokens = drawn.length;
    yield {
      type: "done",
      finishReason: ended ? "stop" : "length",
      promptTokens: ids.length,
      completionTokens: drawn.length,
      contextFull: !ended && drawn.length === room,
      timings,
    };
  }

  /** Logits after the last token of a prompt: [vocabSize]. @throws as {@link generate} */
  async logits(prompt: Prompt, signal: AbortSignal): Promise<Float32Array<ArrayBuffer>> {
    const ids = this.#model.prompts.ids(prompt);
    this.#room(ids.length);
    for await (const _ of this.#prefill(ids, signal));
    return this.#model.runner.logits();
  }

  /** Negative log-likelihood in nats of each id but the first, given those before it: [ids.length − 1]. @throws as {@link generate} */
  async negativeLogLikelihood(prompt: Prompt, signal: AbortSignal): Promise<Float64Array> {
    const ids = this.#model.prompts.ids(prompt);
    this.#room(ids.length);
    const losses = new Float64Array(ids.length - 1);
    const { names, runner } = this.#model;
    let position = 0;
    const onLogits = (logits: Float32Array, rows: number) => {
      for (let row = 0; row < rows && position < losses.length; row++, position++) {
        const one = logits.subarray(row * names.vocabSize, (row + 1) * names.vocabSize);
        losses[position] = logSumExp(one) - one[ids[position + 1]!]!;
        if (Number.isNaN(losses[position])) throw brokenLogits(position + 1);
      }
    };
    this.#cached = [];
    for await (const _ of runner.prefill(Uint32Array.from(ids), { position: 0, signal, onLogits }));
    this.#cached = [...ids];
    return losses;
  }

  /** Ids that a prompt becomes. @throws as {@link generate} */
  idsOf(prompt: Prompt): number[] {
    return this.#model.prompts.ids(prompt);
  }

  /** Ids of a text. @throws OrielError `unsupported` when the file's tokenizer is unknown */
  tokenize(text: string, options?: TokenizeOptions): Uint32Array {
    return this.#model.prompts.text.encode(text, options);
  }

  stats(): ProcessStats {
    return {
      bytes: { ...this.#model.gpu.buffers.bytes },
      tier: this.info.tier,
      decodedTokens: this.#decoded,
      prefilledTokens: this.#prefilled,
      perToken: this.#perToken,
    };
  }

  [Symbol.dispose](): void {
    this.#model.gpu[Symbol.dispose]();
  }

  /** How many tokens fit behind a prompt. @throws OrielError `bad-request` when the prompt alone is too long */
  #room(length: number): number {
    const { contextLength } = this.#model.runner;
    if (length <= contextLength) return contextLength - length;
    const message = `Expected a prompt of at most ${contextLength} tokens but found ${length}`;
    throw new OrielError("bad-request", message, { contextLength, length });
  }

  /** Evaluates what the cache lacks of a prompt, at least its last token, and yields how far it is. */
  async *#prefill(ids: readonly number[], signal: AbortSignal) {
    const differing = ids.findIndex((id, position) => id !== this.#cached[position]);
    const position = Math.min(differing < 0 ? ids.length : differing, ids.length - 1);
    this.#cached.length = position;
    const rest = Uint32Array.from(ids.slice(position));
    for await (const done of this.#model.runner.prefill(rest, { position, signal })) {
      this.#prefilled += position + done - this.#cached.length;
      this.#cached = ids.slice(0, position + done);
      yield { done, total: rest.length };
    }
  }

  #draw(run: DecodeRun): AsyncGenerator<number, void, undefined> {
    return GpuSampler.samples(run.sampling) ? this.#model.sampler.run(run) : this.#drawOnCpu(run);
  }

  async *#drawOnCpu({ ids, sampling, limit, signal }: DecodeRun): AsyncGenerator<number, void, undefined> {
    const { runner } = this.#model;
    const all = [...ids];
    for (let drawn = 0; drawn < limit; drawn++) {
      throwIfAborted(signal);
      if (drawn > 0) {
        runner.setToken(all.at(-1)!, all.length - 1);
        runner.step(all.length - 1);
      }
      const id = sample(await runner.logits(), all, sampling);
      all.push(id);
      yield id;
    }
  }

  #account(tokens: number, before: ProcessStats["perToken"]): void {
    this.#decoded += tokens;
    if (tokens === 0) return;
    const now = { ...this.#model.gpu.counts, gpuMs: this.#model.sampler.gpuMs };
    const each = (name: keyof typeof before) => (now[name] - before[name]) / tokens;
    this.#perToken = {
      dispatches: each("dispatches"),
      submits: each("submits"),
      bindGroups: each("bindGroups"),
      readbacks: each("readbacks"),
      gpuMs: each("gpuMs"),
    };
  }
}

function logSumExp(logits: Float32Array): number {
  const largest = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return largest + Math.log(sum);
}
