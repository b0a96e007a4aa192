// Host time of a decode step: what JavaScript and Dawn take to encode and submit it, on Dawn's null backend, which executes nothing.
// It is measured in a child process, since Dawn chooses its backend once per process.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ChunkReader, Manifest } from "../src/base/manifest.ts";
import { openModelFile } from "../src/cli/model-file.ts";
import { GpuSampler } from "../src/engine/gpu-sampler.ts";
import { readModel } from "../src/engine/load.ts";
import { Readback } from "../src/engine/readback.ts";
import { Runner } from "../src/engine/runner.ts";
import { openDevice } from "../src/gpu/device.ts";
import { KvCache } from "../src/model/kv-cache.ts";
import { Transformer } from "../src/model/transformer.ts";
import { Weights } from "../src/model/weights.ts";
import { dispatchesPerToken, type Stepper } from "./decode.ts";
import { CONTEXT, madeModel } from "./model.ts";
import { type Row, rowOf } from "./report.ts";

const WARM = 100;
const TIMES = 400;
const TOKENS_PER_SUBMIT = [1, 8];

/** What the child prints: milliseconds a token. */
interface HostTimes {
  dispatches: number;
  /** By tokens per submit: encoding, finishing and submitting. */
  encode: Record<number, number[]>;
  /** The same and reading the result of the submit back, by tokens per submit. */
  read: Record<number, number[]>;
}

/** Measures both shapes in child processes. */
export async function benchHost(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [layers, title, name] of [
    [28, "28 layers", "28-layers-Q4_0"],
    [30, "135M, 30 layers", "135M-Q4_0-8K"],
  ] as const) {
    const times = await inChild(await madeModel(name));
    for (const tokens of TOKENS_PER_SUBMIT) {
      const where = `${title}, ${tokens} a submit`;
      const note = `${times.dispatches} dispatches a token${layers === 28 ? "; goal at most 0.3" : ""}`;
      rows.push(hostRow(`encode and submit, ${where}`, times.encode[tokens]!, note));
      rows.push(hostRow(`  and read back`, times.read[tokens]!));
    }
  }
  return rows;
}

/** The spread is from the 5th to the 95th percentile: single measurements catch whatever else the machine does. */
function hostRow(name: string, values: number[], note?: string): Row {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!;
  return { ...rowOf(name, "ms/token", values, note), spread: [at(0.05), at(0.95)] };
}

async function inChild(model: string): Promise<HostTimes> {
  const args = [...process.execArgv, process.argv[1]!, "--host-of", model];
  const env = { ...process.env, ORIEL_DAWN_FLAGS: "backend=null" };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as HostTimes;
}

/** The child's work. */
export async function measureHost(gpu: GPU, path: string): Promise<HostTimes> {
  await using file = await openModelFile(path);
  const model = await prepare(gpu, file.manifest, file.reader);
  const times: HostTimes = { dispatches: dispatchesPerToken(model), encode: {}, read: {} };
  for (const tokens of TOKENS_PER_SUBMIT) {
    await encodeTimes(model, tokens, WARM);
    const pairs = await encodeTimes(model, tokens, TIMES);
    times.encode[tokens] = pairs.map(([encode]) => encode);
    times.read[tokens] = pairs.map(([, read]) => read);
  }
  return times;
}

/** A model that is ready but for its weights and its self-test: the null backend computes nothing, so there are no results to be right. */
async function prepare(gpu: GPU, manifest: Manifest, reader: ChunkReader): Promise<Stepper> {
  const spec = { tier: "auto", kv: "f16", contextLength: CONTEXT } as const;
  const { signal } = new AbortController();
  const described = await readModel({ manifest, reader, spec, report: () => {}, signal });
  const { hyperparameters, names, specs, contextLength } = described;
  const device = await openDevice(gpu, { tier: spec.tier });
  const kv = new KvCache(device, hyperparameters, { contextLength, sequences: 1, f16: true });
  const weights = new Weights(device, specs);
  const ropeTables = [device.buffers.storage("rope table", contextLength * hyperparameters.ropeDim * 4, "scratch")];
  const model = new Transformer({ gpu: device, hyperparameters, names, weights, kv, ropeTables });
  const runner = new Runner(model, contextLength);
  const sampler = new GpuSampler(runner);
  await Promise.all([runner.compile(), sampler.plan.compile()]);
  return { runner, sampler };
}

/** Milliseconds a token of encoding and submitting, and of that with the readback. */
async function encodeTimes({ runner, sampler }: Stepper, tokens: number, times: number): Promise<[number, number][]> {
  const { gpu } = runner.model.parts;
  using readback = new Readback(gpu, "host", runner.rows.size, 1);
  const measured: [number, number][] = [];
  for (let time = 0; time < times; time++) {
    const startedAt = performance.now();
    const encoder = gpu.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (let token = 0; token < tokens; token++) {
      runner.decodePlan.encode(pass);
      sampler.plan.encode(pass);
    }
    pass.end();
    const read = readback.record(encoder, [runner.rows, runner.rows.size]);
    gpu.submit(encoder);
    const submittedAt = performance.now();
    await read();
    measured.push([(submittedAt - startedAt) / tokens, (performance.now() - startedAt) / tokens]);
  }
  gpu.check();
  return measured;
}
