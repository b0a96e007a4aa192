// All weights of a model on the GPU by name, and what the loader must bring for them.
import { OrielError } from "../base/errors.ts";
import type { TensorEntry } from "../base/manifest.ts";
import type { GpuDevice } from "../gpu/device.ts";
import { paddedColumns } from "../kernels/weight-layout.ts";
import { Matrix, type MatrixSpec } from "./matrix.ts";

/** What an architecture wants of a file: matrices for kernels, vectors as f32, and what is added to the outputs of projections. */
export interface WeightSpecs {
  matrices: MatrixSpec[];
  /** Tensors of norms and the like; those of one label lie one behind the other. */
  vectors: { label: string; tensor: string; length: number; first: number }[];
  affines: AffineSpec[];
}

/** Where a bias begins among an affine's columns; where its matrix has a factor, the tensor of that, by which the bias is divided before both are multiplied by it. */
export interface Bias {
  tensor: string;
  first: number;
  scale?: string;
}

/** (bias, shift) for every output column of a projection: its biases and, where a LayerNorm comes before it, that norm folded in. */
export interface AffineSpec {
  label: string;
  columns: number;
  biases: Bias[];
  fold?: {
    /** Labels of the norm's vectors. */
    weight: string;
    bias?: string;
    /** The projection's matrices and their input's width. */
    parts: { label: string; first: number }[];
    inputColumns: number;
  };
}

/** Where the rows of one tensor go. */
export type Destination =
  | { kind: "matrix"; matrix: Matrix; first: number }
  | { kind: "vector"; buffer: GPUBuffer; first: number }
  | { kind: "bias"; values: Float32Array; first: number; divisor: number };

export class Weights {
  readonly #matrices = new Map<string, Matrix>();
  readonly #vectors = new Map<string, GPUBuffer>();
  readonly #affines = new Map<string, GPUBuffer>();
  /** Biases on their way, [columns, 2] of (bias, 0), by affine. */
  readonly #biases = new Map<string, Float32Array<ArrayBuffer>>();
  readonly #destinations = new Map<string, Destination>();

  /**
   * Makes every buffer, zeroed.
   * @param scales the factors of parts of projections by the names of their tensors
   * @throws OrielError `out-of-memory` or `unsupported`
   */
  constructor(
    gpu: GpuDevice,
    readonly specs: WeightSpecs,
    private readonly scales: ReadonlyMap<string, number> = new Map(),
  ) {
    for (const spec of specs.matrices) {
      const matrix = new Matrix(gpu, spec);
      this.#matrices.set(spec.label, matrix);
      let first = 0;
      for (const { tensor, rows } of spec.parts) {
        this.#destinations.set(tensor, { kind: "matrix", matrix, first });
        first += rows;
      }
    }
    for (const { label, tensor, first } of specs.vectors) {
      const whole = specs.vectors.filter((one) => one.label === label);
      const end = Math.max(...whole.map((one) => one.first + one.length));
      const buffer = this.#vectors.get(label) ?? gpu.buffers.storage(label, paddedColumns(end) * 4, "weights");
      this.#vectors.set(label, buffer);
      this.#destinations.set(tensor, { kind: "vector", buffer, first });
    }
    for (const { label, columns, biases } of specs.affines) {
      const values = new Float32Array(2 * columns);
      this.#biases.set(label, values);
      this.#affines.set(label, gpu.buffers.storage(label, columns * 8, "weights"));
      for (const { tensor, first, scale } of biases) {
        this.#destinations.set(tensor, { kind: "bias", values, first, divisor: this.scale(scale) });
      }
    }
  }

  affine(label: string): GPUBuffer {
    return this.#affines.get(label) ?? missing(label);
  }

  /** What a load has read of an affine's biases: [columns, 2] of (bias, 0). */
  biases(label: string): Float32Array<ArrayBuffer> {
    return this.#biases.get(label) ?? missing(label);
  }

  /** A factor by the name of its tensor, 1 without one. */
  scale(tensor: string | undefined): number {
    return tensor === undefined ? 1 : (this.scales.get(tensor) ?? missing(tensor));
  }

  matrix(label: string): Matrix {
    return this.#matrices.get(label) ?? missing(label);
  }

  vector(tensor: string): GPUBuffer {
    return this.#vectors.get(tensor) ?? missing(tensor);
  }

  /** Where a tensor goes, or undefined for one that is not uploaded. */
  destination(tensor: string): Destination | undefined {
    return this.#destinations.get(tensor);
  }
}

/** Looks tensors up by name and checks their shapes; finds those that no one asked for. */
export class TensorIndex {
  readonly #byName: Map<string, TensorEntry>;
  readonly #used = new Set<string>();

  constructor(tensors: readonly TensorEntry[]) {
    this.#byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** The entry of a tensor. @throws OrielError `bad-model` when it is missing or has another shape */
  get(name: string, shape: number[]): TensorEntry {
    const found = this.#byName.get(name);
    const expected = `tensor ${name} of shape [${shape}]`;
    if (!found) throw new OrielError("bad-model", `Expected ${expected} but found none`, { name });
    if (found.shape.join() !== shape.join()) {
      throw new OrielError("bad-model", `Expected ${expected} but found [${found.shape}]`, {
        name,
        shape: found.shape,
      });
    }
    this.#used.add(name);
    return found;
  }

  /** @throws OrielError `unsupported` naming tensors that were never asked for: to run without them would give wrong answers */
  refuseUnused(arch: string): void {
    const unused = [...this.#byName.keys()].filter((name) => !this.#used.has(name));
    if (unused.length === 0) return;
    const shown = unused.slice(0, 3).join(", ");
    throw new OrielError(
      "unsupported",
      `Expected only tensors of architecture ${arch} but found ${unused.length} more: ${shown}`,
      {
        unused: unused.slice(0, 20),
      },
    );
  }
}

function missing(name: string): never {
  throw new OrielError("bug", `Expected weights ${name} but found none`);
}
