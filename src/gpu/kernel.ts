// The typed descriptor of a kernel: what a shader binds, which constants it takes and how many workgroups it needs.
// A misspelt buffer, parameter or constant does not compile; the explicit layout made from it lets the device reject a shader that differs.
import type { ShaderSource } from "./shader.ts";

export type Scalar = "u32" | "i32" | "f32";

/** Scalars of the uniform `Params` struct, in the order of the WGSL struct. */
export type Uniform = Readonly<Record<string, Scalar>>;

/** How a storage buffer is bound: `var<storage, read>` or `var<storage, read_write>`. */
export type Access = "read" | "write";

/** Bindings in the order of their binding numbers; `params` is binding 0 where there is one. */
export type Bindings = Readonly<Record<string, Access | Uniform>>;

export type Grid = readonly [x: number, y?: number, z?: number];

type Names<B, Kind> = { [K in keyof B]: B[K] extends Kind ? K : never }[keyof B];
type ParamNames<B> = { [K in keyof B]: B[K] extends Uniform ? keyof B[K] & string : never }[keyof B];

/** Values of the `Params` struct. */
export type ParamsOf<B> = { [P in ParamNames<B>]: number };
/** The buffers of a dispatch by binding name. */
export type BuffersOf<B> = { [K in Names<B, Access>]: GPUBuffer | GPUBufferBinding };
export type OverridesOf<O extends string> = { [K in O]: number };

export interface KernelSpec<B extends Bindings, O extends string> {
  bindings: B;
  /** Names of the pipeline-overridable constants; all must be given. Booleans are 0 or 1. */
  overrides: readonly O[];
  /** Grid of one dispatch; x may exceed 65 535 and is then folded into y (see shaders/lib/grid.wgsl), so y must be 1 or absent there. */
  workgroups: (params: ParamsOf<B>, overrides: OverridesOf<O>) => Grid;
}

/** A shader with its descriptor. */
export interface Kernel<B extends Bindings = Bindings, O extends string = string> {
  readonly source: ShaderSource;
  readonly spec: KernelSpec<B, O>;
}

/** Everything one dispatch of a kernel needs. */
export interface Dispatch<B extends Bindings, O extends string> {
  /** The quant type linked in, for kernels that import `package::quant`. */
  quant?: string;
  buffers: BuffersOf<B>;
  params: ParamsOf<B>;
  overrides: OverridesOf<O>;
}

/** Describes a kernel. */
export function kernel<const B extends Bindings, const O extends string>(
  source: ShaderSource,
  spec: KernelSpec<B, O>,
): Kernel<B, O> {
  return { source, spec };
}

const MAX_GROUPS = 65535;

/** A grid within the limit of 65 535 workgroups per dimension: a longer x is folded into y. */
export function foldGrid([x, y = 1, z = 1]: Grid): [number, number, number] {
  if (x <= MAX_GROUPS) return [x, y, z];
  const rows = Math.ceil(x / MAX_GROUPS);
  return [Math.ceil(x / rows), rows, z];
}

/** Bytes of the `Params` struct: its scalars, padded to 16. */
export function paramsBytes(uniform: Uniform): number {
  return Math.ceil((Object.keys(uniform).length * 4) / 16) * 16;
}

/** Writes the values of `Params` at a byte offset. */
export function writeParams(view: DataView, offset: number, uniform: Uniform, values: Record<string, number>): void {
  Object.entries(uniform).forEach(([name, type], index) => {
    const at = offset + index * 4;
    if (type === "f32") view.setFloat32(at, values[name]!, true);
    else if (type === "i32") view.setInt32(at, values[name]!, true);
    else view.setUint32(at, values[name]!, true);
  });
}
