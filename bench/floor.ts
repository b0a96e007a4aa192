// The two terms of a decode step's floor, as the adapter has them: streaming read bandwidth, and the time of a dispatch that waits for the one before it.
import type { GpuDevice } from "../src/gpu/device.ts";
import { type Row, rowOf } from "./report.ts";
import dependentStep from "./shaders/dependent_step.wgsl?raw";
import streamRead from "./shaders/stream_read.wgsl?raw";
import { repeat, timePass } from "./timing.ts";

/** Read together per measurement; several times the largest caches. */
const STREAM_BYTES = 2 ** 29;
/** Shapes of the reading kernel that are tried; the fastest one is the adapter's bandwidth. */
const SIZES = [8, 16, 64, 256];
const GROUPS = [8, 32, 256, 2048];
/** Dispatches of a chain: so many that what a submit costs does not show. */
const CHAIN = 2000;
/** Passes of one sample: it should take about as long as what it is compared with, so that both see the same load. */
const PASSES = 4;

interface Shape {
  size: number;
  groups: number;
  pipeline: GPUComputePipeline;
  binds: GPUBindGroup[];
}

/** Milliseconds a byte of streaming and milliseconds a dispatch, by pass. */
export interface FloorSample {
  readMs: number[];
  dispatchMs: number[];
}

/** Milliseconds of a decode step at the floor that some samples show: their mean, or the best pass of each term. */
export function floorMs(
  samples: readonly FloorSample[],
  of: "mean" | "best",
  bytes: number,
  dispatches: number,
): number {
  const pick = (values: number[]) => (of === "best" ? Math.min(...values) : mean(values));
  const read = pick(samples.flatMap(({ readMs }) => readMs));
  return bytes * read + dispatches * pick(samples.flatMap(({ dispatchMs }) => dispatchMs));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export class Floor {
  #best?: Shape;
  #step?: { pipeline: GPUComputePipeline; bind: GPUBindGroup };
  #bytes = 0;

  private constructor(private readonly gpu: GpuDevice) {}

  /** Makes the buffers and finds the fastest shape of the reading kernel. */
  static async of(gpu: GpuDevice): Promise<Floor> {
    const floor = new Floor(gpu);
    await floor.#prepareStep();
    await floor.#prepareStream();
    return floor;
  }

  /** Both terms now, several passes each. */
  async sample(): Promise<FloorSample> {
    const { pipeline, bind } = this.#step!;
    const chain = () =>
      timePass(this.gpu, (pass) => {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bind);
        for (let step = 0; step < CHAIN; step++) pass.dispatchWorkgroups(1);
      });
    const reads = await repeat(PASSES, () => this.#read(this.#best!));
    const chains = await repeat(PASSES, chain);
    return {
      readMs: reads.map((ms) => ms / this.#bytes),
      dispatchMs: chains.map((ms) => ms / CHAIN),
    };
  }

  /** The reading kernel's shape, for the notes. */
  get shape(): string {
    const { size, groups } = this.#best!;
    return `${this.#bytes / 2 ** 20} MiB, ${groups} workgroups of ${size}`;
  }

  #read({ pipeline, binds, groups }: Shape): Promise<number> {
    return timePass(this.gpu, (pass) => {
      pass.setPipeline(pipeline);
      for (const bind of binds) {
        pass.setBindGroup(0, bind);
        pass.dispatchWorkgroups(groups);
      }
    });
  }

  async #prepareStep(): Promise<void> {
    const pipeline = await this.#pipeline(dependentStep);
    const value = this.gpu.buffers.storage("chain", 16, "scratch");
    this.#step = { pipeline, bind: this.#bind(pipeline, [value]) };
  }

  async #prepareStream(): Promise<void> {
    const { buffers, device } = this.gpu;
    const size = Math.min(STREAM_BYTES, 2 ** Math.floor(Math.log2(device.limits.maxStorageBufferBindingSize)));
    const data = Array.from({ length: STREAM_BYTES / size }, (_, i) => buffers.storage(`stream ${i}`, size, "scratch"));
    // Written once, so that every page is there: memory that no one has written may all be one page of zeros.
    const words = new Uint32Array(size / 4).map((_, index) => index);
    for (const buffer of data) this.gpu.queue.writeBuffer(buffer, 0, words);
    const sums = buffers.storage("sums", Math.max(...SIZES) * Math.max(...GROUPS) * 16, "scratch");
    this.#bytes = STREAM_BYTES;
    let fastest = Number.POSITIVE_INFINITY;
    for (const size of SIZES) {
      const pipeline = await this.#pipeline(streamRead, { SIZE: size });
      const binds = data.map((buffer) => this.#bind(pipeline, [buffer, sums]));
      for (const groups of GROUPS) {
        const shape = { size, groups, pipeline, binds };
        const ms = Math.min(...(await repeat(3, () => this.#read(shape))));
        if (ms < fastest) this.#best = shape;
        fastest = Math.min(fastest, ms);
      }
    }
  }

  #pipeline(code: string, constants: Record<string, number> = {}): Promise<GPUComputePipeline> {
    const module = this.gpu.device.createShaderModule({ code });
    return this.gpu.device.createComputePipelineAsync({ layout: "auto", compute: { module, constants } });
  }

  #bind(pipeline: GPUComputePipeline, buffers: GPUBuffer[]): GPUBindGroup {
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    return this.gpu.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  }
}

/** Measures both terms. */
export async function benchFloor(floor: Floor): Promise<Row[]> {
  await floor.sample();
  const samples = await repeat(7, () => floor.sample());
  const rates = samples.flatMap(({ readMs }) => readMs.map((ms) => 1e-6 / ms));
  const dispatches = samples.flatMap(({ dispatchMs }) => dispatchMs.map((ms) => ms * 1000));
  return [
    rowOf("streaming read bandwidth", "GB/s", rates, floor.shape),
    { name: "  best pass", value: Math.max(...rates), unit: "GB/s" },
    rowOf("one dependent dispatch", "µs", dispatches, `chain of ${CHAIN} in one pass`),
    { name: "  best pass", value: Math.min(...dispatches), unit: "µs" },
  ];
}
