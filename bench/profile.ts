// Where the time of one decode step goes: every kind of dispatch alone, in a pass of its own over all its layers, against the floor of the bytes it reads.
import type { Bindings, Dispatch, Kernel } from "../src/gpu/kernel.ts";
import { Plan } from "../src/gpu/plan.ts";
import { makeActivations } from "../src/model/scratch.ts";
import { type Floor, type FloorSample, floorMs } from "./floor.ts";
import { kvBytesPerToken, type OpenModel } from "./model.ts";
import { median, type Row } from "./report.ts";
import { timePass } from "./timing.ts";

const CONTEXT = 512;
const ROUNDS = 5;
/** A pass repeats its dispatches until it takes about this long. */
const PASS_MS = 30;

/** Dispatches of one kernel and one size. */
interface Kind {
  name: string;
  count: number;
  /** Bytes of weights or of the KV cache that all of them read. */
  bytes: number;
  plan: Plan;
  repeats: number;
  ms: number[];
}

/** A plan that also sorts its dispatches by kind, each kind into a plan of its own. */
class SortingPlan extends Plan {
  readonly kinds = new Map<string, Kind>();

  override add<B extends Bindings, O extends string>(kernel: Kernel<B, O>, dispatch: Dispatch<B, O>): this {
    const name = nameOf(kernel.source.name, dispatch);
    let kind = this.kinds.get(name);
    if (!kind) {
      kind = { name, count: 0, bytes: 0, plan: new Plan(this.gpu, name), repeats: 1, ms: [] };
      this.kinds.set(name, kind);
    }
    kind.count++;
    kind.bytes += weightBytes(kernel.source.name, dispatch);
    kind.plan.add(kernel, dispatch);
    return super.add(kernel, dispatch);
  }
}

function nameOf(kernel: string, { quant, params }: { quant?: string; params: Record<string, number> }): string {
  const size = params.w_rows && params.blocks ? `${params.w_rows} × ${params.blocks * 32}` : "";
  return [kernel, quant, size].filter(Boolean).join(" ");
}

/** Bytes of a matrix that a dispatch reads whole; a gather reads a few rows only. */
function weightBytes(kernel: string, { buffers }: { buffers: Record<string, GPUBuffer | GPUBufferBinding> }): number {
  if (kernel.includes("gather")) return 0;
  const sizeOf = (bound?: GPUBuffer | GPUBufferBinding) => (bound && "size" in bound && bound.size) || 0;
  return sizeOf(buffers.quants) + sizeOf(buffers.scales);
}

/**
 * Measures the kinds of a decode step at context 512, or the longest that fits. The activations that the repeated dispatches leave are meaningless, and no time depends on them.
 * @returns a row a kind, the longest first; the value is ms a step
 */
export async function benchProfile(open: OpenModel, floor: Floor): Promise<Row[]> {
  const { gpu, runner, sampler, hyperparameters, names } = open.model;
  const context = Math.min(CONTEXT, runner.contextLength);
  const { model } = runner;
  const slices = Math.ceil(context / model.slice);
  const a = makeActivations(gpu, "profile", 1, model.strides);
  const partials = hyperparameters.heads * slices * (hyperparameters.headDim + 2) * 4;
  const step = new SortingPlan(gpu, "profile");
  model.addDecode(step, a, gpu.buffers.storage("profile partials", partials, "scratch"), slices, runner.logitsBuffer);
  runner.reserve(context);
  gpu.queue.writeBuffer(a.rows, 0, Uint32Array.of(1, context - 1, 0, 0));
  runner.setToken(1, context - 1);

  const kinds = [...step.kinds.values()];
  await Promise.all([step, ...kinds.map(({ plan }) => plan)].map((plan) => plan.compile()));
  for (const plan of [step, ...kinds.map(({ plan }) => plan)]) plan.update({ slices });
  for (const kind of kinds)
    if (kind.name.includes("attention_decode")) kind.bytes = kvBytesPerToken(open.model, context);
  kinds.push({
    name: "sampling",
    count: sampler.plan.length,
    bytes: names.vocabSize * 4,
    plan: sampler.plan,
    repeats: 1,
    ms: [],
  });

  const once = (plan: Plan, repeats: number) =>
    timePass(gpu, (pass) => {
      for (let time = 0; time < repeats; time++) plan.encode(pass);
    });
  for (const kind of kinds) {
    await once(kind.plan, 1);
    kind.repeats = Math.max(1, Math.round(PASS_MS / (await once(kind.plan, 1))));
  }
  const whole: number[] = [];
  const floors: FloorSample[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    floors.push(await floor.sample());
    for (const kind of kinds) kind.ms.push((await once(kind.plan, kind.repeats)) / kind.repeats);
    whole.push(
      await timePass(gpu, (pass) => {
        step.encode(pass);
        sampler.plan.encode(pass);
      }),
    );
  }
  const sum = kinds.reduce((total, { ms }) => total + median(ms), 0);
  const rows = kinds
    .sort((one, other) => median(other.ms) - median(one.ms))
    .map(({ name, count, bytes, ms }): Row => {
      const time = median(ms);
      const least = floorMs(floors, "mean", bytes, count);
      const share = `${((time / sum) * 100).toFixed(1)} %`;
      const rate = bytes ? `, ${(bytes / time / 1e6).toFixed(2)} GB/s` : "";
      const note = `${share}, ×${count}${rate}, floor ${least.toFixed(2)} ms, gap ${(time - least).toFixed(2)} ms`;
      return { name, value: time, unit: "ms", spread: [Math.min(...ms), Math.max(...ms)], note };
    });
  const total: Row = { name: "sum of the kinds", value: sum, unit: "ms", note: `at context ${context}` };
  const all = { name: "the whole step in one pass", value: median(whole), unit: "ms" };
  return [...rows, total, { ...all, spread: [Math.min(...whole), Math.max(...whole)] }];
}
