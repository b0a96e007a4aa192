// A plan: dispatches prepared once (pipelines, bind groups, uniforms) and encoded many times. Knows no token and no layer.
import { throwIfAborted } from "../base/errors.ts";
import type { GpuDevice } from "./device.ts";
import {
  type Bindings,
  type Dispatch,
  foldGrid,
  type Grid,
  type Kernel,
  paramsBytes,
  type Uniform,
  writeParams,
} from "./kernel.ts";

interface Step {
  kernel: Kernel;
  quant?: string;
  buffers: Record<string, GPUBuffer | GPUBufferBinding>;
  params: Record<string, number>;
  overrides: Record<string, number>;
  uniform?: Uniform;
  /** Byte offset of this step's params in the plan's uniform buffer. */
  offset: number;
  grid: [number, number, number];
  pipeline?: GPUComputePipeline;
  group?: GPUBindGroup;
}

/** A list of prepared dispatches with one uniform buffer. Add all, `compile` once, then `encode` as often as needed. */
export class Plan implements Disposable {
  #steps: Step[] = [];
  #uniforms?: GPUBuffer;
  #bytes = 0;
  #stride: number;

  constructor(
    readonly gpu: GpuDevice,
    readonly label: string,
  ) {
    this.#stride = gpu.device.limits.minUniformBufferOffsetAlignment;
  }

  /** Number of dispatches of one encoding. */
  get length(): number {
    return this.#steps.length;
  }

  /** Appends one dispatch. */
  add<B extends Bindings, O extends string>(kernel: Kernel<B, O>, dispatch: Dispatch<B, O>): this {
    const uniform = Object.values(kernel.spec.bindings).find((binding) => typeof binding === "object") as
      | Uniform
      | undefined;
    const step: Step = {
      kernel: kernel as unknown as Kernel,
      quant: dispatch.quant,
      buffers: dispatch.buffers,
      params: { ...(dispatch.params as Record<string, number>) },
      overrides: dispatch.overrides,
      uniform,
      offset: this.#bytes,
      grid: [0, 1, 1],
    };
    if (uniform) this.#bytes += Math.ceil(paramsBytes(uniform) / this.#stride) * this.#stride;
    this.#steps.push(step);
    return this;
  }

  /** Compiles all pipelines at once and makes the bind groups and the uniform buffer. */
  async compile(signal?: AbortSignal): Promise<void> {
    this.#uniforms = this.gpu.buffers.uniform(`${this.label} params`, this.#bytes);
    await Promise.all(
      this.#steps.map(async (step) => {
        const { pipeline, layout } = await this.gpu.pipelines.get(step.kernel, step.overrides, step.quant);
        throwIfAborted(signal);
        step.pipeline = pipeline;
        step.group = await this.gpu.scoped(`bind ${step.kernel.source.name}`, () => this.#bind(step, layout));
      }),
    );
    this.update({});
  }

  /** Sets parameters in every step that has one of that name, and each step's grid to match. Takes effect for work submitted after it. */
  update(params: Record<string, number>): void {
    const data = new DataView(new ArrayBuffer(Math.max(this.#bytes, 16)));
    for (const step of this.#steps) {
      for (const name in params) if (name in step.params) step.params[name] = params[name]!;
      if (step.uniform) writeParams(data, step.offset, step.uniform, step.params);
      step.grid = foldGrid(step.kernel.spec.workgroups(step.params as never, step.overrides) as Grid);
    }
    this.gpu.queue.writeBuffer(this.#uniforms!, 0, data.buffer);
  }

  /** Records the dispatches in order; a step whose grid is empty is left out. */
  encode(pass: GPUComputePassEncoder): void {
    let pipeline: GPUComputePipeline | undefined;
    for (const step of this.#steps) {
      const [x, y, z] = step.grid;
      if (x * y * z === 0) continue;
      if (step.pipeline !== pipeline) pass.setPipeline(step.pipeline!);
      pipeline = step.pipeline;
      pass.setBindGroup(0, step.group!);
      pass.dispatchWorkgroups(x, y, z);
      this.gpu.counts.dispatches++;
    }
  }

  [Symbol.dispose](): void {
    if (this.#uniforms) this.gpu.buffers.free(this.#uniforms);
    this.#steps = [];
  }

  #bind(step: Step, layout: GPUBindGroupLayout): GPUBindGroup {
    const entries = Object.entries(step.kernel.spec.bindings).map(([name, binding], index): GPUBindGroupEntry => {
      if (typeof binding === "object") {
        return {
          binding: index,
          resource: { buffer: this.#uniforms!, offset: step.offset, size: paramsBytes(binding) },
        };
      }
      const bound = step.buffers[name]!;
      return { binding: index, resource: "buffer" in bound ? bound : { buffer: bound } };
    });
    this.gpu.counts.bindGroups++;
    return this.gpu.device.createBindGroup({ label: `${this.label} ${step.kernel.source.name}`, layout, entries });
  }
}
