// Streams a model's tensors to the GPU: a range is read, verified by its reader, repacked, uploaded and dropped, so that no model is in memory twice.
import { concat } from "../base/bytes.ts";
import { OrielError, throwIfAborted } from "../base/errors.ts";
import { bf16ToNumber, f16ToNumber } from "../base/half.ts";
import { bytesOf, type ChunkReader, type ChunkRef, type Manifest, type TensorEntry } from "../base/manifest.ts";
import type { Report } from "../base/progress.ts";
import type { GpuDevice } from "../gpu/device.ts";
import { TILE_ROWS } from "../kernels/weight-layout.ts";
import type { Matrix } from "../model/matrix.ts";
import type { Weights } from "../model/weights.ts";

export interface LoadOptions {
  gpu: GpuDevice;
  manifest: Manifest;
  reader: ChunkReader;
  report?: Report;
  signal?: AbortSignal;
}

/** Uploads wait for the GPU once this many bytes are on their way, so that they do not pile up in memory. */
const IN_FLIGHT = 64 * 2 ** 20;

/**
 * Uploads every tensor that the weights have a place for, in the order of the manifest.
 * @throws OrielError `corrupt` for a chunk that is lost or fails its digest, `bad-model` for a tensor of the wrong length, `aborted`
 */
export async function loadWeights(
  weights: Weights,
  { gpu, manifest, reader, report, signal }: LoadOptions,
): Promise<void> {
  const wanted = manifest.tensors.filter((tensor) => weights.destination(tensor.name));
  const total = wanted.reduce((sum, tensor) => sum + bytesOf(tensor.chunks), 0);
  let done = 0;
  let inFlight = 0;
  const all = readAhead(
    wanted.flatMap(({ chunks }) => chunks),
    reader,
    signal,
  );
  for (const tensor of wanted) {
    const destination = weights.destination(tensor.name)!;
    const ranges = take(all, tensor.chunks.length);
    if (destination.kind !== "matrix") {
      const values = toFloats(tensor, await readAll(ranges));
      if (destination.kind === "vector") gpu.queue.writeBuffer(destination.buffer, destination.first * 4, values);
      else {
        const { first, divisor } = destination;
        for (const [i, value] of values.entries()) destination.values[2 * (first + i)] = value / divisor;
      }
      done += bytesOf(tensor.chunks);
    } else {
      for await (const bytes of wholeTiles(tensor, destination.matrix, destination.first, ranges)) {
        done += bytes;
        inFlight += bytes;
        report?.({ stage: "load", done, total, unit: "bytes" });
        if (inFlight < IN_FLIGHT) continue;
        await gpu.queue.onSubmittedWorkDone();
        inFlight = 0;
        gpu.check();
      }
    }
    throwIfAborted(signal);
  }
  await gpu.queue.onSubmittedWorkDone();
  gpu.check();
  report?.({ stage: "load", done: total, total, unit: "bytes" });
}

/** All values of a float tensor. @throws OrielError `unsupported` for a quantized one */
export async function readFloats(
  tensor: TensorEntry,
  reader: ChunkReader,
  signal?: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  return toFloats(tensor, await readAll(readAhead(tensor.chunks, reader, signal)));
}

/** Reads ranges in order, the next one while the one before it is repacked; no more than two are in memory. */
async function* readAhead(refs: readonly ChunkRef[], reader: ChunkReader, signal?: AbortSignal) {
  const read = async (ref: ChunkRef) => {
    throwIfAborted(signal);
    return reader.read(ref, signal);
  };
  let next = refs[0] && read(refs[0]);
  for (let index = 1; next; index++) {
    const range = await next;
    const ref = refs[index];
    next = ref && read(ref);
    // Its failure is reported when it is its turn, or not at all when the load ends before.
    next?.catch(() => undefined);
    yield range;
  }
}

/** The next `count` values of an iterator that goes on. */
async function* take<T>(from: AsyncGenerator<T>, count: number): AsyncGenerator<T> {
  for (let taken = 0; taken < count; taken++) {
    const { value, done } = await from.next();
    if (done) return;
    yield value;
  }
}

async function readAll(ranges: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const part of ranges) parts.push(part);
  return concat(parts);
}

/** Writes a tensor's rows to its matrix tile by tile as they arrive, and yields how many bytes went each time. */
async function* wholeTiles(tensor: TensorEntry, matrix: Matrix, first: number, ranges: AsyncIterable<Uint8Array>) {
  const { rowBytes } = matrix.layout;
  const rows = tensor.shape[0]!;
  let rest: Uint8Array = new Uint8Array();
  let row = 0;
  for await (const range of ranges) {
    const bytes = rest.length || range.byteOffset % 2 ? concat([rest, range]) : range;
    const have = Math.floor(bytes.length / rowBytes);
    const whole = row + have >= rows ? rows - row : have - (have % TILE_ROWS);
    if (whole > 0) matrix.write(first + row, bytes.subarray(0, whole * rowBytes), whole);
    rest = bytes.slice(whole * rowBytes);
    row += whole;
    yield range.length;
  }
  checkLength(tensor, rows * rowBytes, row * rowBytes + rest.length);
}

function checkLength({ name }: TensorEntry, expected: number, found: number): void {
  if (found === expected) return;
  throw new OrielError("bad-model", `Expected ${expected} bytes in ${name} but found ${found}`, { name, found });
}

function toFloats(tensor: TensorEntry, bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const { name, type, shape } = tensor;
  const convert = { F16: f16ToNumber, BF16: bf16ToNumber }[type];
  if (type !== "F32" && !convert) {
    throw new OrielError("unsupported", `Expected ${name} of type F32, F16 or BF16 but found ${type}`);
  }
  const elements = shape.reduce((product, size) => product * size, 1);
  checkLength(tensor, elements * (convert ? 2 : 4), bytes.length);
  return convert ? Float32Array.from(new Uint16Array(bytes.buffer), convert) : new Float32Array(bytes.buffer);
}
