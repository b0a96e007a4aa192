// attention_prefill: chunks of awkward sizes at awkward places against f64, with windows and softcap, and that it gives V where V is constant.
import { it } from "vitest";
import { attentionPrefill } from "../../src/kernels/attention-prefill.ts";
import { attentionRows } from "../reference/attention-prefill.ts";
import { describeTiers } from "../setup/gpu.ts";
import { ALL, HOWS, SHAPES, type Shape, scaleOf, scene } from "./attention-scene.ts";
import { expectClose, once, runKernel } from "./harness.ts";

type How = (typeof HOWS)[number];
type Place = { first: number; count: number; sequence: number };

describeTiers("attention_prefill", (_tier, open) => {
  const gpu = once(open);

  async function run(shape: Shape, how: How, place: Place, options = {}) {
    const WORKGROUP_SIZE = shape.KV_F16 ? 64 : 16;
    const { first, count, sequence } = place;
    const rows = Array.from({ length: count }, (_, r): [number, number] => [first + r, sequence]);
    const contexts = [40, 40];
    contexts[sequence] = first + count;
    const made = scene(shape, contexts, rows, options);
    const { CAP, ...limits } = how;
    const params = { rows: count, scale: scaleOf(shape), ...limits };
    const { y } = await runKernel(await gpu(), attentionPrefill, {
      arrays: { ...made.arrays, y: new Float32Array(count * made.STRIDE) },
      params,
      overrides: { ...made.overrides, CAP, STRIDE: made.STRIDE, WORKGROUP_SIZE },
    });
    const head = (row: number, h: number) =>
      y.subarray(row * made.STRIDE + h * shape.HEAD_DIM, row * made.STRIDE + (h + 1) * shape.HEAD_DIM);
    return { ...made, head, positions: rows.map(([position]) => position), how: { ...params, CAP } };
  }

  /** Runs a chunk and holds every row of it against the reference. */
  async function check(shape: Shape, how: How, place: Place, options = {}) {
    const made = await run(shape, how, place, options);
    for (let h = 0; h < shape.HEADS; h++) {
      const kvHead = Math.floor((h * shape.KV_HEADS) / shape.HEADS);
      const queries = made.positions.map((_, r) => made.query(r, h));
      const [keys, values] = [made.keys, made.values].map((all) => all[place.sequence]![kvHead]!);
      attentionRows(queries, made.positions, keys!, values!, made.how).forEach((y, r) => {
        expectClose(made.head(r, h), y, 2e-5, 5e-6);
      });
    }
  }

  const places: Place[] = [
    { first: 0, count: 1, sequence: 0 },
    { first: 0, count: 33, sequence: 1 },
    { first: 95, count: 2, sequence: 0 },
    { first: 37, count: 63, sequence: 1 },
    { first: 0, count: 257, sequence: 0 },
  ];
  const cases = SHAPES.map((shape, i) => ({
    shape,
    place: places[(i + 4) % places.length]!,
    how: HOWS[i % HOWS.length]!,
  }));

  it.each(cases)("matches the reference for $shape at $place, $how", async ({ shape, place, how }) => {
    await check(shape, how, place);
  });

  it.each([
    { shape: SHAPES[0]!, window: 1 },
    { shape: SHAPES[1]!, window: 31 },
    { shape: SHAPES[2]!, window: 64 },
    { shape: SHAPES[5]!, window: 65 },
    { shape: SHAPES[6]!, window: 100 },
  ])("reads nothing before what the first row sees, for $shape with a window of $window", async ({ shape, window }) => {
    const forgotten = [0, 150 + 1 - window];
    await check(shape, { window, cap: 0, CAP: 0 }, { first: 150, count: 63, sequence: 1 }, { forgotten });
  });

  it("caps scores of any size", async () => {
    await check(SHAPES[0]!, { window: ALL, cap: 3, CAP: 1 }, { first: 5, count: 60, sequence: 0 }, { loud: 300 });
  });

  it.each(SHAPES)("gives V where V is constant, for %o", async (shape) => {
    const made = await run(shape, HOWS[0]!, { first: 10, count: 70, sequence: 0 }, { constant: true });
    for (let h = 0; h < shape.HEADS; h++) {
      const value = made.values[0]![Math.floor((h * shape.KV_HEADS) / shape.HEADS)]![0]!;
      for (let r = 0; r < 70; r++) expectClose(made.head(r, h), value, 1e-5, 1e-6);
    }
  });
});
