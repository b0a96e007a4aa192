// Runs a model's plans on the GPU for one sequence: prefill in chunks, logits of any position, decode steps. Knows ids and positions, no text.
import { throwIfAborted } from "../base/errors.ts";
import { Plan } from "../gpu/plan.ts";
import { type Activations, makeActivations } from "../model/scratch.ts";
import type { Transformer } from "../model/transformer.ts";
import { Readback } from "./readback.ts";

/** Most rows of a prefill chunk. */
const MAX_CHUNK = 256;
/** Rows of the first chunk, before it is known how fast the device is. */
const FIRST_CHUNK = 32;
/** A submit aims to take no longer than this, so that the page's own frames get their turn. */
const SUBMIT_MS = 100;
/** Rows whose logits are computed together when every position is asked for. */
const HEAD_ROWS = 8;

export interface PrefillOptions {
  /** Position of the first id. */
  position: number;
  signal?: AbortSignal;
  /** Called with the logits of consecutive positions: [rows, vocabSize]; without it only the last position's are computed, see {@link Runner.logits}. */
  onLogits?: (logits: Float32Array<ArrayBuffer>, rows: number) => void;
}

export class Runner {
  /** Logits of the last position, [vocabSize]; what samplers read. */
  readonly logitsBuffer: GPUBuffer;
  /** (token, position, sequence, 0) of the next decode step. */
  readonly rows: GPUBuffer;
  readonly decodePlan: Plan;
  readonly #prefillPlan: Plan;
  readonly #headPlan: Plan;
  readonly #prefill: Activations;
  readonly #headInput: GPUBuffer;
  readonly #headLogits: GPUBuffer;
  readonly #readLogits: Readback;
  #slices = 1;
  #chunk = FIRST_CHUNK;

