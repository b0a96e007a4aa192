// attention_decode: every slice of every head against f64, empty slices, and rows of several sequences.
import { it } from "vitest";
import { attentionDecode } from "../../src/kernels/attention-decode.ts";
import { attentionSlice } from "../reference/attention-decode.ts";
import { describeTiers } from "../setup/gpu.ts";
import { SHAPES, scene } from "./attention-scene.ts";
import { expectClose, once, runKernel } from "./harness.ts";

const CASES = SHAPES.map((shape, i) => ({
  ...shape,
  SLICE: [128, 64, 32, 256][i % 4]!,
  WORKGROUP_SIZE: i % 2 ? 16 : 64,
}));

describeTiers("attention_decode", (_tier, open) => {
  const gpu = once(open);

  it.each(CASES)("matches the reference for %o", async ({ SLICE, WORKGROUP_SIZE, ...shape }) => {
    const rows: [number, number][] = [
      [0, 0],
      [63, 1],
      [64, 0],
      [256, 1],
      [100, 1],
    ];
    const slices = Math.ceil(300 / SLICE);
    const { arrays, keys, values, query, overrides } = scene(shape, [70, 257], rows);
    const { HEADS, KV_HEADS, HEAD_DIM } = shape;
    const size = HEAD_DIM + 2;
    const { partial } = await runKernel(await gpu(), attentionDecode, {
      arrays: { ...arrays, partial: new Float32Array(rows.length * HEADS * slices * size) },
      params: { rows: rows.length, slices },
      overrides: { ...overrides, SLICE, WORKGROUP_SIZE },
    });
    rows.forEach(([position, sequence], r) => {
      for (let head = 0; head < HEADS; head++) {
        const kvHead = Math.floor((head * KV_HEADS) / HEADS);
        for (let slice = 0; slice < slices; slice++) {
          const from = slice * SLICE;
          const to = Math.max(from, Math.min(from + SLICE, position + 1));
          const seen = (all: number[][][][]) => all[sequence]![kvHead]!.slice(from, to);
          const expected = attentionSlice(query(r, head), seen(keys), seen(values));
          const at = ((r * HEADS + head) * slices + slice) * size;
          expectClose(partial.subarray(at + size - expected.length, at + size), expected, 2e-5, 2e-5);
        }
      }
    });
  });
});
