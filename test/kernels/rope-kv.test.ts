// rope_kv: norms and rotation against f64, every key and value at its place in the cache, nothing else touched, norms kept.
import { expect, it } from "vitest";
import { ropeKv } from "../../src/kernels/rope-kv.ts";
import { ropeTable } from "../../src/kernels/rope-table.ts";
import { normHeads, rope } from "../reference/rope-kv.ts";
import { describeTiers } from "../setup/gpu.ts";
import { expectClose, noise, once, padded, runKernel, stride } from "./harness.ts";
import { PagedCache } from "./paged.ts";

const BASE = 10000;
const EPS = 1e-3;
const MAX_BLOCKS = 4;
// Blocks of two sequences, scattered on purpose.
const BLOCKS = new Uint32Array([5, 0, 7, 2, 1, 6, 3, 4]);

const CASES = [
  { HEADS: 9, KV_HEADS: 3, HEAD_DIM: 64, ROPE_DIM: 64, NEOX: 0, KV_F16: 1, QK_NORM: 0 },
  { HEADS: 9, KV_HEADS: 3, HEAD_DIM: 64, ROPE_DIM: 64, NEOX: 1, KV_F16: 0, QK_NORM: 0 },
  { HEADS: 8, KV_HEADS: 4, HEAD_DIM: 8, ROPE_DIM: 8, NEOX: 0, KV_F16: 1, QK_NORM: 0 },
  { HEADS: 8, KV_HEADS: 4, HEAD_DIM: 8, ROPE_DIM: 8, NEOX: 1, KV_F16: 1, QK_NORM: 0 },
  { HEADS: 2, KV_HEADS: 2, HEAD_DIM: 96, ROPE_DIM: 96, NEOX: 1, KV_F16: 1, QK_NORM: 0 },
  { HEADS: 3, KV_HEADS: 1, HEAD_DIM: 80, ROPE_DIM: 20, NEOX: 1, KV_F16: 0, QK_NORM: 0 },
  { HEADS: 3, KV_HEADS: 1, HEAD_DIM: 80, ROPE_DIM: 20, NEOX: 0, KV_F16: 1, QK_NORM: 0 },
  { HEADS: 2, KV_HEADS: 1, HEAD_DIM: 256, ROPE_DIM: 64, NEOX: 1, KV_F16: 1, QK_NORM: 0 },
  { HEADS: 4, KV_HEADS: 2, HEAD_DIM: 64, ROPE_DIM: 0, NEOX: 1, KV_F16: 0, QK_NORM: 0 },
  { HEADS: 6, KV_HEADS: 2, HEAD_DIM: 128, ROPE_DIM: 128, NEOX: 1, KV_F16: 0, QK_NORM: 1 },
  { HEADS: 3, KV_HEADS: 1, HEAD_DIM: 80, ROPE_DIM: 20, NEOX: 0, KV_F16: 1, QK_NORM: 1 },
  { HEADS: 4, KV_HEADS: 1, HEAD_DIM: 256, ROPE_DIM: 256, NEOX: 1, KV_F16: 1, QK_NORM: 1 },
  { HEADS: 8, KV_HEADS: 4, HEAD_DIM: 8, ROPE_DIM: 0, NEOX: 0, KV_F16: 1, QK_NORM: 1 },
  { HEADS: 9, KV_HEADS: 3, HEAD_DIM: 64, ROPE_DIM: 64, NEOX: 1, KV_F16: 1, QK_NORM: 2 },
  { HEADS: 3, KV_HEADS: 3, HEAD_DIM: 96, ROPE_DIM: 96, NEOX: 0, KV_F16: 0, QK_NORM: 2 },
];

