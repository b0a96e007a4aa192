// All weights of a model on the GPU by name, and what the loader must bring for them.
import { OrielError } from "../base/errors.ts";
import type { TensorEntry } from "../base/manifest.ts";
import type { GpuDevice } from "../gpu/device.ts";
import { paddedColumns } from "../kernels/weight-layout.ts";
import { Matrix, type MatrixSpec } from "./matrix.ts";

/** What an architecture wants of a file: matrices for kernels, vectors as f32. */
export interface WeightSpecs {
  matrices: MatrixSpec[];
  /** Tensor names of norms and the like, with their length. */
  vectors: { tensor: string; length: number }[];
}

/** Where the rows of one tensor go. */
export type Destination = { kind: "matrix"; matrix: Matrix; first: number } | { kind: "vector"; buffer: GPUBuffer };

export class Weights {
  readonly #matrices = new Map<string, Matrix>();
  readonly #vectors = new Map<string, GPUBuffer>();
  readonly #destinations = new Map<string, Destination>();

  /** Makes every buffer, zeroed. @throws OrielError `out-of-memory` or `unsupported` */
  constructor(gpu: GpuDevice, specs: WeightSpecs) {
    for (const spec of specs.matrices) {
      const matrix = new Matrix(gpu, spec);
      this.#matrices.set(spec.label, matrix);
      let first = 0;
      for (const { tensor, rows } of spec.parts) {
        this.#destinations.set(tensor, { kind: "matrix", matrix, first });
        first += rows;
      }
    }
    for (const { tensor, length } of specs.vectors) {
      const buffer = gpu.buffers.storage(tensor, paddedColumns(length) * 4, "weights");
      this.#vectors.set(tensor, buffer);
      this.#destinations.set(tensor, { kind: "vector", buffer });
    }
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
