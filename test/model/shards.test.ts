// Matrices that do not fit one binding: rows in shards, the same logits.
import { expect, test } from "vitest";
import { GpuDevice } from "../../src/gpu/device.ts";
import { Matrix } from "../../src/model/matrix.ts";
import { allLogits, boundOf, randomIds, referenceLogits } from "../engine/judge.ts";
import { loadedOn } from "../engine/loading.ts";
import { made, SHAPE } from "../engine/tiny.ts";
import { nmse } from "../make/reference-model.ts";
import { describeTiers } from "../setup/gpu.ts";

/** The same device with a smaller limit of a binding. */
function limited(gpu: GpuDevice, maxStorageBufferBindingSize: number): GpuDevice {
  const limits = { ...realLimits(gpu.device), maxStorageBufferBindingSize };
  const device = new Proxy(gpu.device, {
    get(target, key) {
      if (key === "limits") return limits;
      const value = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return new GpuDevice(device, gpu.tier, gpu.device.adapterInfo);
}

function realLimits({ limits }: GPUDevice) {
  const { maxBufferSize, minUniformBufferOffsetAlignment } = limits;
  return { maxBufferSize, minUniformBufferOffsetAlignment };
}

const LIMIT = 48 * 1024;

describeTiers("shards", (_tier, open) => {
  let device: Promise<GpuDevice> | undefined;
  const shared = () => {
    device ??= open();
    return device;
  };

  test.each([
    ["untied", false],
    ["tied", true],
  ])("every matrix in several shards, %s embedding", async (name, tied) => {
    const gpu = limited(await shared(), LIMIT);
    const bytes = await made(`Q8_0 ${name}`, { type: "Q8_0", ...SHAPE, tied });
    const model = await loadedOn(gpu, bytes);
    const { names, weights } = model.runner.model.parts;
    const [layer] = names.layers;
    const labels = [
      names.embedding,
      ...[names.head, layer!.qkv, layer!.output, layer!.up, layer!.down].map(({ parts }) => parts[0]!.label),
    ];
    for (const label of labels) {
      const { shards, rows } = weights.matrix(label);
      expect(shards.length, label).toBeGreaterThan(1);
      expect(
        shards.reduce((sum, shard) => sum + shard.rows, 0),
        label,
      ).toBe(rows);
      for (const { quants, scales } of shards) expect(Math.max(quants.size, scales.size)).toBeLessThanOrEqual(LIMIT);
    }
    const ids = randomIds(24, 320, 2);
    const want = await referenceLogits(bytes, ids);
    const got = await allLogits(model, ids, 16);
    gpu.buffers[Symbol.dispose]();
    for (const [position, logits] of got.entries()) {
      expect(nmse(logits, want[position]!), `position ${position}`).toBeLessThanOrEqual(boundOf(gpu, "f32"));
    }
  });

  test("every shard has the codebook of its type, and counts it", async () => {
    // 8 rows of 256 columns are 256 bytes of codes and 192 of scales; the codebook has 4096 bytes.
    const limit = 4096 + 10 * 192 + 100;
    const matrix = new Matrix(limited(await shared(), limit), {
      label: "W",
      type: "IQ1_M",
      columns: 256,
      parts: [{ tensor: "W", rows: 161 }],
    });
    expect(matrix.shards.map(({ first, rows }) => [first, rows])).toEqual([
      [0, 80],
      [80, 80],
      [160, 1],
    ]);
    expect(matrix.shards.map(({ quants, scales }) => [quants.size, scales.size])).toEqual([
      [2560, 6016],
      [2560, 6016],
      [256, 4288],
    ]);
  });

  test("what does not fit even so is an error with the numbers", async () => {
    const tight = limited(await shared(), 1024);
    const bytes = await made("Q8_0 untied", { type: "Q8_0", ...SHAPE, tied: false });
    await expect(loadedOn(tight, bytes)).rejects.toMatchObject({
      code: "out-of-memory",
      message: expect.stringMatching(/a layer's keys to fit 1024 bytes but 160 positions need 40960/),
    });
    const few = loadedOn(
      limited(await shared(), 40960),
      await made("F32", { type: "F32", ...SHAPE, dim: 256, ff: 2048 }),
    );
    await expect(few).rejects.toMatchObject({
      code: "out-of-memory",
      message: "Expected 8 rows of blk.0.ffn_down.weight to fit 40960 bytes but they need 65536",
    });
  });
});
