// The Llama architecture as dispatches: a decode step in at most seven a layer, and a prefill chunk. Straight-line; the engine decides when they run.
import type { GpuDevice } from "../gpu/device.ts";
import type { Plan } from "../gpu/plan.ts";
import { attentionDecode } from "../kernels/attention-decode.ts";
import { attentionMerge } from "../kernels/attention-merge.ts";
import { attentionPrefill } from "../kernels/attention-prefill.ts";
import { matMat } from "../kernels/mat-mat.ts";
import { matVec } from "../kernels/mat-vec.ts";
import { matVecGateUp } from "../kernels/mat-vec-gate-up.ts";
import { matVecResidual } from "../kernels/mat-vec-residual.ts";
import { rmsNorm } from "../kernels/rms-norm.ts";
import { ropeKv } from "../kernels/rope-kv.ts";
import { rowGather } from "../kernels/row-gather.ts";
import { swiglu } from "../kernels/swiglu.ts";
import { attentionSlice, workgroupSize } from "../kernels/workgroup-size.ts";
import type { Hyperparameters } from "./hyperparameters.ts";
import type { KvCache } from "./kv-cache.ts";
import type { LayerNames, LlamaNames, Projection } from "./llama-weights.ts";
import type { Matrix } from "./matrix.ts";
import { type Activations, type Strides, stridesOf } from "./scratch.ts";
import { matMatShare, matVecShape } from "./shapes.ts";
import type { Weights } from "./weights.ts";

/** Everything the dispatches of a model are built from. */
export interface ModelParts {
  gpu: GpuDevice;
  hyperparameters: Hyperparameters;
  names: LlamaNames;
  weights: Weights;
  kv: KvCache;
  /** [positions, ropeDim / 2] of (cos, sin). */
  ropeTable: GPUBuffer;
}

export class Llama {
  readonly strides: Strides;
  /** Positions that one workgroup of decode attention takes. */
  readonly slice: number;
  readonly #shape;
  readonly #share: number;
  readonly #workgroup: number;
  /** Overrides that the attention kernels and the KV write have in common. */
  readonly #heads;

