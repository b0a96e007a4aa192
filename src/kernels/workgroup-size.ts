// How many lanes a workgroup of the kernels that leave it open should have on a device.
import type { GpuDevice } from "../gpu/device.ts";

/**
 * The `WORKGROUP_SIZE` override for a device: 64, and 16 on SwiftShader and llvmpipe. Those run each subgroup of a workgroup as a coroutine, and the cost of
 * switching grows faster than their number: decode attention over 1024 positions takes 3.6 × (SwiftShader) and 1.6 × (llvmpipe) as long with 64 lanes.
 */
export function workgroupSize(gpu: Pick<GpuDevice, "software">): number {
  return gpu.software ? 16 : 64;
}
