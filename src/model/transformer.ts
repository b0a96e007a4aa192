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
    const { parallel, finalCap, logitScale } = hyperparameters;
    const run = this.#run;
    run.gather(plan, a, names.layers[0]?.attnNorm ?? names.outputNorm);
    names.layers.forEach((layer, index) => {
      const { attnNorm, ffnNorm, attnPostNorm, ffnPostNorm } = layer;
      const next = names.layers[index + 1]?.attnNorm ?? names.outputNorm;
      run.project(plan, layer.qkv, this.#normed(a, attnNorm), { y: a.qkv, stride: this.strides.qkv });
      if (parallel) {
        const shared = ffnNorm === attnNorm;
        const input = shared ? this.#normed(a, ffnNorm) : this.#withNorm(plan, a, ffnNorm, a.branch);
        run.feedForward(plan, a, layer, input);
      }
      run.writeKv(plan, a, index);
      this.#attendOne(plan, a, index, partial, slices);
      this.#add(plan, a, layer.output, this.#attended(a), attnPostNorm, parallel ? next : (ffnNorm ?? next));
      if (!parallel) run.feedForward(plan, a, layer, this.#normed(a, ffnNorm));
      this.#add(plan, a, layer.down, { x: a.hidden, stride: this.strides.ff }, ffnPostNorm, next);
    });
    const out = { y: logits, stride: names.vocabSize };
    const finish = { multiplier: logitScale, cap: finalCap };
    run.project(plan, names.head, this.#normed(a, names.outputNorm), out, finish);
  }

  /** Adds one prefill chunk: from `rows` to the residual stream `x` after the last layer. `Plan.update({ rows })` sets how many rows it has. */
  addPrefill(plan: Plan, a: Activations): void {
    const { names, hyperparameters } = this.parts;
    const { parallel } = hyperparameters;
    const run = this.#run;
    const x = { y: a.x, stride: this.strides.dim };
    const branch = { y: a.branch, stride: this.strides.dim };
    run.gather(plan, a, names.outputNorm);
    const add = (projection: Projection, input: Input, postNorm: string | undefined) => {
      run.multiply(plan, projection, input, postNorm ? branch : x, { add: !postNorm });
      if (postNorm) run.addNormed(plan, a, postNorm, names.outputNorm);
    };
    const feedForward = (layer: LayerNames, input: Input) => {
      run.multiply(plan, layer.up, input, { y: a.gateUp, stride: this.strides.gateUp });
      run.activate(plan, a, layer.gated);
    };
    names.layers.forEach((layer, index) => {
      const { attnNorm, ffnNorm, attnPostNorm, ffnPostNorm } = layer;
      const input = this.#withNorm(plan, a, attnNorm);
      run.multiply(plan, layer.qkv, input, { y: a.qkv, stride: this.strides.qkv });
      if (parallel) feedForward(layer, ffnNorm === attnNorm ? input : this.#withNorm(plan, a, ffnNorm));
      run.writeKv(plan, a, index);
      this.#attendMany(plan, a, index);
      add(layer.output, this.#attended(a), attnPostNorm);
      if (!parallel) feedForward(layer, this.#withNorm(plan, a, ffnNorm));
      add(layer.down, { x: a.hidden, stride: this.strides.ff }, ffnPostNorm);
    });
  }

  /** Adds the logits [rows, vocabSize] of rows of the residual stream, with `normed` as room for the norm. */
  addHead(plan: Plan, x: GPUBuffer, normed: GPUBuffer, logits: GPUBuffer): void {
    const { names, hyperparameters } = this.parts;
    const { finalCap: cap, logitScale: multiplier } = hyperparameters;
    this.#run.norm(plan, x, names.outputNorm, normed);
    const out = { y: logits, stride: names.vocabSize };
    const input = { x: normed, stride: this.strides.dim };
    if (cap > 0) this.#run.project(plan, names.head, input, out, { cap, multiplier });
    else this.#run.multiply(plan, names.head, input, out, { multiplier });
  }

  /** The residual stream after a norm whose weight `normed` has already, or as it is without one. */
  #normed(a: Activations, norm: string | undefined): Input {
    const stride = this.strides.dim;
    return norm === undefined ? { x: a.x, stride } : { x: a.normed, stride, residual: a.x };
  }

  /** The same with the norm as a dispatch, which many rows need, and a norm whose weight `normed` does not have. */
  #withNorm(plan: Plan, a: Activations, norm: string | undefined, to = a.normed): Input {
    const stride = this.strides.dim;
    if (norm === undefined) return { x: a.x, stride };
    this.#run.norm(plan, a.x, norm, to);
    return { x: to, stride };
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
