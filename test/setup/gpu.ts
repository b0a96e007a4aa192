// The GPU of tests: Dawn in Node, in the tiers of the running project (vite.config.ts names its Vulkan driver in VK_ICD_FILENAMES and its tiers in ORIEL_TIERS).
// Not for tests that need no device: importing this file loads Dawn.
import { afterAll, describe } from "vitest";
import { create, globals } from "webgpu";
import type { Tier } from "../../src/base/tier.ts";
import { type GpuDevice, openDevice } from "../../src/gpu/device.ts";

// Dawn is collected together with this object, so it stays referenced as long as the process lives.
const holder = globalThis as { gpu?: GPU };
if (!holder.gpu) {
  Object.assign(globalThis, globals);
  holder.gpu = create(["enable-dawn-features=allow_unsafe_apis"]);
}

/** Dawn's entry point on this project's driver. */
export const gpu: GPU = holder.gpu!;

const adapter = await gpu.requestAdapter();

/** Tiers that this project tests, in the order f16, f32, base. */
export const tiers = (process.env.ORIEL_TIERS ?? "").split(",").filter(Boolean) as Tier[];

/**
 * Declares tests once per tier of this project. `open` gives a device of the tier, closed after the last of its tests.
 * Without an adapter the tests are skipped; where `CI` is set they fail instead.
 */
export function describeTiers(name: string, body: (tier: Tier, open: () => Promise<GpuDevice>) => void): void {
  if (tiers.length === 0) {
    throw new Error("Expected a project with a GPU but found ORIEL_TIERS empty: move the test or see vite.config.ts");
  }
  const missing = `no WebGPU adapter with ${process.env.VK_ICD_FILENAMES}; npm run setup installs one`;
  if (!adapter && process.env.CI) throw new Error(`Expected an adapter but found ${missing}`);
  for (const tier of tiers) {
    const opened: GpuDevice[] = [];
    const open = async () => {
      const device = await openTier(tier);
      opened.push(device);
      return device;
    };
    describe.skipIf(!adapter)(`${name} [${tier}]${adapter ? "" : ` skipped: ${missing}`}`, () => {
      body(tier, open);
      afterAll(() => {
        for (const device of opened) device[Symbol.dispose]();
      });
    });
  }
}

/** A device of one tier that the caller disposes; the base tier sees neither features nor limits beyond the defaults. */
export function openTier(tier: Tier): Promise<GpuDevice> {
  return openDevice(tier === "base" ? withheld(gpu) : gpu, { tier });
}

/** The smallest adapter that the specification allows (gpuweb §3.6.2, default limits), as far as kernels can tell. */
const DEFAULT_LIMITS = {
  maxBufferSize: 256 * 2 ** 20,
  maxStorageBufferBindingSize: 128 * 2 ** 20,
  maxStorageBuffersPerShaderStage: 8,
  maxComputeWorkgroupStorageSize: 16384,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupSizeY: 256,
  maxComputeWorkgroupSizeZ: 64,
  maxComputeWorkgroupsPerDimension: 65535,
  minStorageBufferOffsetAlignment: 256,
  minUniformBufferOffsetAlignment: 256,
};

/** An entry point whose adapters hide every optional feature and every limit above the default, and refuse a device that asks for one. */
export function withheld(from: GPU): GPU {
  const hide = (real: GPUAdapter) => ({
    features: new Set<string>(),
    limits: DEFAULT_LIMITS,
    info: real.info,
    requestDevice(descriptor: GPUDeviceDescriptor = {}) {
      const features = [...(descriptor.requiredFeatures ?? [])];
      const limits = Object.entries(descriptor.requiredLimits ?? {}).filter(
        ([name, value]) => value !== undefined && value > DEFAULT_LIMITS[name as keyof typeof DEFAULT_LIMITS],
      );
      if (features.length || limits.length) {
        throw new TypeError(`Expected no more than the base tier but found a request for ${[...features, ...limits]}`);
      }
      return real.requestDevice(descriptor);
    },
  });
  const requestAdapter = async (options?: GPURequestAdapterOptions) => {
    const real = await from.requestAdapter(options);
    return real && (hide(real) as unknown as GPUAdapter);
  };
  return { requestAdapter, wgslLanguageFeatures: from.wgslLanguageFeatures } as GPU;
}
