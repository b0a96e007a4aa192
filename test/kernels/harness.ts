// Runs one kernel on given arrays and gives back what it wrote. Every buffer is followed by guard bytes:
// those of inputs are NaN, so that a read past the end shows in the result; those of outputs must be untouched.
import { expect } from "vitest";
import type { GpuDevice } from "../../src/gpu/device.ts";
import type { Access, Bindings, Kernel, OverridesOf, ParamsOf } from "../../src/gpu/kernel.ts";
import { Plan } from "../../src/gpu/plan.ts";

export type Numbers = Float32Array | Uint32Array;
type BufferNames<B> = { [K in keyof B]: B[K] extends Access ? K : never }[keyof B];

type Arrays<B> = { [K in BufferNames<B>]: Numbers };

export interface Job<B extends Bindings, O extends string, A extends Arrays<B>> {
  quant?: string;
  /** What each buffer holds at first; outputs too. */
  arrays: A;
  params: ParamsOf<B>;
  overrides: OverridesOf<O>;
}

const GUARD_BYTES = 256;

/** Dispatches once and returns the contents of every `write` buffer, as the type of array it was given as. */
export async function runKernel<B extends Bindings, O extends string, A extends Arrays<B>>(
  gpu: GpuDevice,
  kernel: Kernel<B, O>,
  job: Job<B, O, A>,
): Promise<A> {
  const scopes = ["validation", "out-of-memory", "internal"] as const;
  for (const scope of scopes) gpu.device.pushErrorScope(scope);
  const arrays = job.arrays as Record<string, Numbers>;
  const buffers: Record<string, GPUBuffer> = {};
  for (const [name, access] of Object.entries(kernel.spec.bindings)) {
    if (typeof access === "object") continue;
    const array = arrays[name]!;
    const guarded = new Uint8Array(Math.ceil((array.byteLength + GUARD_BYTES) / 16) * 16).fill(0xff);
    guarded.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    buffers[name] = gpu.buffers.storage(name, guarded.length, "scratch");
    gpu.queue.writeBuffer(buffers[name], 0, guarded);
  }
  const plan = new Plan(gpu, "test");
  const { quant, params, overrides } = job;
  plan.add(kernel, { quant, params, overrides, buffers: buffers as never });
  await plan.compile();
  const encoder = gpu.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  plan.encode(pass);
  pass.end();
  gpu.queue.submit([encoder.finish()]);
  const results: Record<string, Numbers> = {};
  for (const [name, buffer] of Object.entries(buffers)) {
    if (kernel.spec.bindings[name] === "write") results[name] = await readGuarded(gpu, name, buffer, arrays[name]!);
    gpu.buffers.free(buffer);
  }
  plan[Symbol.dispose]();
  for (const _ of scopes) expect(await gpu.device.popErrorScope()).toBeNull();
  gpu.check();
  return results as never;
}

/** The contents of a GPU buffer. */
export async function readBuffer(gpu: GpuDevice, buffer: GPUBuffer): Promise<ArrayBuffer> {
  const readback = gpu.buffers.readback("readback", buffer.size);
  const encoder = gpu.device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, readback, 0, buffer.size);
  gpu.queue.submit([encoder.finish()]);
  await readback.mapAsync(GPUMapMode.READ);
  const bytes = readback.getMappedRange().slice(0);
  gpu.buffers.free(readback);
  return bytes;
}

async function readGuarded(gpu: GpuDevice, name: string, buffer: GPUBuffer, like: Numbers): Promise<Numbers> {
  const bytes = await readBuffer(gpu, buffer);
  const guard = new Uint8Array(bytes, like.byteLength);
  expect(
    guard.every((byte) => byte === 0xff),
    `bytes past the end of ${name} are untouched`,
  ).toBe(true);
  return like instanceof Float32Array
    ? new Float32Array(bytes, 0, like.length)
    : new Uint32Array(bytes, 0, like.length);
}

/** Expects every element within `absolute + relative · |expected|`, and says where it is not. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, relative = 1e-5, absolute = 1e-6) {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!);
    if (!(error <= absolute + relative * Math.abs(expected[i]!))) {
      expect.fail(`Expected ${expected[i]} at ${i} of ${expected.length} but found ${actual[i]}`);
    }
  }
}

/** Numbers of [-1, 1) that look random and are the same in every run (a linear congruential generator). */
export function noise(length: number, seed = 1): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

/** A [rows, cols] matrix laid out with a larger stride, the rest zero. */
export function padded(matrix: ArrayLike<number>, rows: number, cols: number, stride: number) {
  const out = new Float32Array(rows * stride);
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) out[r * stride + c] = matrix[r * cols + c]!;
  return out;
}

/** The first `cols` columns of a matrix with a larger stride. */
export function unpadded(matrix: ArrayLike<number>, rows: number, cols: number, stride: number): number[] {
  return Array.from({ length: rows * cols }, (_, i) => matrix[Math.floor(i / cols) * stride + (i % cols)]!);
}

/** Rows of activations are padded to this many columns. */
export const stride = (cols: number) => Math.ceil(cols / 32) * 32;

/** The same promise at every call: one device for all tests of a tier. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