  constructor(readonly parts: ModelParts) {
    const { gpu, hyperparameters, kv } = parts;
    this.strides = stridesOf(hyperparameters);
    this.#shape = matVecShape(gpu);
    this.#share = matMatShare(gpu);
    this.#workgroup = workgroupSize(gpu);
    this.slice = attentionSlice(gpu);
    const { heads, kvHeads, headDim } = hyperparameters;
    this.#heads = {
      HEADS: heads,
      KV_HEADS: kvHeads,
      HEAD_DIM: headDim,
      QKV_STRIDE: this.strides.qkv,
      MAX_BLOCKS: kv.maxBlocks,
      KV_F16: kv.options.f16 ? 1 : 0,
    };
  }

  /**
   * Adds one decode step: from `rows` to `logits` [rows, vocabSize].
   * @param partial room for `slices` attention slices per row and head, see `attentionDecode`
   */
  addDecode(plan: Plan, a: Activations, partial: GPUBuffer, slices: number, logits: GPUBuffer): void {
    const { names, hyperparameters, kv } = this.parts;
    const { heads, headDim } = hyperparameters;
    this.#gather(plan, a, names.layers[0]!.attnNorm);
    names.layers.forEach((layer, index) => {
      for (const projection of layer.qkv) this.#project(plan, a, projection, a.qkv, this.strides.qkv);
      this.#writeKv(plan, a, index);
      const cache = { blocks: kv.table, keys: kv.keys[index]!, values: kv.values[index]! };
      plan.add(attentionDecode, {
        buffers: { qkv: a.qkv, rows: a.rows, ...cache, partial },
        params: { rows: 1, slices },
        overrides: { ...this.#heads, SLICE: this.slice, WORKGROUP_SIZE: this.#workgroup },
      });
      plan.add(attentionMerge, {
        buffers: { partial, y: a.attention },
        params: { rows: 1, slices },
        overrides: { HEADS: heads, HEAD_DIM: headDim, STRIDE: this.strides.attention },
      });
      this.#addResidual(plan, a, layer.output, a.attention, this.strides.attention, layer.ffnNorm);
      this.#feedForward(plan, a, layer);
      const nextNorm = names.layers[index + 1]?.attnNorm ?? names.outputNorm;
      this.#addResidual(plan, a, layer.down, a.hidden, this.strides.ff, nextNorm);
    });
    this.#project(plan, a, { label: names.head, first: 0 }, logits, names.vocabSize);
  }

  /** Adds one prefill chunk: from `rows` to the residual stream `x` after the last layer. `Plan.update({ rows })` sets how many rows it has. */
  addPrefill(plan: Plan, a: Activations): void {
    const { names, kv } = this.parts;
    this.#gather(plan, a, names.layers[0]!.attnNorm);
    names.layers.forEach((layer, index) => {
      this.addNorm(plan, a.x, layer.attnNorm, a.normed);
      for (const p of layer.qkv)
        this.#multiply(plan, p.label, a.normed, this.strides.dim, a.qkv, this.strides.qkv, p.first);
      this.#writeKv(plan, a, index);
      plan.add(attentionPrefill, {
        buffers: {
          qkv: a.qkv,
          rows: a.rows,
          blocks: kv.table,
          keys: kv.keys[index]!,
          values: kv.values[index]!,
          y: a.attention,
        },
        params: { rows: 1 },
        overrides: { ...this.#heads, STRIDE: this.strides.attention, WORKGROUP_SIZE: this.#workgroup },
      });
      this.#multiply(plan, layer.output, a.attention, this.strides.attention, a.x, this.strides.dim, 0, true);
      this.addNorm(plan, a.x, layer.ffnNorm, a.normed);
      for (const p of layer.gateUp) {
        this.#multiply(plan, p.label, a.normed, this.strides.dim, a.gateUp, this.strides.gateUp, p.first);
      }
      this.#activate(plan, a);
      this.#multiply(plan, layer.down, a.hidden, this.strides.ff, a.x, this.strides.dim, 0, true);
    });
  }

  /** Adds the logits [rows, vocabSize] of rows of the residual stream, with `normed` as room for the norm. */
  addHead(plan: Plan, x: GPUBuffer, normed: GPUBuffer, logits: GPUBuffer): void {
    const { names } = this.parts;
    this.addNorm(plan, x, names.outputNorm, normed);
    this.#multiply(plan, names.head, normed, this.strides.dim, logits, names.vocabSize, 0);
  }

  /** Adds y = RMSNorm(x), both [rows, dim]. */
  addNorm(plan: Plan, x: GPUBuffer, weight: string, y: GPUBuffer): void {
    const { hyperparameters, weights } = this.parts;
    plan.add(rmsNorm, {
      buffers: { x, weight: weights.vector(weight), y },
      params: { rows: 1, eps: hyperparameters.eps },
      overrides: { COLS: hyperparameters.dim, STRIDE: this.strides.dim, WORKGROUP_SIZE: this.#workgroup },
    });
  }

  #gather(plan: Plan, a: Activations, norm: string): void {
    const { names, weights } = this.parts;
    const matrix = weights.matrix(names.embedding);
    for (const shard of matrix.shards) {
      plan.add(rowGather, {
        quant: matrix.type,
        buffers: {
          quants: shard.quants,
          scales: shard.scales,
          rows: a.rows,
          norm: weights.vector(norm),
          y: a.x,
          scaled: a.normed,
        },
        params: {
          rows: 1,
          blocks: this.strides.dim / 32,
          stride: this.strides.dim / 4,
          first: shard.first,
          count: shard.rows,
        },
        overrides: {},
      });
    }
  }

  #writeKv(plan: Plan, a: Activations, layer: number): void {
    const { hyperparameters, kv, ropeTable } = this.parts;
    plan.add(ropeKv, {
      buffers: {
        table: ropeTable,
        rows: a.rows,
        blocks: kv.table,
        qkv: a.qkv,
        keys: kv.keys[layer]!,
        values: kv.values[layer]!,
      },
      params: { rows: 1 },
      overrides: { ...this.#heads, ROPE_DIM: hyperparameters.ropeDim, NEOX: hyperparameters.neox ? 1 : 0 },
    });
  }

  /** y = W · RMSNorm(x) by mat-vec, with the norm folded in: `normed` holds x times its weight. */
  #project(plan: Plan, a: Activations, { label, first }: Projection, y: GPUBuffer, stride: number): void {
    const { hyperparameters, weights } = this.parts;
    const matrix = weights.matrix(label);
    for (const shard of matrix.shards) {
      plan.add(matVec, {
        quant: matrix.type,
        buffers: { quants: shard.quants, scales: shard.scales, x: a.normed, residual: a.x, y },
        params: {
          rows: 1,
          w_rows: shard.rows,
          blocks: this.strides.dim / 32,
          x_stride: this.strides.dim / 4,
          y_stride: stride,
          first: first + shard.first,
          columns: hyperparameters.dim,
          eps: hyperparameters.eps,
        },
        overrides: { ...this.#shape, NORM: 1 },
      });
    }
  }

  /** x += W · input by mat-vec, and `normed` = x times the weight of the norm that comes next. */
  #addResidual(plan: Plan, a: Activations, label: string, input: GPUBuffer, inputStride: number, norm: string): void {
    const { weights } = this.parts;
    const matrix = weights.matrix(label);
    for (const shard of matrix.shards) {
      plan.add(matVecResidual, {
        quant: matrix.type,
        buffers: {
          quants: shard.quants,
          scales: shard.scales,
          x: input,
          norm: weights.vector(norm),
          y: a.x,
          scaled: a.normed,
        },
        params: {
          rows: 1,
          w_rows: shard.rows,
          blocks: inputStride / 32,
          x_stride: inputStride / 4,
          y_stride: this.strides.dim,
          first: shard.first,
        },
        overrides: this.#shape,
      });
    }
  }

  /** hidden = silu(gate) · up: one dispatch where both lie in one shard, else one each and the activation. */
  #feedForward(plan: Plan, a: Activations, layer: LayerNames): void {
    const { hyperparameters, weights } = this.parts;
    const { ff, dim, eps } = hyperparameters;
    const matrix = weights.matrix(layer.gateUp[0]!.label);
    const [shard] = matrix.shards;
    if (layer.gateUp.length > 1 || matrix.shards.length > 1 || !shard) {
      for (const projection of layer.gateUp) this.#project(plan, a, projection, a.gateUp, this.strides.gateUp);
      this.#activate(plan, a);
      return;
    }
    plan.add(matVecGateUp, {
      quant: matrix.type,
      buffers: { quants: shard.quants, scales: shard.scales, x: a.normed, residual: a.x, y: a.hidden },
      params: {
        rows: 1,
        w_rows: ff,
        blocks: this.strides.dim / 32,
        up_tile: ff / 8,
        x_stride: this.strides.dim / 4,
        y_stride: this.strides.ff,
        columns: dim,
        eps,
      },
      overrides: this.#shape,
    });
  }

  #activate(plan: Plan, a: Activations): void {
    plan.add(swiglu, {
      buffers: { gate_up: a.gateUp, h: a.hidden },
      params: { rows: 1 },
      overrides: { FF: this.parts.hyperparameters.ff, IN_STRIDE: this.strides.gateUp, OUT_STRIDE: this.strides.ff },
    });
  }

  /** y (+)= W · x by mat-mat, into the columns from `first` on. */
  #multiply(
    plan: Plan,
    label: string,
    x: GPUBuffer,
    xStride: number,
    y: GPUBuffer,
    yStride: number,
    first: number,
    add = false,
  ): void {
    const matrix: Matrix = this.parts.weights.matrix(label);
    for (const shard of matrix.shards) {
      plan.add(matMat, {
        quant: matrix.type,
        buffers: { quants: shard.quants, scales: shard.scales, x, y },
        params: {
          rows: 1,
          w_rows: shard.rows,
          blocks: xStride / 32,
          x_stride: xStride / 4,
          y_stride: yStride,
          first: first + shard.first,
        },
        overrides: { ADD: add ? 1 : 0, SHARE: this.#share },
      });
    }
  }
}
