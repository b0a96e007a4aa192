// Wall time of work on the GPU: from the submit to the moment at which the host knows that it is done.
import type { GpuDevice } from "../src/gpu/device.ts";

/**
 * Milliseconds that one pass takes; recording it is not counted.
 * @throws OrielError what went wrong on the device
 */
export async function timePass(gpu: GpuDevice, record: (pass: GPUComputePassEncoder) => void): Promise<number> {
  const encoder = gpu.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  record(pass);
  pass.end();
  const commands = encoder.finish();
  const startedAt = performance.now();
  gpu.queue.submit([commands]);
  await gpu.queue.onSubmittedWorkDone();
  const ms = performance.now() - startedAt;
  gpu.check();
  return ms;
}

/** Runs something a number of times, in order, and gives the results. */
export async function repeat<T>(times: number, run: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let time = 0; time < times; time++) results.push(await run());
  return results;
}
