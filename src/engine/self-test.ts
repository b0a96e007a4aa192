// Tests at load what a driver makes of the kernels: matrices against results known from the f64 reference, and the model's two paths against each other.
// Silent garbage is worse than no answer, so a device that fails is not used in this tier.
import results from "virtual:self-test";
import type { GpuDevice } from "../gpu/device.ts";
import { Plan } from "../gpu/plan.ts";
import { ACTIVATIONS } from "../kernels/activations.ts";
import { matMat } from "../kernels/mat-mat.ts";
import { matVec } from "../kernels/mat-vec.ts";
import { matVecGateUp } from "../kernels/mat-vec-gate-up.ts";
import { matVecResidual } from "../kernels/mat-vec-residual.ts";
import { rowGather } from "../kernels/row-gather.ts";
import { CASE_COLUMNS, CASE_ROWS, caseActivations, caseBytes } from "../kernels/self-test-case.ts";
import { TILE_ROWS, WeightLayout } from "../kernels/weight-layout.ts";
import { matMatShape, matVecShape } from "../model/shapes.ts";
import type { GpuSampler } from "./gpu-sampler.ts";
import { Readback } from "./readback.ts";
import type { Runner } from "./runner.ts";
import { sample } from "./sampler.ts";

/** Largest error of a product, relative to the sum of its terms' sizes. */
const TOLERANCE = 1e-4;
/** Largest normalised squared difference between the logits of prefill and of decoding. */
const AGREEMENT = 1e-4;

/** A self-test that failed: which path, and by how much. */
export class SelfTestFailure extends Error {
  override readonly name = "SelfTestFailure";

  /** @param notFinite whether logits were not finite, which the model's weights can be the cause of, too */
  constructor(
    message: string,
    readonly notFinite = false,
  ) {
    super(message);
  }
}

/** Runs every matrix kernel on a small fixed case of each weight type. @throws SelfTestFailure */
export async function testMatrices(gpu: GpuDevice, types: readonly string[]): Promise<void> {
  for (const type of types) {
    const { product, scale } = results[type]!;
    const got = await runCase(gpu, type);
    const size = Math.sqrt(caseActivations().reduce((sum, value) => sum + value * value, 0) / CASE_COLUMNS);
    const half = CASE_ROWS / 2;
    const gated = product.slice(0, half).map((gate, i) => {
      const [g, u] = [gate / size, product[half + i]! / size];
      return (g / (1 + Math.exp(-g))) * u;
    });
    const x = caseActivations();
    const gathered = got.gather.reduce((sum, weight, i) => sum + weight * x[i]!, 0);
    const square = (scale / size) ** 2;
    compare(type, "row gather", [gathered], product.slice(-1), scale);
    compare(type, "mat-vec", got.vector, product, scale);
    compare(type, "mat-vec residual", got.residual, product, scale);
    compare(type, "mat-vec gate and up", got.gateUp, gated, square);
    // It runs twice, and adds to what it gave the second time.
    const twice = product.map((value) => 2 * value);
    compare(type, "mat-mat", got.matrix, [...twice, ...twice], scale);
  }
}

function compare(type: string, kernel: string, got: ArrayLike<number>, want: readonly number[], scale: number): void {
  want.forEach((value, i) => {
    const error = Math.abs(got[i]! - value) / scale;
    if (error <= TOLERANCE) return;
    throw new SelfTestFailure(`${kernel} of ${type}: expected ${value} but found ${got[i]} (row ${i})`);
  });
}

