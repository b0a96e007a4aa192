// attention_merge against f64, with empty slices whose sums are garbage, and that decode and merge give V where V is constant.
import { it } from "vitest";
import { attentionDecode } from "../../src/kernels/attention-decode.ts";
import { attentionMerge } from "../../src/kernels/attention-merge.ts";
import * as reference from "../reference/attention-merge.ts";
import { describeTiers } from "../setup/gpu.ts";
import { ALL, SHAPES, scaleOf, scene } from "./attention-scene.ts";
import { expectClose, noise, once, runKernel, stride, unpadded } from "./harness.ts";

describeTiers("attention_merge", (_tier, open) => {
  const gpu = once(open);

  it.each([
    { HEADS: 9, HEAD_DIM: 64, rows: 1, slices: 1 },
    { HEADS: 9, HEAD_DIM: 64, rows: 3, slices: 5 },
    { HEADS: 3, HEAD_DIM: 8, rows: 2, slices: 17 },
    { HEADS: 2, HEAD_DIM: 256, rows: 2, slices: 3 },
  ])("matches the reference for %o", async ({ HEADS, HEAD_DIM, rows, slices }) => {
    const data = noise(rows * HEADS * slices * HEAD_DIM);
    const scores = noise(rows * HEADS * slices, 2);
    const partial: number[] = [];
    const expected: number[] = [];
    for (let head = 0; head < rows * HEADS; head++) {
      const all = Array.from({ length: slices }, (_, slice) => {
        const at = head * slices + slice;
        return [...data.subarray(at * HEAD_DIM, (at + 1) * HEAD_DIM), scores[at]! * 30, 2 + scores[at]!];
      });
      // The last slice of every other head is past the context.
      const empty = slices > 1 && head % 2 === 1;
      const used = empty ? all.slice(0, -1) : all;
      if (empty) all[slices - 1] = [...Array(HEAD_DIM).fill(Number.NaN), -3.4e38, 0];
      partial.push(...all.flat());
      expected.push(...reference.attentionMerge(used));
    }
    const STRIDE = stride(HEADS * HEAD_DIM);
    const { y } = await runKernel(await gpu(), attentionMerge, {
      arrays: { partial: new Float32Array(partial), y: new Float32Array(rows * STRIDE) },
      params: { rows, slices },
      overrides: { HEADS, HEAD_DIM, STRIDE },
    });
    expectClose(unpadded(y, rows, HEADS * HEAD_DIM, STRIDE), expected, 1e-5, 1e-5);
  });

  it.each(SHAPES.slice(0, 4))("gives V where V is constant, for %o", async (shape) => {
    const { arrays, values, overrides, STRIDE } = scene(shape, [200], [[199, 0]], { constant: true });
    const { HEADS, KV_HEADS, HEAD_DIM } = shape;
    const params = { rows: 1, slices: 3 };
    const { partial } = await runKernel(await gpu(), attentionDecode, {
      arrays: { ...arrays, partial: new Float32Array(HEADS * 3 * (HEAD_DIM + 2)).fill(Number.NaN) },
      params: { ...params, scale: scaleOf(shape), window: ALL, cap: 0 },
      overrides: { ...overrides, CAP: 0, SLICE: 128, WORKGROUP_SIZE: 16 },
    });
    const { y } = await runKernel(await gpu(), attentionMerge, {
      arrays: { partial, y: new Float32Array(STRIDE) },
      params,
      overrides: { HEADS, HEAD_DIM, STRIDE },
    });
    for (let head = 0; head < HEADS; head++) {
      const value = values[0]![Math.floor((head * KV_HEADS) / HEADS)]![0]!;
      expectClose(y.subarray(head * HEAD_DIM, (head + 1) * HEAD_DIM), value, 1e-5, 1e-6);
    }
  });
});
