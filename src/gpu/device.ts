// Opens a GPUDevice in a tier and keeps what belongs to it: limits, buffers, pipelines, and whether it was lost.
import { OrielError } from "../base/errors.ts";
import { TIERS, type Tier } from "../base/tier.ts";
import { BufferLedger } from "./buffers.ts";
import { PipelineCache } from "./pipelines.ts";
import type { ShaderFlags } from "./shader.ts";

/** The features that each tier needs of an adapter. */
const FEATURES: Record<Tier, GPUFeatureName[]> = { base: [], f32: ["subgroups"], f16: ["subgroups", "shader-f16"] };

/** What shaders may use in a tier. */
export function flagsOf(tier: Tier): ShaderFlags {
  return { f16: tier === "f16", subgroups: tier !== "base" };
}

/** An open device in one tier; disposing it frees every buffer made through it. */
export class GpuDevice implements Disposable {
  readonly queue: GPUQueue;
  /** Vendor, architecture and description. */
  readonly adapterName: string;
  /** Whether the adapter is one of the software drivers, which want other shapes of work than GPUs. */
  readonly software: boolean;
  /** Lanes that every subgroup has at least; 0 where it is unknown. */
  readonly subgroupMinSize: number;
  readonly flags: ShaderFlags;
  readonly buffers: BufferLedger;
  readonly pipelines: PipelineCache;
  /** What was done on the device so far, for the figures per token. */
  readonly counts = { dispatches: 0, submits: 0, bindGroups: 0, readbacks: 0 };
  #failure?: OrielError;

  constructor(
    readonly device: GPUDevice,
    readonly tier: Tier,
    /** What the browser tells of the adapter; some tell nothing. */
    info: Partial<GPUAdapterInfo> = {},
  ) {
    this.adapterName = describe(info);
    this.software = /swiftshader|llvmpipe/i.test(this.adapterName);
    this.subgroupMinSize = info.subgroupMinSize ?? 0;
    this.queue = device.queue;
    this.flags = flagsOf(tier);
    this.buffers = new BufferLedger(device);
    this.pipelines = new PipelineCache(device, this.flags);
    device.lost.then((info) => {
      this.#failure = new OrielError("device-lost", `The GPU device was lost: ${info.message || info.reason}`, {
        reason: info.reason,
      });
    });
    device.addEventListener("uncapturederror", (event) => {
      const { error } = event as GPUUncapturedErrorEvent;
      this.#failure ??= new OrielError(
        error instanceof GPUOutOfMemoryError ? "out-of-memory" : "bug",
        `The GPU reported an error: ${error.message}`,
      );
    });
  }

  /**
   * Throws what went wrong on the device so far; call it after each readback, since after a loss every call but `mapAsync` seems to succeed.
   * @throws OrielError `device-lost`, `out-of-memory` or `bug`
   */
  check(): void {
    if (this.#failure) throw this.#failure;
  }

  /**
   * Runs work whose GPU calls are checked in an error scope of their own while Oriel is developed, so that a mistake names what was being done;
   * in a build there is only the device-wide `uncapturederror`.
   * @throws OrielError `bug`
   */
  async scoped<T>(doing: string, work: () => T): Promise<T> {
    if (!import.meta.env?.DEV) return work();
    this.device.pushErrorScope("validation");
    const result = work();
    const error = await this.device.popErrorScope();
    if (error) throw new OrielError("bug", `The GPU refused to ${doing}: ${error.message}`);
    return result;
  }

  /** Submits what an encoder recorded. */
  submit(encoder: GPUCommandEncoder): void {
    this.queue.submit([encoder.finish()]);
    this.counts.submits++;
  }

  [Symbol.dispose](): void {
    this.buffers[Symbol.dispose]();
    this.device.destroy();
  }
}

/**
 * Opens a device.
 * @param tier an explicit tier, or `auto` for the highest that the adapter has
 * @throws OrielError `no-webgpu` without an adapter, `unsupported` when the adapter lacks the tier
 */
export async function openDevice(gpu: GPU | undefined, options: { tier: Tier | "auto" }): Promise<GpuDevice> {
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new OrielError("no-webgpu", "Expected a WebGPU adapter but found none");
  const has = (tier: Tier) => FEATURES[tier].every((feature) => adapter.features.has(feature));
  const tier = options.tier === "auto" ? TIERS.find(has)! : options.tier;
  if (!has(tier)) {
    const missing = FEATURES[tier].filter((feature) => !adapter.features.has(feature));
    throw new OrielError(
      "unsupported",
      `Expected an adapter with ${missing.join(", ")} for tier ${tier} but found ${describe(adapter.info ?? {})} without`,
      { tier, missing },
    );
  }
  const optional: GPUFeatureName[] = adapter.features.has("timestamp-query") ? ["timestamp-query"] : [];
  const device = await adapter.requestDevice({
    requiredFeatures: [...FEATURES[tier], ...optional],
    requiredLimits: options.tier === "base" ? {} : largestLimits(adapter.limits),
  });
  return new GpuDevice(device, tier, adapter.info);
}

/** Only what large models need is raised: kernels stay within the default limits of workgroups and bindings per stage. */
function largestLimits(limits: GPUSupportedLimits): Record<string, number> {
  return {
    maxBufferSize: limits.maxBufferSize,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
  };
}

function describe(info: Partial<GPUAdapterInfo>): string {
  return [info.vendor, info.architecture, info.description].filter(Boolean).join(" ") || "unnamed adapter";
}
