// How fast a model file gets onto the GPU, repacked, against reading the same file and against uploading as many bytes. Rounds alternate, the file is warm.
import { open } from "node:fs/promises";
import { BufferLedger } from "../src/gpu/buffers.ts";
import { GpuDevice } from "../src/gpu/device.ts";
import { loadWeights } from "../src/loader/loader.ts";
import { modelWeights } from "../src/model/model-weights.ts";
import { Weights } from "../src/model/weights.ts";
import type { OpenModel } from "./model.ts";
import { type Row, rowOf } from "./report.ts";

const ROUNDS = 7;
const PIECE = 4 * 2 ** 20;
/** Uploads wait for the GPU after this many bytes, as the loader does. */
const IN_FLIGHT = 64 * 2 ** 20;
/** What is uploaded: more than caches hold. */
const SOURCE = new Uint8Array(64 * 2 ** 20);

/** Measures the three rates in MB/s (10⁶ bytes). */
export async function benchLoad(opened: OpenModel): Promise<Row[]> {
  const rounds: { read: number; upload: number; load: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const read = await rate(opened.fileBytes, () => readFile(opened.path));
    const uploaded = await rate(opened.fileBytes, () => upload(opened));
    const loaded = await rate(opened.fileBytes, () => load(opened));
    if (round > 0) rounds.push({ read, upload: uploaded, load: loaded });
  }
  const of = (pick: (round: (typeof rounds)[number]) => number) => rounds.map(pick);
  const goal = "goal at least 0.8";
  return [
    rowOf(
      "raw read of the file",
      "MB/s",
      of(({ read }) => read),
      `${(opened.fileBytes / 1e6).toFixed(1)} MB in pieces of 4 MiB`,
    ),
    rowOf(
      "writeBuffer of as many bytes",
      "MB/s",
      of(({ upload }) => upload),
    ),
    rowOf(
      "file to GPU, repacked",
      "MB/s",
      of(({ load }) => load),
    ),
    rowOf(
      "  ratio to the raw read",
      "",
      of(({ read, load }) => load / read),
    ),
    rowOf(
      "  ratio to the slower of read and upload",
      "",
      of(({ read, upload, load }) => load / Math.min(read, upload)),
      goal,
    ),
  ];
}

/** Megabytes a second of something that moves some bytes. */
async function rate(bytes: number, run: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return bytes / 1000 / (performance.now() - startedAt);
}

/** Reads a whole file, each piece into memory of its own, as whoever wants the bytes must. */
async function readFile(path: string): Promise<void> {
  await using file = await open(path);
  for (;;) {
    const piece = new Uint8Array(PIECE);
    if ((await file.read(piece, 0, PIECE)).bytesRead === 0) return;
  }
}

/** Uploads as many bytes as the file has to as large a buffer. */
async function upload({ model, fileBytes }: OpenModel): Promise<void> {
  using buffers = new BufferLedger(model.gpu.device);
  const size = Math.min(Math.ceil(fileBytes / PIECE) * PIECE, IN_FLIGHT * 4);
  const target = buffers.storage("upload", size, "scratch");
  for (let done = 0; done < fileBytes; done += PIECE) {
    const length = Math.min(PIECE, (fileBytes - done) & ~3);
    model.gpu.queue.writeBuffer(target, done % size, SOURCE, done % SOURCE.length, length);
    if (done % IN_FLIGHT === 0) await model.gpu.queue.onSubmittedWorkDone();
  }
  await model.gpu.queue.onSubmittedWorkDone();
}

/** Brings all weights once more, into buffers of their own. */
async function load({ model, file: { manifest, reader } }: OpenModel): Promise<void> {
  const { device, tier } = model.gpu;
  const gpu = new GpuDevice(device, tier);
  using _ = gpu.buffers;
  const { specs } = modelWeights(model.hyperparameters, manifest.tensors);
  await loadWeights(new Weights(gpu, specs), { gpu, manifest, reader });
}
