// Compiles kernels to pipelines, each combination of kernel, variant and constants once, without blocking.
import { OrielError } from "../base/errors.ts";
import { type Kernel, paramsBytes } from "./kernel.ts";
import { type ShaderFlags, type ShaderSource, variantKey, variantText } from "./shader.ts";

export interface CompiledKernel {
  pipeline: GPUComputePipeline;
  layout: GPUBindGroupLayout;
}

/** Pipelines of one device by kernel, variant and constants. */
export class PipelineCache {
  #pipelines = new Map<string, Promise<CompiledKernel>>();
  #modules = new Map<string, GPUShaderModule>();
  #sources = new Map<string, { source: ShaderSource; quant?: string }>();
  #ready = 0;
  /** Called whenever a pipeline was asked for first or became ready. */
  onProgress?: (ready: number, asked: number) => void;

  constructor(
    private readonly device: GPUDevice,
    private readonly flags: ShaderFlags,
  ) {}

  /** Pipelines made so far. */
  get size(): number {
    return this.#pipelines.size;
  }

  /** Whether any shader asked for so far has another variant under other flags. */
  differs(flags: ShaderFlags): boolean {
    return [...this.#sources].some(([key, { source, quant }]) => {
      return key !== `${source.name}|${variantKey(source, flags, quant)}`;
    });
  }

  /**
   * The pipeline of a kernel.
   * @throws OrielError `bug` when shader and descriptor differ or the shader does not compile, with the device's message
   */
  // biome-ignore lint/suspicious/noExplicitAny: a kernel of any bindings; `Plan.add` is where they are checked
  get(kernel: Kernel<any, any>, overrides: Record<string, number>, quant?: string): Promise<CompiledKernel> {
    const variant = variantKey(kernel.source, this.flags, quant);
    const constants = Object.keys(overrides)
      .sort()
      .map((name) => `${name}=${overrides[name]}`);
    const key = `${kernel.source.name}|${variant}|${constants}`;
    this.#sources.set(`${kernel.source.name}|${variant}`, { source: kernel.source, quant });
    let compiled = this.#pipelines.get(key);
    if (!compiled) {
      compiled = this.#compile(kernel, variant, overrides);
      this.#pipelines.set(key, compiled);
      this.onProgress?.(this.#ready, this.size);
    }
    return compiled;
  }

  async #compile(kernel: Kernel, variant: string, overrides: Record<string, number>): Promise<CompiledKernel> {
    const { device } = this;
    const label = `${kernel.source.name} ${variant}`;
    const code = variantText(kernel.source, variant);
    if (code === undefined) {
      throw new OrielError("unsupported", `Expected kernel ${kernel.source.name} in variant ${variant} but found none`);
    }
    let module = this.#modules.get(label);
    if (!module) {
      module = device.createShaderModule({ label, code });
      this.#modules.set(label, module);
    }
    const entries = Object.values(kernel.spec.bindings).map((binding, index): GPUBindGroupLayoutEntry => {
      const buffer: GPUBufferBindingLayout =
        typeof binding === "object"
          ? { type: "uniform", minBindingSize: paramsBytes(binding) }
          : { type: binding === "read" ? "read-only-storage" : "storage" };
      return { binding: index, visibility: GPUShaderStage.COMPUTE, buffer };
    });
    const layout = device.createBindGroupLayout({ label, entries });
    try {
      const pipeline = await device.createComputePipelineAsync({
        label,
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: "main", constants: overrides },
      });
      this.#ready++;
      this.onProgress?.(this.#ready, this.size);
      return { pipeline, layout };
    } catch (error) {
      throw new OrielError(
        "bug",
        `Kernel ${label} did not compile: ${(error as Error).message}`,
        { overrides },
        { cause: error },
      );
    }
  }
}
