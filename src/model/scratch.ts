// Activation buffers. Rows have strides of whole 32s; what pads them stays zero. See docs/architecture.md.
import type { GpuDevice } from "../gpu/device.ts";
import { paddedColumns } from "../kernels/weight-layout.ts";
import type { Hyperparameters } from "./hyperparameters.ts";

/** Strides of the activations in elements. */
export interface Strides {
  dim: number;
  qkv: number;
  attention: number;
  ff: number;
  gateUp: number;
}

export function stridesOf({ dim, heads, kvHeads, headDim, ff }: Hyperparameters): Strides {
  return {
    dim: paddedColumns(dim),
    qkv: paddedColumns((heads + 2 * kvHeads) * headDim),
    attention: paddedColumns(heads * headDim),
    ff: paddedColumns(ff),
    gateUp: paddedColumns(2 * ff),
  };
}

/** The buffers one batch of rows flows through. */
export interface Activations {
  /** [rows, 4] of u32: (token, position, sequence, 0). */
  rows: GPUBuffer;
  /** The residual stream: [rows, dim]. */
  x: GPUBuffer;
  /** The residual stream times the weight of the norm that comes next, or after that norm: [rows, dim]. */
  normed: GPUBuffer;
  /** Queries, keys, values: [rows, qkv]. */
  qkv: GPUBuffer;
  /** Queries, normed and rotated: [rows, attention]. */
  q: GPUBuffer;
  /** What attention gives: [rows, attention]. */
  attention: GPUBuffer;
  /** What a branch gives before its own norm, or its input after one: [rows, dim]. */
  branch: GPUBuffer;
  /** Gate and up: [rows, gateUp]. */
  gateUp: GPUBuffer;
  /** The activated feed-forward layer: [rows, ff]. */
  hidden: GPUBuffer;
}

export function makeActivations(gpu: GpuDevice, label: string, rows: number, strides: Strides): Activations {
  const make = (name: string, stride: number) => gpu.buffers.storage(`${label} ${name}`, rows * stride * 4, "scratch");
  return {
    rows: make("rows", 4),
    x: make("x", strides.dim),
    normed: make("normed", strides.dim),
    qkv: make("qkv", strides.qkv),
    q: make("q", strides.attention),
    attention: make("attention", strides.attention),
    branch: make("branch", strides.dim),
    gateUp: make("gate up", strides.gateUp),
    hidden: make("hidden", strides.ff),
  };
}
