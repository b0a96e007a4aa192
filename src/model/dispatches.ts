// The dispatches that a transformer is made of, each with what a model's shape says about it; what order they run in is said elsewhere.
import type { GpuDevice } from "../gpu/device.ts";
import type { Plan } from "../gpu/plan.ts";
import { activate } from "../kernels/activate.ts";
import { ACTIVATIONS, type Activation } from "../kernels/activations.ts";
import { layerNorm } from "../kernels/layer-norm.ts";
import { matMat } from "../kernels/mat-mat.ts";
import { matVec } from "../kernels/mat-vec.ts";
import { matVecGateUp } from "../kernels/mat-vec-gate-up.ts";
import { matVecResidual } from "../kernels/mat-vec-residual.ts";
import { normResidual } from "../kernels/norm-residual.ts";
import { rmsNorm } from "../kernels/rms-norm.ts";
import { ropeKv } from "../kernels/rope-kv.ts";
import { rowGather } from "../kernels/row-gather.ts";
import { workgroupSize } from "../kernels/workgroup-size.ts";
import type { Hyperparameters } from "./hyperparameters.ts";
import type { KvCache } from "./kv-cache.ts";
import type { LayerNames, ModelNames, Projection } from "./model-weights.ts";
import { type Activations, type Strides, stridesOf } from "./scratch.ts";
import { matMatShape, matVecShape } from "./shapes.ts";
import type { Weights } from "./weights.ts";

/** Everything the dispatches of a model are built from. */
export interface ModelParts {
  gpu: GpuDevice;
  hyperparameters: Hyperparameters;
  names: ModelNames;
  weights: Weights;
  kv: KvCache;
  /** By kind of layer, see `Hyperparameters.ropes`: [positions, ropeDim / 2] of (cos, sin). */
  ropeTables: GPUBuffer[];
}

/** What a projection reads. */
export interface Input {
  x: GPUBuffer;
  /** In elements. */
  stride: number;
  /** Where x is the residual stream times a norm's weight: the stream itself, whose norm's scale is still to come. */
  residual?: GPUBuffer;
}

/** Where a projection writes. */
export interface Output {
  y: GPUBuffer;
  /** In elements. */
  stride: number;
}

export interface Finish {
  activation?: Activation;
  multiplier?: number;
  /** A softcap, 0 for none. */
  cap?: number;
}

export class Dispatches {
  readonly strides: Strides;
  readonly workgroup: number;
  /** Overrides that the attention kernels and the KV write have in common. */
  readonly heads;
  readonly #shape;
  readonly #matMat;

  constructor(readonly parts: ModelParts) {
    const { gpu, hyperparameters, kv } = parts;
    this.strides = stridesOf(hyperparameters);
    this.workgroup = workgroupSize(gpu);
    this.#shape = matVecShape(gpu);
    this.#matMat = matMatShape(gpu);
    const { heads, kvHeads, headDim } = hyperparameters;
    this.heads = {
      HEADS: heads,
      KV_HEADS: kvHeads,
      HEAD_DIM: headDim,
      Q_STRIDE: this.strides.attention,
      MAX_BLOCKS: kv.maxBlocks,
      KV_F16: kv.options.f16 ? 1 : 0,
    };
  }

  /** `x` = the tokens' embeddings, with those of their positions where the model has them; `normed` = x · norm. */
  gather(plan: Plan, a: Activations, norm: string): void {
    const { names, hyperparameters } = this.parts;
    this.#gatherFrom(plan, a, names.embedding, norm, { scale: hyperparameters.embeddingScale, POSITION: 0, ADD: 0 });
    if (names.positions) this.#gatherFrom(plan, a, names.positions, norm, { scale: 1, POSITION: 1, ADD: 1 });
  }