describeTiers("rope_kv", (_tier, open) => {
  const gpu = once(open);

  async function run(shape: (typeof CASES)[number], places: [position: number, sequence: number][], scale = 1) {
    const { HEADS, KV_HEADS, HEAD_DIM, ROPE_DIM, KV_F16, QK_NORM } = shape;
    const cols = (HEADS + 2 * KV_HEADS) * HEAD_DIM;
    const QKV_STRIDE = stride(cols);
    const Q_STRIDE = stride(HEADS * HEAD_DIM) + 32;
    // What is not to be read is NaN.
    const norms = QK_NORM
      ? noise(QK_NORM === 1 ? 2 * HEAD_DIM : (HEADS + KV_HEADS) * HEAD_DIM, 8)
      : new Float32Array(2).fill(Number.NaN);
    const input = noise(places.length * cols, 3).map((value) => value * scale);
    const cache = new PagedCache({ blocks: 8, kvHeads: KV_HEADS, headDim: HEAD_DIM, f16: KV_F16 === 1 });
    const arrays = {
      table: ROPE_DIM
        ? ropeTable({ positions: 128, ropeDim: ROPE_DIM, base: BASE, scaling: { type: "none" } })
        : new Float32Array(4).fill(Number.NaN),
      rows: new Uint32Array(places.flatMap(([position, sequence]) => [0, position, sequence, 0])),
      blocks: BLOCKS,
      qkv: padded(input, places.length, cols, QKV_STRIDE),
      norms,
      q: new Float32Array(places.length * Q_STRIDE).fill(7),
      keys: cache.keys,
      values: cache.values,
    };
    const overrides = { ...shape, QKV_STRIDE, Q_STRIDE, MAX_BLOCKS };
    const params = { rows: places.length, eps: EPS };
    const out = await runKernel(await gpu(), ropeKv, { arrays, params, overrides });
    const q = (row: number) => out.q.subarray(row * Q_STRIDE, (row + 1) * Q_STRIDE);
    return { input, cols, norms, q, cache: new PagedCache(cache.shape, out.keys, out.values) };
  }

  const places: [number, number][] = [
    [0, 0],
    [31, 0],
    [32, 1],
    [101, 0],
    [127, 1],
  ];

  it.each(CASES)("matches the reference for %o", async (shape) => {
    const { HEADS, KV_HEADS, HEAD_DIM, KV_F16 } = shape;
    const { input, cols, norms, q, cache } = await run(shape, places);
    const tolerance = KV_F16 ? 1e-3 : 1e-5;
    let written = 0;
    places.forEach(([position, sequence], r) => {
      const row = input.subarray(r * cols, (r + 1) * cols);
      const normed = normHeads(shape, EPS, row.subarray(0, (HEADS + KV_HEADS) * HEAD_DIM), norms);
      const rotated = rope(shape, BASE, position, normed);
      expectClose(q(r).subarray(0, HEADS * HEAD_DIM), rotated.slice(0, HEADS * HEAD_DIM), 1e-5, 2e-6);
      expect(
        q(r)
          .subarray(HEADS * HEAD_DIM)
          .every((value) => value === 7),
      ).toBe(true);
      const block = BLOCKS[sequence * MAX_BLOCKS + Math.floor(position / 32)]!;
      for (let head = 0; head < KV_HEADS; head++) {
        const k = (HEADS + head) * HEAD_DIM;
        const v = (HEADS + KV_HEADS + head) * HEAD_DIM;
        expectClose(cache.key(block, head, position % 32), rotated.slice(k, k + HEAD_DIM), tolerance, 2e-6);
        expectClose(cache.value(block, head, position % 32), row.subarray(v, v + HEAD_DIM), tolerance, 2e-6);
        written += 2 * HEAD_DIM;
      }
    });
    const nonzero = (words: Uint32Array) =>
      (KV_F16 ? new Uint16Array(words.buffer, 0, words.length * 2) : words).filter((bits) => bits !== 0).length;
    expect(nonzero(cache.keys) + nonzero(cache.values)).toBeLessThanOrEqual(written);
  });

  it("keeps the norm of every query head", async () => {
    const shape = CASES[0]!;
    const { input, q, cols } = await run(shape, places);
    const norm = (x: ArrayLike<number>) => Math.hypot(...Array.from(x));
    for (let r = 0; r < places.length; r++) {
      for (let d = 0; d < shape.HEADS * 64; d += 64) {
        const before = input.subarray(r * cols + d, r * cols + d + 64);
        expectClose([norm(q(r).subarray(d, d + 64))], [norm(before)]);
      }
    }
  });

  it("stores the largest binary16 for what is beyond its range", async () => {
    const { cache } = await run(CASES[0]!, [[0, 0]], 1e6);
    const stored = [...cache.key(5, 0, 0), ...cache.value(5, 2, 0)];
    expect(Math.max(...stored.map(Math.abs))).toBe(65504);
  });

  it("norms to the same queries whatever the size of the input", async () => {
    const shape = { HEADS: 4, KV_HEADS: 2, HEAD_DIM: 64, ROPE_DIM: 64, NEOX: 1, KV_F16: 0, QK_NORM: 1 };
    const [quiet, loud] = [await run(shape, places, 100), await run(shape, places, 1e6)];
    for (let r = 0; r < places.length; r++) expectClose(loud.q(r), quiet.q(r), 1e-5, 1e-6);
  });

  it("refuses heads that it cannot take", async () => {
    const wide = { HEADS: 1, KV_HEADS: 1, HEAD_DIM: 264, ROPE_DIM: 64, NEOX: 1, KV_F16: 0, QK_NORM: 1 };
    await expect(run(wide, places)).rejects.toThrow("found 264 and 64");
  });
});
