// How the threads of a mat-vec are arranged on a device: few wide loads on software adapters, many slices of a row on real GPUs.
import type { GpuDevice } from "../gpu/device.ts";

/** Overrides that every mat-vec takes, see shaders/lib/slices.wgsl and dot.wgsl. */
export interface MatVecShape {
  SLICES: number;
  GROUPS: number;
  REUSE: number;
  SHARE: number;
  /** 8 rows times SLICES times GROUPS. */
  WORKGROUP_SIZE: number;
}

/**
 * The shape for a device. On lavapipe and SwiftShader (subgroups of 8 and 4) a load costs as much as 30 multiplications whether or not it is uniform,
 * so lanes load activations for each other and a thread takes two rows; GPUs have cheap uniform loads and want many threads.
 */
export function matVecShape(gpu: GpuDevice): MatVecShape {
  if (!gpu.software) return { SLICES: 8, GROUPS: 2, REUSE: 1, SHARE: 0, WORKGROUP_SIZE: 128 };
  if (!gpu.flags.subgroups) return { SLICES: 1, GROUPS: 8, REUSE: 4, SHARE: 0, WORKGROUP_SIZE: 64 };
  return { SLICES: 1, GROUPS: 8, REUSE: 2, SHARE: shareOf(gpu), WORKGROUP_SIZE: 64 };
}

/** Overrides of mat-mat, see shaders/matmul/mat_mat.wgsl. */
export interface MatMatShape {
  REUSE: number;
  X_ROWS: number;
  SHARE: number;
  WORKGROUP_SIZE: number;
}

/**
 * The shape for a device. On lavapipe a thread takes four rows of W, which share the activations that it loads, and dequantizes a block once for 32 rows:
 * 2.5 × the rate of one row of W and 8 rows, and compiled in twice the time. SwiftShader, which takes long to compile what is unrolled, and GPUs keep the small shape.
 */
export function matMatShape(gpu: GpuDevice): MatMatShape {
  if (gpu.software && shareOf(gpu) === 8) return { REUSE: 4, X_ROWS: 32, SHARE: 8, WORKGROUP_SIZE: 16 };
  return { REUSE: 1, X_ROWS: 8, SHARE: shareOf(gpu), WORKGROUP_SIZE: 64 };
}

/** Lanes that load activations for each other, where all want the same ones: 8 or 4 where every subgroup is that large. */
function shareOf(gpu: GpuDevice): number {
  if (!gpu.flags.subgroups) return 0;
  return gpu.subgroupMinSize >= 8 ? 8 : gpu.subgroupMinSize >= 4 ? 4 : 0;
}
