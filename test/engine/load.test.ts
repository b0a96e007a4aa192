// Loading on devices of its own: what a load leaves on the GPU when it works, fails, is given up, or finds that its driver computes garbage.
import { expect, test } from "vitest";
import { OrielError } from "../../src/base/errors.ts";
import type { ChunkReader } from "../../src/base/manifest.ts";
import type { Stage } from "../../src/base/progress.ts";
import { Engine } from "../../src/engine/engine.ts";
import type { LoadOptions } from "../../src/engine/load.ts";
import { describeTiers, gpu as realGpu, withheld } from "../setup/gpu.ts";
import { complete, optionsFor } from "./loading.ts";
import { FILE } from "./scene.ts";
import { changed } from "./variants.ts";
import { type Watched, watched } from "./watched-gpu.ts";

describeTiers("loading", (tier) => {
  const open = (adjust?: Parameters<typeof watched>[1]) =>
    watched(tier === "base" ? withheld(realGpu) : realGpu, adjust);

  async function optionsOn(watch: Watched, change: Partial<LoadOptions> = {}): Promise<LoadOptions> {
    const options = await optionsFor(FILE);
    return { ...options, spec: { ...options.spec, tier }, gpu: watch.gpu, ...change };
  }

  /** Loads and expects it to fail, with nothing left on any device. */
  async function expectFailure(watch: Watched, options: LoadOptions, error: object): Promise<void> {
    await expect(Engine.load(options)).rejects.toMatchObject(error);
    expect(watch.made()).toBeGreaterThan(0);
    expect(watch.live()).toBe(0);
    for (const device of watch.devices) expect((await device.lost).reason).toBe("destroyed");
  }

  test("the ledger is what lives on the GPU, and 0 once the engine is disposed", async () => {
    const watch = open();
    const stages = new Set<Stage>();
    const options = await optionsOn(watch, { report: ({ stage }) => stages.add(stage) });
    const engine = await Engine.load(options);
    expect([...stages]).toEqual(["read", "load", "compile", "self-test"]);
    expect(engine.info).toMatchObject({ arch: "llama", tier, fallbacks: [], quantization: "Q8_0", contextLength: 256 });
    expect((await complete(engine, { ids: [1, 2, 3] }, 2)).done.promptTokens).toBe(3);
    const { bytes } = engine.stats();
    expect(bytes.weights + bytes.kv + bytes.scratch).toBe(watch.live());
    engine[Symbol.dispose]();
    expect(engine.stats().bytes).toEqual({ weights: 0, kv: 0, scratch: 0 });
    expect(watch.live()).toBe(0);
    expect((await watch.devices[0]!.lost).reason).toBe("destroyed");
  });

  test.each(["load", "compile"] as const)("given up in stage %s", async (stage) => {
    const watch = open();
    const controller = new AbortController();
    const report: LoadOptions["report"] = (progress) => {
      if (progress.stage === stage) controller.abort();
    };
    await expectFailure(watch, await optionsOn(watch, { report, signal: controller.signal }), { code: "aborted" });
  });

  test("given up while the header is read: no device is opened", async () => {
    const watch = open();
    const options = await optionsOn(watch, { signal: AbortSignal.abort() });
    await expect(Engine.load(options)).rejects.toMatchObject({ code: "aborted" });
    expect(watch.devices).toHaveLength(0);
  });

  test("a chunk that fails its digest, and one that is too short", async () => {
    const { reader, manifest } = await optionsFor(FILE);
    const { offset } = manifest.tensors.at(-2)!.chunks[0]!;
    const when = (hit: () => Promise<Uint8Array<ArrayBuffer>>): ChunkReader => ({
      read: (ref, signal) => (ref.offset === offset ? hit() : reader.read(ref, signal)),
    });
    const corrupt = when(async () => {
      throw new OrielError("corrupt", "Expected another digest");
    });
    const short = when(async () => new Uint8Array(8));
    for (const [broken, code] of [
      [corrupt, "corrupt"],
      [short, "bad-model"],
    ] as const) {
      const watch = open();
      await expectFailure(watch, await optionsOn(watch, { reader: broken }), { code });
    }
  });

  /** Makes a device compute the matrices of the self-test from zeros. */
  const garble = (device: GPUDevice) => {
    const write = device.queue.writeBuffer.bind(device.queue);
    Object.defineProperty(device.queue, "writeBuffer", {
      value: (buffer: GPUBuffer, ...rest: [number, BufferSource]) => {
        if (buffer.label !== "self-test") write(buffer, ...rest);
      },
    });
  };

  test("a driver that computes garbage is refused", async () => {
    const watch = open(garble);
    const options = await optionsOn(watch);
    const message = /^Expected right results from .* but its self-test failed: .*: row gather of Q8_0: expected/;
    await expectFailure(watch, options, { code: "unsupported", message: expect.stringMatching(message) });
  });

  test.skipIf(tier !== "f16")(
    "automatic tiers go down from garbage, past those of the same shaders, and say so",
    async () => {
      const watch = open((device, index) => index === 0 && garble(device));
      const options = await optionsOn(watch);
      using engine = await Engine.load({ ...options, spec: { ...options.spec, tier: "auto" } });
      expect(engine.info.tier).toBe("base");
      expect(engine.info.fallbacks).toEqual([expect.stringMatching(/^f16: row gather of Q8_0: expected/)]);
      expect((await watch.devices[0]!.lost).reason).toBe("destroyed");
    },
  );

  test("logits that are not finite in every tier are the model's fault", async () => {
    const data = (name: string, bytes: Uint8Array) => {
      if (name === "output_norm.weight") new Float32Array(bytes.buffer, bytes.byteOffset).fill(Number.NaN);
    };
    const watch = open();
    const { spec, gpu } = await optionsOn(watch);
    const options = { ...(await optionsFor(await changed(FILE, { data }))), spec, gpu };
    await expectFailure(watch, options, {
      code: "bad-model",
      message: expect.stringMatching(/^Expected finite logits/),
    });
  });
});
