// The sizes that kernels leave open, by device: lanes of a workgroup, positions of a slice of attention.
import type { GpuDevice } from "../gpu/device.ts";

/**
 * The `WORKGROUP_SIZE` override for a device: 64, and 16 on SwiftShader and llvmpipe. Those run each subgroup of a workgroup as a coroutine, and the cost of
 * switching grows faster than their number: decode attention over 1024 positions takes 3.6 × (SwiftShader) and 1.6 × (llvmpipe) as long with 64 lanes.
 */
export function workgroupSize(gpu: Pick<GpuDevice, "software">): number {
  return gpu.software ? 16 : 64;
}

/**
 * The `SLICE` override of `attentionDecode`: 128 positions, and 64 on SwiftShader and llvmpipe. SwiftShader zeroes workgroup memory with an instruction per
 * word, of which a position takes four: half of them save 0.2 s of compilation.
 */
export function attentionSlice(gpu: Pick<GpuDevice, "software">): number {
  return gpu.software ? 64 : 128;
}