  #gatherFrom(
    plan: Plan,
    a: Activations,
    label: string,
    norm: string,
    { scale, POSITION, ADD }: { scale: number; POSITION: number; ADD: number },
  ): void {
    const { weights } = this.parts;
    const matrix = weights.matrix(label);
    const [blocks, stride] = [this.strides.dim / 32, this.strides.dim / 4];
    for (const { quants, scales, first, rows: count } of matrix.shards) {
      plan.add(rowGather, {
        quant: matrix.type,
        buffers: { quants, scales, rows: a.rows, norm: weights.vector(norm), y: a.x, scaled: a.normed },
        params: { rows: 1, blocks, stride, first, count, scale },
        overrides: { POSITION, ADD },
      });
    }
  }

  /** y = norm(x) · weight without the norm's bias, which the affine of what follows has; both [rows, dim]. */
  norm(plan: Plan, x: GPUBuffer, weight: string, y: GPUBuffer): void {
    const { hyperparameters, weights } = this.parts;
    plan.add(hyperparameters.row.norm === "rms" ? rmsNorm : layerNorm, {
      buffers: { x, weight: weights.vector(weight), y },
      params: { rows: 1, eps: hyperparameters.eps },
      overrides: { COLS: hyperparameters.dim, STRIDE: this.strides.dim, WORKGROUP_SIZE: this.workgroup },
    });
  }

  /** x += norm(branch) · weight; `normed` = x · next. */
  addNormed(plan: Plan, a: Activations, weight: string, next: string): void {
    const { hyperparameters, weights } = this.parts;
    const { eps, dim } = hyperparameters;
    const norms = { weight: weights.vector(weight), norm: weights.vector(next) };
    plan.add(normResidual, {
      buffers: { x: a.branch, ...norms, y: a.x, scaled: a.normed },
      params: { rows: 1, eps, multiplier: 1 },
      overrides: { COLS: dim, STRIDE: this.strides.dim, WORKGROUP_SIZE: this.workgroup },
    });
  }

  /** `q` from `qkv`, and keys and values into the cache. */
  writeKv(plan: Plan, a: Activations, layer: number): void {
    const { hyperparameters, names, kv, ropeTables, weights } = this.parts;
    const { attention, ropeDim, neox, eps, row } = hyperparameters;
    const { rope } = attention[layer]!;
    const { qkNorm } = names.layers[layer]!;
    plan.add(ropeKv, {
      buffers: {
        table: ropeTables[rope ?? 0]!,
        rows: a.rows,
        blocks: kv.table,
        qkv: a.qkv,
        norms: qkNorm ? weights.vector(qkNorm) : weights.vector(names.outputNorm),
        q: a.q,
        keys: kv.keys[layer]!,
        values: kv.values[layer]!,
      },
      params: { rows: 1, eps },
      overrides: {
        ...this.heads,
        QKV_STRIDE: this.strides.qkv,
        ROPE_DIM: rope === undefined ? 0 : ropeDim,
        NEOX: neox ? 1 : 0,
        QK_NORM: row.qkNorm === "all" ? 2 : row.qkNorm ? 1 : 0,
      },
    });
  }

  /** y = finish(W · input + bias) for one row, by mat-vec. */
  project(plan: Plan, projection: Projection, { x, stride, residual }: Input, out: Output, finish: Finish = {}): void {
    const { hyperparameters, weights } = this.parts;
    const { dim, eps } = hyperparameters;
    const affine = projection.affine && weights.affine(projection.affine);
    const { activation = "none", multiplier = 1, cap = 0 } = finish;
    for (const { label, first, scale } of projection.parts) {
      const matrix = weights.matrix(label);
      for (const { quants, scales, first: row, rows: w_rows } of matrix.shards) {
        plan.add(matVec, {
          quant: matrix.type,
          buffers: { quants, scales, x, residual: residual ?? x, y: out.y, affine: affine || x },
          params: {
            ...{ rows: 1, w_rows, blocks: stride / 32, x_stride: stride / 4, y_stride: out.stride, first: first + row },
            ...{ columns: dim, eps, multiplier: multiplier * weights.scale(scale), cap },
          },
          overrides: {
            ...this.#shape,
            NORM: this.#normOf(residual),
            AFFINE: affine ? 1 : 0,
            ACT: ACTIVATIONS[activation],
          },
        });
      }
    }
  }

  /** x += W · input + bias for one row, by mat-vec; `normed` = x · next. */
  addResidual(plan: Plan, a: Activations, projection: Projection, input: Input, next: string): void {
    const { weights } = this.parts;
    const affine = projection.affine && weights.affine(projection.affine);
    const { label, scale } = projection.parts[0]!;
    const matrix = weights.matrix(label);
    const y = { norm: weights.vector(next), y: a.x, scaled: a.normed };
    for (const { quants, scales, first, rows: w_rows } of matrix.shards) {
      plan.add(matVecResidual, {
        quant: matrix.type,
        buffers: { quants, scales, x: input.x, ...y, affine: affine || input.x },
        params: {
          ...{ rows: 1, w_rows, blocks: input.stride / 32, x_stride: input.stride / 4, y_stride: this.strides.dim },
          ...{ first, multiplier: weights.scale(scale) },
        },
        overrides: { ...this.#shape, AFFINE: affine ? 1 : 0 },
      });
    }
  }

  /** `hidden` = the activated first half of a feed-forward layer for one row: in one dispatch where its matrices lie in one shard. */
  feedForward(plan: Plan, a: Activations, layer: LayerNames, input: Input): void {
    const { hyperparameters, weights } = this.parts;
    const { ff, dim, eps } = hyperparameters;
    const { activation } = hyperparameters.row;
    const { up, gated } = layer;
    const scaled = up.parts.some(({ scale }) => scale !== undefined);
    if (!gated && !scaled) {
      this.project(plan, up, input, { y: a.hidden, stride: this.strides.ff }, { activation });
      return;
    }
    const matrix = weights.matrix(up.parts[0]!.label);
    const [shard] = matrix.shards;
    if (!gated || scaled || up.parts.length > 1 || matrix.shards.length > 1 || !shard || ff % 8) {
      this.project(plan, up, input, { y: a.gateUp, stride: this.strides.gateUp });
      this.activate(plan, a, gated);
      return;
    }
    const affine = up.affine && weights.affine(up.affine);
    const { quants, scales } = shard;
    const { x, stride, residual } = input;
    plan.add(matVecGateUp, {
      quant: matrix.type,
      buffers: { quants, scales, x, residual: residual ?? x, y: a.hidden, affine: affine || x },
      params: {
        ...{ rows: 1, w_rows: ff, blocks: stride / 32, up_tile: ff / 8, x_stride: stride / 4 },
        ...{ y_stride: this.strides.ff, columns: dim, eps },
      },
      overrides: {
        ...this.#shape,
        NORM: this.#normOf(residual),
        AFFINE: affine ? 1 : 0,
        ACT: ACTIVATIONS[activation],
      },
    });
  }

  /** `hidden` = activation(gate) · up, or activation(up). */
  activate(plan: Plan, a: Activations, gated: boolean): void {
    const { ff: FF, row } = this.parts.hyperparameters;
    const { gateUp: IN_STRIDE, ff: OUT_STRIDE } = this.strides;
    plan.add(activate, {
      buffers: { gate_up: a.gateUp, h: a.hidden },
      params: { rows: 1 },
      overrides: { FF, IN_STRIDE, OUT_STRIDE, GATED: gated ? 1 : 0, ACT: ACTIVATIONS[row.activation] },
    });
  }

  /** y (+)= multiplier · (W · x + bias) for many rows, by mat-mat. */
  multiply(
    plan: Plan,
    projection: Projection,
    input: Input,
    out: Output,
    { add = false, multiplier = 1 }: { add?: boolean; multiplier?: number } = {},
  ): void {
    const { weights } = this.parts;
    const affine = projection.affine && weights.affine(projection.affine);
    for (const { label, first, scale } of projection.parts) {
      const matrix = weights.matrix(label);
      for (const { quants, scales, first: row, rows: w_rows } of matrix.shards) {
        plan.add(matMat, {
          quant: matrix.type,
          buffers: { quants, scales, x: input.x, y: out.y, affine: affine || input.x },
          params: {
            ...{ rows: 1, w_rows, blocks: input.stride / 32, x_stride: input.stride / 4, y_stride: out.stride },
            ...{ first: first + row, multiplier: multiplier * weights.scale(scale) },
          },
          overrides: { ADD: add ? 1 : 0, AFFINE: affine ? 1 : 0, ...this.#matMat },
        });
      }
    }
  }

  /** The NORM override for what the norm is still to come of. */
  #normOf(residual: GPUBuffer | undefined): number {
    if (!residual) return 0;
    return this.parts.hyperparameters.row.norm === "rms" ? 1 : 2;
  }
}