async function runCase(gpu: GpuDevice, type: string) {
  const layout = new WeightLayout(type, CASE_ROWS, CASE_COLUMNS);
  const streams = layout.pack(caseBytes(type, CASE_ROWS * layout.rowBytes));
  const buffers: GPUBuffer[] = [];
  const make = (elements: number, data?: BufferSource) => {
    const buffer = gpu.buffers.storage("self-test", elements * 4, "scratch");
    if (data?.byteLength) gpu.queue.writeBuffer(buffer, 0, data);
    buffers.push(buffer);
    return buffer;
  };
  const x = caseActivations();
  const weights = {
    quants: make(streams.quants.length / 2, streams.quants),
    scales: make(streams.scales.length / 2, streams.scales),
  };
  const input = make(2 * CASE_COLUMNS, Float32Array.of(...x, ...x));
  const ones = make(CASE_COLUMNS, new Float32Array(CASE_COLUMNS).fill(1));
  const rows = make(4, Uint32Array.of(CASE_ROWS - 1, 0, 0, 0));
  const out = {
    gather: make(CASE_COLUMNS),
    vector: make(CASE_ROWS),
    residual: make(CASE_ROWS),
    gateUp: make(CASE_ROWS / 2),
    matrix: make(2 * CASE_ROWS),
  };
  const spare = make(CASE_COLUMNS);
  const shape = matVecShape(gpu);
  const size = {
    w_rows: CASE_ROWS,
    blocks: CASE_COLUMNS / 32,
    x_stride: CASE_COLUMNS / 4,
    y_stride: CASE_ROWS,
    first: 0,
  };
  const norm = { columns: CASE_COLUMNS, eps: 0 };
  using plan = new Plan(gpu, "self-test");
  plan
    .add(rowGather, {
      quant: type,
      buffers: { ...weights, rows, norm: ones, y: out.gather, scaled: spare },
      params: { rows: 1, blocks: size.blocks, stride: size.x_stride, first: 0, count: CASE_ROWS, scale: 1 },
      overrides: { POSITION: 0, ADD: 0 },
    })
    .add(matVec, {
      quant: type,
      buffers: { ...weights, x: input, residual: ones, y: out.vector, affine: ones },
      params: { rows: 1, ...size, ...norm, multiplier: 1, cap: 0 },
      overrides: { ...shape, NORM: 1, AFFINE: 0, ACT: ACTIVATIONS.none },
    })
    .add(matVecResidual, {
      quant: type,
      buffers: { ...weights, x: input, norm: ones, y: out.residual, scaled: spare, affine: ones },
      params: { rows: 1, ...size, multiplier: 1 },
      overrides: { ...shape, AFFINE: 0 },
    })
    .add(matVecGateUp, {
      quant: type,
      buffers: { ...weights, x: input, residual: input, y: out.gateUp, affine: ones },
      params: { rows: 1, ...size, ...norm, w_rows: CASE_ROWS / 2, up_tile: CASE_ROWS / 2 / TILE_ROWS },
      overrides: { ...shape, NORM: 1, AFFINE: 0, ACT: ACTIVATIONS.silu },
    })
    .add(matMat, {
      quant: type,
      buffers: { ...weights, x: input, y: out.matrix, affine: ones },
      params: { rows: 2, ...size, multiplier: 1 },
      overrides: { ADD: 0, AFFINE: 0, ...matMatShape(gpu) },
    })
    .add(matMat, {
      quant: type,
      buffers: { ...weights, x: input, y: out.matrix, affine: ones },
      params: { rows: 2, ...size, multiplier: 1 },
      overrides: { ADD: 1, AFFINE: 0, ...matMatShape(gpu) },
    });
  await plan.compile();
  using readback = new Readback(gpu, "self-test", CASE_COLUMNS * 4, Object.keys(out).length);
  const encoder = gpu.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  plan.encode(pass);
  pass.end();
  const reads = Object.values(out).map((buffer) => readback.record(encoder, [buffer, buffer.size]));
  gpu.submit(encoder);
  const [gather, vector, residual, gateUp, matrix] = await Promise.all(
    reads.map(async (read) => new Float32Array(await read())),
  );
  for (const buffer of buffers) gpu.buffers.free(buffer);
  return { gather: gather!, vector: vector!, residual: residual!, gateUp: gateUp!, matrix: matrix! };
}

/**
 * Runs every plan of a model once: two tokens through prefill and through decoding, which share no kernel but RoPE, and one draw.
 * It also makes drivers finish compiling, which some do at the first dispatch only. @throws SelfTestFailure
 */
export async function testModel(runner: Runner, sampler: GpuSampler): Promise<void> {
  const ids = Uint32Array.of(0, 1).subarray(0, Math.min(2, runner.contextLength));
  for await (const _ of runner.prefill(ids, { position: 0 }));
  const prefilled = await runner.logits();
  ids.forEach((id, position) => {
    runner.setToken(id, position);
    runner.step(position);
  });
  const decoded = await runner.logits();
  const settings = { topK: 1, topP: 1, minP: 0, repetitionPenalty: 1, frequencyPenalty: 0, presencePenalty: 0 };
  const sampling = { ...settings, temperature: 0, penaltyLastN: 0, seed: 0 };
  const run = { ids: [...ids], sampling, limit: 1, signal: new AbortController().signal };
  if (!decoded.every(Number.isFinite) || !prefilled.every(Number.isFinite)) {
    throw new SelfTestFailure("Expected finite logits but found NaN or infinity", true);
  }
  let error = 0;
  let power = 0;
  prefilled.forEach((value, i) => {
    error += (value - decoded[i]!) ** 2;
    power += value ** 2;
  });
  if (!(error <= AGREEMENT * power)) {
    throw new SelfTestFailure(`Expected decoding to agree with prefill but their logits differ by ${error / power}`);
  }
  const best = sample(decoded, [...ids], sampling);
  for await (const drawn of sampler.run(run)) {
    if (drawn !== best) throw new SelfTestFailure(`Expected the sampler to draw token ${best} but it drew ${drawn}`);
  }
}
