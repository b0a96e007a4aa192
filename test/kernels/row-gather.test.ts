// row_gather bit for bit: against ggml's own vectors, and against the reference dequantizer for blocks of random bits.
import { describe, expect, it } from "vitest";
import type { GpuDevice } from "../../src/gpu/device.ts";
import { rowGather } from "../../src/kernels/row-gather.ts";
import { WEIGHT_TYPES } from "../../src/kernels/weight-layout.ts";
import { fixtureBytes, fixtureFloats, hasFixtures } from "../make/fixtures.ts";
import { Random } from "../make/random.ts";
import { dequantize } from "../reference/dequantize.ts";
import * as reference from "../reference/row-gather.ts";
import { describeTiers } from "../setup/gpu.ts";
import { expectClose, noise, once, runKernel } from "./harness.ts";
import { columnsOf, randomWeights, type Weights, weightsOf } from "./weights.ts";

const byToken = { POSITION: 0, ADD: 0 };

/** Every row once, in reverse order. */
async function gatherAll(gpu: GpuDevice, type: string, { BLOCKS, quants, scales, rows: count }: Weights) {
  const rows = Uint32Array.from({ length: count * 4 }, (_, i) => (i % 4 ? 99 : count - 1 - i / 4));
  const size = count * BLOCKS * 32;
  const arrays = {
    quants,
    scales,
    rows,
    norm: new Float32Array(BLOCKS * 32),
    y: new Float32Array(size),
    scaled: new Float32Array(size),
  };
  const params = { rows: count, blocks: BLOCKS, stride: BLOCKS * 8, first: 0, count, scale: 1 };
  const { y } = await runKernel(gpu, rowGather, { quant: type, arrays, params, overrides: byToken });
  return Array.from({ length: count }, (_, r) => y.subarray((count - 1 - r) * BLOCKS * 32, (count - r) * BLOCKS * 32));
}

/** Blocks of random bits whose numbers are finite and no subnormal binary32 (which a device may flush to 0). */
function randomBits(type: string, elements: number): Uint8Array {
  const random = new Random(3);
  const [blockElements, blockBytes] = blockOf(type);
  const bytes = new Uint8Array((elements / blockElements) * blockBytes);
  for (let at = 0; at < bytes.length; ) {
    const block = random.bytes(blockBytes);
    const usable = dequantize(type, block).every(
      (v) => v === 0 || (Math.abs(v) >= 2 ** -126 && Number.isFinite(Math.fround(v))),
    );
    if (!usable) continue;
    bytes.set(block, at);
    at += blockBytes;
  }
  return bytes;
}

/** Elements and bytes of the least number of bytes that the reference takes. */
function blockOf(type: string): [number, number] {
  for (let bytes = 1; ; bytes++) {
    try {
      return [dequantize(type, new Uint8Array(bytes)).length, bytes];
    } catch (error) {
      if (!(error instanceof RangeError) || bytes > 1000) throw error;
    }
  }
}

const bitsOf = (floats: Float32Array) => new Uint32Array(floats.buffer, floats.byteOffset, floats.length);

describeTiers("row_gather", (_tier, open) => {
  const gpu = once(open);

  it("gives the rows of tokens, and the same times norm", async () => {
    const { BLOCKS, quants, scales, values } = randomWeights("Q4_0", 9, 64);
    const rows = Uint32Array.of(8, 0, 0, 0, 1, 1, 0, 0);
    const arrays = { quants, scales, rows, norm: noise(64), y: new Float32Array(128), scaled: new Float32Array(128) };
    const params = { rows: 2, blocks: BLOCKS, stride: 16, first: 0, count: 9, scale: 1 };
    const result = await runKernel(await gpu(), rowGather, { quant: "Q4_0", arrays, params, overrides: byToken });
    const want = reference.rowGather({ ...params, ADD: 0 }, values, [8, 1], arrays.norm, arrays);
    expectClose(result.y, want.y, 1e-7);
    expectClose(result.scaled, want.scaled, 2e-7);
  });

  it.each([
    { POSITION: 1, ADD: 0 },
    { POSITION: 0, ADD: 1 },
    { POSITION: 1, ADD: 1 },
  ])("scales rows of Q4_K, POSITION $POSITION, ADD $ADD", async (overrides) => {
    const { BLOCKS, quants, scales, values } = randomWeights("Q4_K", 9, 256);
    const [tokens, positions] = [
      [8, 1, 0],
      [2, 3, 8],
    ];
    const rows = Uint32Array.from(tokens.flatMap((token, i) => [token, positions[i]!, 0, 0]));
    const scaled = new Float32Array(3 * 256).fill(7);
    const arrays = { quants, scales, rows, norm: noise(256), y: noise(3 * 256, 2), scaled };
    const params = { rows: 3, blocks: BLOCKS, stride: 64, first: 0, count: 9, scale: 24 };
    const result = await runKernel(await gpu(), rowGather, { quant: "Q4_K", arrays, params, overrides });
    const ids = overrides.POSITION ? positions : tokens;
    const want = reference.rowGather({ ...params, ...overrides }, values, ids, arrays.norm, arrays);
    expectClose(result.y, want.y, 1e-6);
    expectClose(result.scaled, want.scaled, 1e-6);
  });

  it("leaves tokens of other shards and columns past the blocks as they are", async () => {
    const { BLOCKS, quants, scales, values } = randomWeights("Q8_0", 7, 96);
    const tokens = [100, 99, 106, 107, 0, 103];
    const rows = Uint32Array.from(tokens.flatMap((token, i) => [token, i, 0, 0]));
    const arrays = {
      quants,
      scales,
      rows,
      norm: noise(96),
      y: new Float32Array(6 * 128).fill(7),
      scaled: new Float32Array(6 * 128).fill(7),
    };
    const params = { rows: 6, blocks: BLOCKS, stride: 32, first: 100, count: 7, scale: 1 };
    const result = await runKernel(await gpu(), rowGather, { quant: "Q8_0", arrays, params, overrides: byToken });
    const want = reference.rowGather({ ...params, ADD: 0 }, values, tokens, arrays.norm, arrays);
    expectClose(result.y, want.y, 1e-7);
    expectClose(result.scaled, want.scaled, 2e-7);
  });

  describe.skipIf(!hasFixtures)("of ggml's vectors", () => {
    it.each(WEIGHT_TYPES.filter((type) => type !== "F32"))("gives the bits of %s", async (type) => {
      const want = fixtureFloats("dequant", `${type}.f32`);
      const weights = weightsOf(type, want.length / 256, 256, fixtureBytes("dequant", `${type}.raw`));
      const rows = await gatherAll(await gpu(), type, weights);
      expect(rows.length).toBe(4);
      for (const [r, row] of rows.entries()) expect(bitsOf(row)).toEqual(bitsOf(want.slice(r * 256, r * 256 + 256)));
    });
  });

  it.each(
    WEIGHT_TYPES.flatMap((type) => [
      { type, count: 9, columns: columnsOf(type) },
      { type, count: 1, columns: 256 },
    ]),
  )("gives the bits of random blocks: $count × $columns of $type", async ({ type, count, columns }) => {
    const weights = weightsOf(type, count, columns, randomBits(type, count * columns));
    const want = Float32Array.from(weights.values);
    const rows = await gatherAll(await gpu(), type, weights);
    for (const [r, row] of rows.entries()) {
      expect(bitsOf(row.subarray(0, columns))).toEqual(bitsOf(want.slice(r * columns, (r + 1) * columns)));
      expect(row.subarray(columns).every((value) => value === 0)).toBe(true);
    }
  });
});
