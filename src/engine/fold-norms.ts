// Folds a LayerNorm's weight and bias into the projection that reads it, once its weights are on the GPU, so that the norm costs a decode step no dispatch.
// With y = W·(w ⊙ (x − μ)·s + b) + c: y = s·(W·(w ⊙ x) − μ·(W·w)) + (W·b + c), whose (W·b + c, W·w) is the projection's affine.
import type { GpuDevice } from "../gpu/device.ts";
import { Plan } from "../gpu/plan.ts";
import { matVec } from "../kernels/mat-vec.ts";
import { paddedColumns } from "../kernels/weight-layout.ts";
import { matVecShape } from "../model/shapes.ts";
import type { AffineSpec, Weights } from "../model/weights.ts";
import { Readback } from "./readback.ts";

/** Computes and uploads every affine of a model: [columns, 2] of (bias, shift). */
export async function foldNorms(gpu: GpuDevice, weights: Weights): Promise<void> {
  for (const affine of weights.specs.affines) {
    const values = weights.biases(affine.label);
    if (affine.fold) {
      const [shifts, biases] = await products(gpu, weights, affine, affine.fold);
      for (let column = 0; column < affine.columns; column++) {
        values[2 * column]! += biases[column]!;
        values[2 * column + 1] = shifts[column]!;
      }
    }
    gpu.queue.writeBuffer(weights.affine(affine.label), 0, values);
  }
}

/** W · weight and W · bias of a norm, 0 without a bias. */
async function products(
  gpu: GpuDevice,
  weights: Weights,
  { label, columns }: AffineSpec,
  { weight, bias, parts, inputColumns }: NonNullable<AffineSpec["fold"]>,
): Promise<[Float32Array, Float32Array]> {
  using plan = new Plan(gpu, label);
  const outputs = [weight, bias].map((vector) => {
    const y = gpu.buffers.storage(label, columns * 4, "scratch");
    if (vector === undefined) return y;
    const x = weights.vector(vector);
    for (const part of parts) {
      const matrix = weights.matrix(part.label);
      for (const { quants, scales, first, rows } of matrix.shards) {
        plan.add(matVec, {
          quant: matrix.type,
          buffers: { quants, scales, x, residual: x, y, affine: x },
          params: {
            ...{ rows: 1, w_rows: rows, blocks: paddedColumns(inputColumns) / 32, x_stride: 0, y_stride: columns },
            ...{ first: part.first + first, columns: inputColumns, eps: 0, multiplier: 1, cap: 0 },
          },
          overrides: { ...matVecShape(gpu), NORM: 0, AFFINE: 0, ACT: 0 },
        });
      }
    }
    return y;
  });
  await plan.compile();
  using readback = new Readback(gpu, label, columns * 8, 1);
  const encoder = gpu.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  plan.encode(pass);
  pass.end();
  const read = readback.record(encoder, [outputs[0]!, columns * 4], [outputs[1]!, columns * 4]);
  gpu.submit(encoder);
  const both = new Float32Array(await read());
  for (const y of outputs) gpu.buffers.free(y);
  return [both.subarray(0, columns), both.subarray(columns)];
}
