// A transformer as dispatches: a decode step and a prefill chunk, by what the names of its weights and its hyperparameters say. Straight-line; the engine decides when they run.
import type { Plan } from "../gpu/plan.ts";
import { attentionDecode } from "../kernels/attention-decode.ts";
import { attentionMerge } from "../kernels/attention-merge.ts";
import { attentionPrefill } from "../kernels/attention-prefill.ts";
import { attentionSlice } from "../kernels/workgroup-size.ts";
import { Dispatches, type Input, type ModelParts } from "./dispatches.ts";
import type { LayerNames, Projection } from "./model-weights.ts";
import type { Activations, Strides } from "./scratch.ts";

export class Transformer {
  readonly strides: Strides;
  /** Positions that one workgroup of decode attention takes. */
  readonly slice: number;
  readonly #run: Dispatches;

  constructor(readonly parts: ModelParts) {
    this.#run = new Dispatches(parts);
    this.strides = this.#run.strides;
    this.slice = attentionSlice(parts.gpu);
  }

  /**
   * Adds one decode step: from `rows` to `logits` [rows, vocabSize].
   * @param partial room for `slices` attention slices per row and head, see `attentionDecode`
   */
  addDecode(plan: Plan, a: Activations, partial: GPUBuffer, slices: number, logits: GPUBuffer): void {
    const { names, hyperparameters } = this.parts;
    const run = this.#run;
    run.gather(plan, a, this.#firstNorm(0));
    names.layers.forEach((layer, index) => {
      const input = this.#normed(a, layer.attnNorm);
      run.project(plan, layer.qkv, input, { y: a.qkv, stride: this.strides.qkv });
      if (layer.parallel) run.feedForward(plan, a, layer, this.#parallelInput(plan, a, layer, input));
      run.writeKv(plan, a, index);
      this.#attendOne(plan, a, index, partial, slices);
      const afterAttention = layer.parallel ? this.#firstNorm(index + 1) : (layer.ffnNorm ?? names.outputNorm);
      this.#add(plan, a, layer.output, this.#attended(a), layer.attnPostNorm, afterAttention);
      if (!layer.parallel) run.feedForward(plan, a, layer, this.#normed(a, layer.ffnNorm));
      const hidden = { x: a.hidden, stride: this.strides.ff };
      this.#add(plan, a, layer.down, hidden, layer.ffnPostNorm, this.#firstNorm(index + 1));
    });
    const { logitScale: multiplier, finalCap: cap } = hyperparameters;
    const out = { y: logits, stride: names.vocabSize };
    run.project(plan, names.head, this.#normed(a, names.outputNorm), out, { multiplier, cap });
  }

  /** Adds one prefill chunk: from `rows` to the residual stream `x` after the last layer. `Plan.update({ rows })` sets how many rows it has. */
  addPrefill(plan: Plan, a: Activations): void {
    const { names, hyperparameters } = this.parts;
    const run = this.#run;
    const x = { y: a.x, stride: this.strides.dim };
    const branch = { y: a.branch, stride: this.strides.dim };
    run.gather(plan, a, this.#firstNorm(0));
    const feedForward = (layer: LayerNames, input: Input) => {
      run.multiply(plan, layer.up, input, { y: a.gateUp, stride: this.strides.gateUp });
      run.activate(plan, a, layer.gated);
    };
    const add = (projection: Projection, input: Input, postNorm: string | undefined) => {
      if (!postNorm)
        return run.multiply(plan, projection, input, x, { add: true, multiplier: hyperparameters.residualScale });
      run.multiply(plan, projection, input, branch);
      run.addNormed(plan, a, postNorm, names.outputNorm);
    };
    names.layers.forEach((layer, index) => {
      const input = this.#withNorm(plan, a, layer.attnNorm);
      run.multiply(plan, layer.qkv, input, { y: a.qkv, stride: this.strides.qkv });
      if (layer.parallel) feedForward(layer, this.#parallelInput(plan, a, layer, input));
      run.writeKv(plan, a, index);
      this.#attendMany(plan, a, index);
      add(layer.output, this.#attended(a), layer.attnPostNorm);
      if (!layer.parallel) feedForward(layer, this.#withNorm(plan, a, layer.ffnNorm));
      add(layer.down, { x: a.hidden, stride: this.strides.ff }, layer.ffnPostNorm);
    });
  }

  /** Adds the logits [rows, vocabSize] of rows of the residual stream, with `normed` as room for the norm. */
  addHead(plan: Plan, x: GPUBuffer, normed: GPUBuffer, logits: GPUBuffer): void {
    const { names, hyperparameters } = this.parts;
    const { logitScale: multiplier, finalCap: cap } = hyperparameters;
    this.#run.norm(plan, x, names.outputNorm, normed);
    const out = { y: logits, stride: names.vocabSize };
    const input = { x: normed, stride: this.strides.dim };
    if (cap > 0) this.#run.project(plan, names.head, input, out, { multiplier, cap });
    else this.#run.multiply(plan, names.head, input, out, { multiplier });
  }

  /** The norm before a layer's attention, or the last one; where there is none, any will do. */
  #firstNorm(layer: number): string {
    const { names } = this.parts;
    return names.layers[layer]?.attnNorm ?? names.outputNorm;
  }

  /** The residual stream after a norm whose weight `normed` has already; without one, the stream itself. */
  #normed(a: Activations, norm: string | undefined): Input {
    const stride = this.strides.dim;
    return norm ? { x: a.normed, stride, residual: a.x } : { x: a.x, stride };
  }

  /** The same for many rows, with the norm as a dispatch. */
  #withNorm(plan: Plan, a: Activations, norm: string | undefined): Input {
    if (!norm) return { x: a.x, stride: this.strides.dim };
    this.#run.norm(plan, a.x, norm, a.normed);
    return { x: a.normed, stride: this.strides.dim };
  }

  /** What a feed-forward layer beside attention reads: the same, or the stream after a norm of its own. */
  #parallelInput(plan: Plan, a: Activations, { ffnNorm }: LayerNames, input: Input): Input {
    if (!ffnNorm) return input;
    this.#run.norm(plan, a.x, ffnNorm, a.branch);
    return { x: a.branch, stride: this.strides.dim };
  }

  #attended(a: Activations): Input {
    return { x: a.attention, stride: this.strides.attention };
  }

  /** x += a branch's last projection, after the branch's own norm where it has one; `normed` = x · next. */
  #add(plan: Plan, a: Activations, projection: Projection, input: Input, postNorm: string | undefined, next: string) {
    if (!postNorm) return this.#run.addResidual(plan, a, projection, input, next);
    this.#run.project(plan, projection, input, { y: a.branch, stride: this.strides.dim });
    this.#run.addNormed(plan, a, postNorm, next);
  }

  #attendOne(plan: Plan, a: Activations, layer: number, partial: GPUBuffer, slices: number): void {
    const { hyperparameters } = this.parts;
    const { heads, headDim } = hyperparameters;
    plan.add(attentionDecode, {
      buffers: { q: a.q, rows: a.rows, ...this.#cache(layer), partial },
      params: { rows: 1, slices, ...this.#sight(layer) },
      overrides: { ...this.#run.heads, ...this.#capped, SLICE: this.slice, WORKGROUP_SIZE: this.#run.workgroup },
    });
    plan.add(attentionMerge, {
      buffers: { partial, y: a.attention },
      params: { rows: 1, slices },
      overrides: { HEADS: heads, HEAD_DIM: headDim, STRIDE: this.strides.attention },
    });
  }

  #attendMany(plan: Plan, a: Activations, layer: number): void {
    plan.add(attentionPrefill, {
      buffers: { q: a.q, rows: a.rows, ...this.#cache(layer), y: a.attention },
      params: { rows: 1, ...this.#sight(layer) },
      overrides: {
        ...this.#run.heads,
        ...this.#capped,
        STRIDE: this.strides.attention,
        WORKGROUP_SIZE: this.#run.workgroup,
      },
    });
  }

  #cache(layer: number) {
    const { kv } = this.parts;
    return { blocks: kv.table, keys: kv.keys[layer]!, values: kv.values[layer]! };
  }

  #sight(layer: number) {
    const { attention, attentionScale: scale, attentionCap: cap } = this.parts.hyperparameters;
    return { scale, window: attention[layer]!.window, cap };
  }

  get #capped() {
    return { CAP: this.parts.hyperparameters.attentionCap > 0 ? 1 : 0 };
  }
}
