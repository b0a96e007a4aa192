// Every mat-vec and mat-mat alone, by type and size of the matrix, against the streaming read bandwidth and the arithmetic of the adapter.

import type { GpuDevice } from "../src/gpu/device.ts";
import { Plan } from "../src/gpu/plan.ts";
import { matMat } from "../src/kernels/mat-mat.ts";
import { matVec } from "../src/kernels/mat-vec.ts";
import { WeightLayout } from "../src/kernels/weight-layout.ts";
import { matMatShape, matVecShape } from "../src/model/shapes.ts";
import { type MakeType, randomBlocks } from "../test/make/blocks.ts";
import { Random } from "../test/make/random.ts";
import type { Floor } from "./floor.ts";
import { median, type Row } from "./report.ts";
import { timePass } from "./timing.ts";

const TYPES: MakeType[] = ["Q4_0", "Q4_K", "Q6_K", "Q8_0", "F16"];
/** Rows and columns: of a small model's layer, of a 7B model's, and of an output head. */
const SIZES = [
  { rows: 1536, columns: 768 },
  { rows: 4096, columns: 4096 },
  { rows: 49152, columns: 768 },
];
/** Bytes that one pass goes through: more than the caches hold, so that each matrix comes from memory. */
const WORKING_SET = 2 ** 27;
const ROUNDS = 5;
/** Rows of activations that mat-mat is given. */
const BATCH = 64;

/** Measures each kernel: the value is GB/s of weights for one row, and GFLOP/s for many. */
export async function benchKernels(gpu: GpuDevice, floor: Floor): Promise<Row[]> {
  const rows: Row[] = [];
  for (const type of TYPES) for (const size of SIZES) rows.push(...(await measure(gpu, floor, type, size)));
  return rows;
}

async function measure(gpu: GpuDevice, floor: Floor, type: MakeType, size: (typeof SIZES)[number]): Promise<Row[]> {
  const { buffers, queue } = gpu;
  const layout = new WeightLayout(type, size.rows, size.columns);
  const packed = layout.pack(randomBlocks(type, size.rows * size.columns, 0.25, new Random(1)));
  const bytes = packed.quants.byteLength + packed.scales.byteLength;
  const storage = (name: string, data: ArrayBufferView<ArrayBuffer>) => {
    const buffer = buffers.storage(name, Math.ceil(data.byteLength / 16) * 16, "scratch");
    queue.writeBuffer(buffer, 0, data.buffer, data.byteOffset, data.byteLength);
    return buffer;
  };
  const copies = Array.from({ length: Math.max(1, Math.ceil(WORKING_SET / bytes)) }, (_, i) => ({
    quants: storage(`quants ${i}`, packed.quants),
    scales: storage(`scales ${i}`, packed.scales),
  }));
  const x = storage("x", new Float32Array(BATCH * size.columns).fill(0.5));
  const y = buffers.storage("y", BATCH * size.rows * 4, "scratch");
  const params = {
    ...{ rows: 1, w_rows: size.rows, blocks: size.columns / 32, x_stride: size.columns / 4, y_stride: size.rows },
    ...{ first: 0, multiplier: 1 },
  };
  const one = new Plan(gpu, "mat-vec");
  const many = new Plan(gpu, "mat-mat");
  for (const weights of copies) {
    one.add(matVec, {
      quant: type,
      buffers: { ...weights, x, residual: x, y, affine: x },
      params: { ...params, columns: size.columns, eps: 1e-5, cap: 0 },
      overrides: { ...matVecShape(gpu), NORM: 0, AFFINE: 0, ACT: 0 },
    });
  }
  many.add(matMat, {
    quant: type,
    buffers: { ...copies[0]!, x, y, affine: x },
    params: { ...params, rows: BATCH },
    overrides: { ...matMatShape(gpu), ADD: 0, AFFINE: 0 },
  });
  await Promise.all([one.compile(), many.compile()]);
  const time = (plan: Plan) => timePass(gpu, (pass) => plan.encode(pass));
  await time(one);
  await time(many);
  const rates: number[] = [];
  const ratios: number[] = [];
  const flops: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { readMs } = await floor.sample();
    rates.push((bytes * copies.length) / (await time(one)) / 1e6);
    ratios.push(rates.at(-1)! * 1e6 * median(readMs));
    flops.push((2 * BATCH * size.rows * size.columns) / (await time(many)) / 1e6);
  }
  for (const buffer of [...copies.flatMap(({ quants, scales }) => [quants, scales]), x, y]) buffers.free(buffer);
  one[Symbol.dispose]();
  many[Symbol.dispose]();
  const name = `${type} ${size.rows} × ${size.columns}`;
  const spread = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  return [
    {
      ...{ name: `mat-vec ${name}`, value: median(rates), unit: "GB/s", spread: spread(rates) },
      note: `ratio to the streaming read ${median(ratios).toFixed(2)}, ${copies.length} matrices of ${(bytes / 2 ** 20).toFixed(1)} MiB`,
    },
    {
      ...{ name: `mat-mat ${name}, ${BATCH} rows`, value: median(flops), unit: "GFLOP/s", spread: spread(flops) },
    },
  ];
}
