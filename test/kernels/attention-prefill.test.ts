// attention_prefill: chunks of awkward sizes at awkward places against f64, and that it gives V where V is constant.
import { it } from "vitest";
import { attentionPrefill } from "../../src/kernels/attention-prefill.ts";
import { attentionRows } from "../reference/attention-prefill.ts";
import { describeTiers } from "../setup/gpu.ts";
import { SHAPES, type Shape, scene } from "./attention-scene.ts";
import { expectClose, once, runKernel } from "./harness.ts";

describeTiers("attention_prefill", (_tier, open) => {
  const gpu = once(open);

  async function run(shape: Shape, first: number, count: number, sequence: number, constant = false) {
    const WORKGROUP_SIZE = shape.KV_F16 ? 64 : 16;
    const rows = Array.from({ length: count }, (_, r): [number, number] => [first + r, sequence]);
    const contexts = [40, 40];
    contexts[sequence] = first + count;
    const made = scene(shape, contexts, rows, constant);
    const { y } = await runKernel(await gpu(), attentionPrefill, {
      arrays: { ...made.arrays, y: new Float32Array(count * made.STRIDE) },
      params: { rows: count },
      overrides: { ...made.overrides, STRIDE: made.STRIDE, WORKGROUP_SIZE },
    });
    const head = (row: number, h: number) =>
      y.subarray(row * made.STRIDE + h * shape.HEAD_DIM, row * made.STRIDE + (h + 1) * shape.HEAD_DIM);
    return { ...made, head, positions: rows.map(([position]) => position) };
  }

  const places = [
    { first: 0, count: 1, sequence: 0 },
    { first: 0, count: 33, sequence: 1 },
    { first: 95, count: 2, sequence: 0 },
    { first: 37, count: 63, sequence: 1 },
    { first: 0, count: 257, sequence: 0 },
  ];
  const cases = SHAPES.map((shape, i) => ({ shape, place: places[(i + 4) % places.length]! }));

  it.each(cases)("matches the reference for $shape at $place", async ({ shape, place }) => {
    const made = await run(shape, place.first, place.count, place.sequence);
    for (let h = 0; h < shape.HEADS; h++) {
      const kvHead = Math.floor((h * shape.KV_HEADS) / shape.HEADS);
      const queries = made.positions.map((_, r) => made.query(r, h));
      const { keys, values } = made;
      const expected = attentionRows(
        queries,
        made.positions,
        keys[place.sequence]![kvHead]!,
        values[place.sequence]![kvHead]!,
      );
      expected.forEach((y, r) => {
        expectClose(made.head(r, h), y, 2e-5, 5e-6);
      });
    }
  });

  it.each(SHAPES)("gives V where V is constant, for %o", async (shape) => {
    const made = await run(shape, 10, 70, 0, true);
    for (let h = 0; h < shape.HEADS; h++) {
      const value = made.values[0]![Math.floor((h * shape.KV_HEADS) / shape.HEADS)]![0]!;
      for (let r = 0; r < 70; r++) expectClose(made.head(r, h), value, 1e-5, 1e-6);
    }
  });
});
