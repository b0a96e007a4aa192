// attention_decode: every slice of every head against f64, empty slices, windows, softcap, and rows of several sequences.
import { expect, it } from "vitest";
import { attentionDecode } from "../../src/kernels/attention-decode.ts";
import { attentionSlice } from "../reference/attention-decode.ts";
import { describeTiers } from "../setup/gpu.ts";
import { ALL, HOWS, SHAPES, type Shape, scaleOf, scene } from "./attention-scene.ts";
import { expectClose, once, runKernel } from "./harness.ts";

const CASES = SHAPES.map((shape, i) => ({
  ...shape,
  SLICE: [128, 64, 32, 256][i % 4]!,
  WORKGROUP_SIZE: i % 2 ? 16 : 64,
  how: HOWS[i % HOWS.length]!,
}));
type How = (typeof HOWS)[number];
type Rows = [position: number, sequence: number][];

describeTiers("attention_decode", (_tier, open) => {
  const gpu = once(open);

  /** Runs every row over slices for 300 positions and holds each against the reference. */
  async function check(shape: Shape, how: How, rows: Rows, SLICE: number, WORKGROUP_SIZE: number, options = {}) {
    const slices = Math.ceil(300 / SLICE);
    const { arrays, keys, values, query, overrides } = scene(shape, [70, 257], rows, options);
    const { HEADS, KV_HEADS, HEAD_DIM } = shape;
    const { CAP, ...limits } = how;
    const size = HEAD_DIM + 2;
    const params = { rows: rows.length, slices, scale: scaleOf(shape), ...limits };
    const { partial } = await runKernel(await gpu(), attentionDecode, {
      arrays: { ...arrays, partial: new Float32Array(rows.length * HEADS * slices * size) },
      params,
      overrides: { ...overrides, CAP, SLICE, WORKGROUP_SIZE },
    });
    rows.forEach(([position, sequence], r) => {
      for (let head = 0; head < HEADS; head++) {
        const kvHead = Math.floor((head * KV_HEADS) / HEADS);
        for (let slice = 0; slice < slices; slice++) {
          const place = { position, start: slice * SLICE, end: (slice + 1) * SLICE };
          const [k, v] = [keys, values].map((all) => all[sequence]![kvHead]!);
          const expected = attentionSlice(query(r, head), k!, v!, place, { ...params, CAP });
          const at = ((r * HEADS + head) * slices + slice) * size;
          expectClose(partial.subarray(at + size - expected.length, at + size), expected, 2e-5, 2e-5);
        }
      }
    });
    return { partial, slices, size };
  }

  it.each(CASES)("matches the reference for %o", async ({ SLICE, WORKGROUP_SIZE, how, ...shape }) => {
    const rows: Rows = [
      [0, 0],
      [63, 1],
      [64, 0],
      [256, 1],
      [100, 1],
    ];
    await check(shape, how, rows, SLICE, WORKGROUP_SIZE);
  });

  it.each([1, 31, 64, 65, 256])("reads nothing that is outside a window of %i", async (window) => {
    const rows: Rows = [
      [60, 0],
      [256, 1],
    ];
    const forgotten = rows.map(([position]) => Math.max(0, position + 1 - window));
    const { partial, slices, size } = await check(SHAPES[0]!, { window, cap: 0, CAP: 0 }, rows, 64, 16, { forgotten });
    const seen = Array.from({ length: slices }, (_, slice) => partial[(slices * 9 + slice + 1) * size - 1]! > 0);
    expect(seen).toEqual(seen.map((_, slice) => slice * 64 <= 256 && slice * 64 + 64 > 257 - window));
  });

  it("caps scores of any size", async () => {
    const rows: Rows = [[69, 0]];
    await check(SHAPES[0]!, { window: ALL, cap: 3, CAP: 1 }, rows, 128, 64, { loud: 300 });
  });
});
