// Sampling on the GPU, and decode runs of several tokens per submit that it makes possible: a drawn token is where the next step reads it.

import { throwIfAborted } from "../base/errors.ts";
import { Plan } from "../gpu/plan.ts";
import { PassTimer, passMs, STAMP_BYTES } from "../gpu/timer.ts";
import { sampleToken } from "../kernels/sample-token.ts";
import { NO_TOKEN, SAMPLING_BYTES, writeSampling } from "../kernels/sampling.ts";
import { topCandidates } from "../kernels/top-candidates.ts";
import { workgroupSize } from "../kernels/workgroup-size.ts";
import type { Sampling } from "../protocol/backend.ts";
import { Readback } from "./readback.ts";
import type { Runner } from "./runner.ts";
import { brokenLogits } from "./sampler.ts";

/** Most candidates that are merged; a larger or unlimited top-k is sampled on the CPU. */
const MAX_K = 64;
const SLICE = 2048;
const RING = 64;
/** Most tokens of one submit. As many are sent as `SUBMIT_MS` has room for, and where that is one, still `FEW_TOKENS`; a slower device sends each alone. */
const MAX_TOKENS = 8;
const FEW_TOKENS = 4;
const SUBMIT_MS = 50;
/** Submits on their way at once: one runs while the one before it is read. */
const DEPTH = 2;

/** What a run of decoding begins from. */
export interface DecodeRun {
  /** Ids whose last one's logits are in the runner's logits buffer. */
  ids: readonly number[];
  sampling: Sampling;
  /** Tokens to draw at most. */
  limit: number;
  signal: AbortSignal;
}

interface Batch {
  first: number;
  count: number;
  read: () => Promise<ArrayBuffer>;
}

export class GpuSampler {
  readonly plan: Plan;
  readonly #sampling: GPUBuffer;
  readonly #history: GPUBuffer;
  readonly #state: GPUBuffer;
  readonly #out: GPUBuffer;
  readonly #readback: Readback;
  readonly #timer: PassTimer;
  /** GPU time of all decode passes so far, in milliseconds; 0 on a device without timestamps. */
  gpuMs = 0;

  constructor(private readonly runner: Runner) {
    const { gpu, names } = runner.model.parts;
    const { contextLength: CONTEXT } = runner;
    const WORKGROUP_SIZE = workgroupSize(gpu);
    const VOCAB = names.vocabSize;
    const SLICES = Math.ceil(VOCAB / SLICE);
    const make = (label: string, size: number) => gpu.buffers.storage(label, size, "scratch");
    const candidates = make("candidates", SLICES * MAX_K * 8);
    this.#sampling = make("sampling", SAMPLING_BYTES);
    this.#history = make("history", CONTEXT * 4);
    this.#state = make("sampler state", 4);
    this.#out = make("drawn tokens", RING * 4);
    this.#readback = new Readback(gpu, "drawn tokens", RING * 4 + STAMP_BYTES, DEPTH + 1);
    this.#timer = new PassTimer(gpu);
    const shared = { rows: runner.rows, history: this.#history, sampling: this.#sampling, candidates };
    this.plan = new Plan(gpu, "sample")
      .add(topCandidates, {
        buffers: { ...shared, logits: runner.logitsBuffer },
        params: { rows: 1 },
        overrides: { VOCAB, STRIDE: VOCAB, SLICE, K: MAX_K, CONTEXT, WORKGROUP_SIZE },
      })
      .add(sampleToken, {
        buffers: { ...shared, state: this.#state, out: this.#out },
        params: { rows: 1 },
        overrides: { K: MAX_K, SLICES, CONTEXT, RING, WORKGROUP_SIZE },
      });
  }

  /** Whether these parameters are sampled here exactly; otherwise it is the CPU's turn. */
  static samples({ temperature, topK }: Sampling): boolean {
    return temperature === 0 || (topK >= 1 && topK <= MAX_K);
  }

  /**
   * Draws token after token.
   * @throws OrielError `bad-model` when logits are not finite, `aborted`, `device-lost`
   */
  async *run({ ids, sampling, limit, signal }: DecodeRun): AsyncGenerator<number, void, undefined> {
    this.#begin(ids, sampling);
    const pending: Batch[] = [this.#submit(ids.length, 0, Math.min(1, limit))];
    let drawn = 1;
    let perSubmit = 1;
    let lastAt = performance.now();
    try {
      while (pending.length > 0) {
        while (pending.length < DEPTH && drawn < limit && !signal.aborted) {
          const count = Math.min(perSubmit, limit - drawn);
          pending.push(this.#submit(ids.length, drawn, count));
          drawn += count;
        }
        const { first, count, read } = pending[0]!;
        const result = await read();
        const tokens = new Uint32Array(result, 0, RING);
        this.gpuMs += passMs(result.slice(RING * 4));
        pending.shift();
        throwIfAborted(signal);
        if (first > 0) {
          const perToken = (performance.now() - lastAt) / count;
          const room = perToken <= SUBMIT_MS ? Math.max(FEW_TOKENS, Math.floor(SUBMIT_MS / perToken)) : 1;
          perSubmit = Math.min(MAX_TOKENS, perSubmit * 2, room);
        }
        lastAt = performance.now();
        for (let step = first; step < first + count; step++) {
          const token = tokens[step % RING]!;
          if (token === NO_TOKEN) throw brokenLogits(ids.length + step);
          yield token;
          throwIfAborted(signal);
        }
      }
    } finally {
      for (const { read } of pending) await read().catch(() => undefined);
    }
  }

  #begin(ids: readonly number[], sampling: Sampling): void {
    const { queue } = this.runner.model.parts.gpu;
    const row = new DataView(new ArrayBuffer(SAMPLING_BYTES));
    writeSampling(row, 0, sampling);
    queue.writeBuffer(this.#sampling, 0, row.buffer);
    queue.writeBuffer(this.#history, 0, Uint32Array.from(ids));
    queue.writeBuffer(this.#state, 0, Uint32Array.of(0));
    this.runner.setToken(ids.at(-1)!, ids.length - 1);
  }

  /** Submits draws `first` … `first + count`; draw 0 needs no decode step, since its logits are there. */
  #submit(length: number, first: number, count: number): Batch {
    const { gpu } = this.runner.model.parts;
    this.runner.reserve(length + first + count - 1);
    const encoder = gpu.device.createCommandEncoder();
    const pass = this.#timer.begin(encoder);
    for (let step = first; step < first + count; step++) {
      if (step > 0) this.runner.decodePlan.encode(pass);
      this.plan.encode(pass);
    }
    pass.end();
    this.#timer.resolve(encoder);
    const read = this.#readback.record(encoder, [this.#out, RING * 4], [this.#timer.stamps, STAMP_BYTES]);
    gpu.submit(encoder);
    return { first, count, read };
  }
}