  constructor(
    readonly model: Transformer,
    readonly contextLength: number,
  ) {
    const { gpu, hyperparameters, names } = model.parts;
    const { strides } = model;
    const maxSlices = Math.ceil(contextLength / model.slice);
    const { heads, headDim } = hyperparameters;
    const make = (label: string, elements: number) => gpu.buffers.storage(label, elements * 4, "scratch");
    this.#prefill = makeActivations(gpu, "prefill", MAX_CHUNK, strides);
    const decode = makeActivations(gpu, "decode", 1, strides);
    this.rows = decode.rows;
    this.logitsBuffer = make("logits", names.vocabSize);
    this.#headInput = make("head input", HEAD_ROWS * strides.dim);
    this.#headLogits = make("head logits", HEAD_ROWS * names.vocabSize);
    const partial = make("attention partials", heads * maxSlices * (headDim + 2));

    this.decodePlan = new Plan(gpu, "decode");
    model.addDecode(this.decodePlan, decode, partial, 1, this.logitsBuffer);
    this.#prefillPlan = new Plan(gpu, "prefill");
    model.addPrefill(this.#prefillPlan, this.#prefill);
    this.#headPlan = new Plan(gpu, "head");
    model.addHead(this.#headPlan, this.#headInput, make("head normed", HEAD_ROWS * strides.dim), this.#headLogits);
    this.#readLogits = new Readback(gpu, "logits", HEAD_ROWS * names.vocabSize * 4, 2);
  }

  get #gpu() {
    return this.model.parts.gpu;
  }

  /** Compiles every pipeline of the plans. */
  async compile(signal?: AbortSignal): Promise<void> {
    const plans = [this.decodePlan, this.#prefillPlan, this.#headPlan];
    await Promise.all(plans.map((plan) => plan.compile(signal)));
  }

  /**
   * Evaluates ids from a position on, yields how many are done, and leaves the logits of the last in {@link logitsBuffer}.
   * @throws OrielError `aborted` between two chunks, `device-lost`
   */
  async *prefill(
    ids: Uint32Array,
    { position, signal, onLogits }: PrefillOptions,
  ): AsyncGenerator<number, void, undefined> {
    const { kv } = this.model.parts;
    kv.reserve(0, position + ids.length);
    for (let done = 0; done < ids.length; ) {
      throwIfAborted(signal);
      const rows = Math.min(this.#chunk, ids.length - done);
      const last = done + rows === ids.length;
      const startedAt = performance.now();
      await this.#runChunk(ids.subarray(done, done + rows), position + done, last && !onLogits);
      this.#adapt(rows, performance.now() - startedAt);
      done += rows;
      if (onLogits) await this.#allLogits(rows, last, onLogits);
      yield done;
    }
  }

  /** Reads {@link logitsBuffer}: [vocabSize]. */
  async logits(): Promise<Float32Array<ArrayBuffer>> {
    const encoder = this.#gpu.device.createCommandEncoder();
    const read = this.#readLogits.record(encoder, [this.logitsBuffer, this.#vocabBytes]);
    this.#gpu.submit(encoder);
    return new Float32Array(await read());
  }

  /** Says which token the next decode step evaluates, and where. */
  setToken(token: number, position: number): void {
    this.#gpu.queue.writeBuffer(this.rows, 0, Uint32Array.of(token, position, 0, 0));
  }

  /** Makes room for positions below `end` and sets the grid of the attention to match. */
  reserve(end: number): void {
    this.model.parts.kv.reserve(0, end);
    const slices = Math.ceil(end / this.model.slice);
    if (slices === this.#slices) return;
    this.#slices = slices;
    this.decodePlan.update({ slices });
  }

  /** Evaluates the token set by {@link setToken} and leaves its logits in {@link logitsBuffer}. */
  step(position: number): void {
    this.reserve(position + 1);
    const encoder = this.#gpu.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    this.decodePlan.encode(pass);
    pass.end();
    this.#gpu.submit(encoder);
  }

  async #runChunk(ids: Uint32Array, position: number, withHead: boolean): Promise<void> {
    const { device, queue } = this.#gpu;
    const table = Uint32Array.from(
      { length: ids.length * 4 },
      (_, i) => [ids[i >> 2]!, position + (i >> 2), 0, 0][i & 3]!,
    );
    queue.writeBuffer(this.#prefill.rows, 0, table);
    this.#prefillPlan.update({ rows: ids.length });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    this.#prefillPlan.encode(pass);
    pass.end();
    if (withHead) {
      this.#encodeHead(encoder, ids.length - 1, 1);
      encoder.copyBufferToBuffer(this.#headLogits, 0, this.logitsBuffer, 0, this.#vocabBytes);
    }
    this.#gpu.submit(encoder);
    await queue.onSubmittedWorkDone();
    this.#gpu.check();
  }

  async #allLogits(rows: number, last: boolean, onLogits: NonNullable<PrefillOptions["onLogits"]>): Promise<void> {
    for (let first = 0; first < rows; first += HEAD_ROWS) {
      const count = Math.min(HEAD_ROWS, rows - first);
      const encoder = this.#gpu.device.createCommandEncoder();
      this.#encodeHead(encoder, first, count);
      const read = this.#readLogits.record(encoder, [this.#headLogits, count * this.#vocabBytes]);
      if (last && first + count === rows) {
        const offset = (count - 1) * this.#vocabBytes;
        encoder.copyBufferToBuffer(this.#headLogits, offset, this.logitsBuffer, 0, this.#vocabBytes);
      }
      this.#gpu.submit(encoder);
      onLogits(new Float32Array(await read()), count);
    }
  }

  /** Logits of some rows of the prefill chunk, into the head's own buffer. */
  #encodeHead(encoder: GPUCommandEncoder, first: number, rows: number): void {
    const rowBytes = this.model.strides.dim * 4;
    this.#headPlan.update({ rows });
    encoder.copyBufferToBuffer(this.#prefill.x, first * rowBytes, this.#headInput, 0, rows * rowBytes);
    const pass = encoder.beginComputePass();
    this.#headPlan.encode(pass);
    pass.end();
  }

  /** Chooses the next chunk's rows so that its submit takes about {@link SUBMIT_MS}. */
  #adapt(rows: number, ms: number): void {
    if (rows < this.#chunk) return;
    const fitting = Math.floor((rows * SUBMIT_MS) / Math.max(ms, 1) / 8) * 8;
    this.#chunk = Math.max(8, Math.min(MAX_CHUNK, this.#chunk * 2, fitting));
  }

  get #vocabBytes(): number {
    return this.model.parts.names.vocabSize * 4;
  }
}
