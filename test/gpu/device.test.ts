// Opening devices and the ledger of their buffers, on an adapter made of plain objects.
import { describe, expect, it, test } from "vitest";
import { BufferLedger } from "../../src/gpu/buffers.ts";
import { openDevice } from "../../src/gpu/device.ts";
import { passMs } from "../../src/gpu/timer.ts";

const usage = { MAP_READ: 1, COPY_SRC: 4, COPY_DST: 8, UNIFORM: 64, STORAGE: 128, QUERY_RESOLVE: 512 };
Object.assign(globalThis, { GPUBufferUsage: usage, GPUOutOfMemoryError: class {} });

type Lost = (reason: string) => void;

/** An adapter with some features, the requests made of it, and a way to lose or to fault its device. */
function adapterWith(features: string[], info: Partial<GPUAdapterInfo> = { vendor: "acme", architecture: "one" }) {
  const requests: GPUDeviceDescriptor[] = [];
  const destroyed: string[] = [];
  const listeners: ((event: unknown) => void)[] = [];
  let lose: Lost = () => undefined;
  const device = {
    queue: {},
    limits: { maxBufferSize: 1000 },
    lost: new Promise((resolve) => {
      lose = (reason) => resolve({ reason, message: "" });
    }),
    addEventListener: (_: string, listener: (event: unknown) => void) => listeners.push(listener),
    createBuffer: ({ label, size }: { label: string; size: number }) => ({
      size,
      destroy: () => destroyed.push(label),
    }),
    destroy: () => destroyed.push("device"),
  };
  const limits = { maxBufferSize: 7e9, maxStorageBufferBindingSize: 5e9, maxComputeWorkgroupSizeX: 1024 };
  const requestDevice = async (descriptor: GPUDeviceDescriptor) => {
    requests.push(descriptor);
    return device;
  };
  const gpu = { requestAdapter: async () => ({ features: new Set(features), limits, info, requestDevice }) };
  const fault = (error: object) => {
    for (const listener of listeners) listener({ error });
  };
  return { gpu: gpu as unknown as GPU, requests, destroyed, lose: (reason: string) => lose(reason), fault };
}

describe("openDevice", () => {
  it("opens the highest tier that the adapter has", async () => {
    const { gpu, requests } = adapterWith(["subgroups", "shader-f16", "timestamp-query"]);
    const device = await openDevice(gpu, { tier: "auto" });
    expect(device.tier).toBe("f16");
    expect(device.adapterName).toBe("acme one");
    expect(device.flags).toEqual({ f16: true, subgroups: true });
    expect(requests).toEqual([
      {
        requiredFeatures: ["subgroups", "shader-f16", "timestamp-query"],
        requiredLimits: { maxBufferSize: 7e9, maxStorageBufferBindingSize: 5e9 },
      },
    ]);
  });

  test.each([
    [["subgroups"], "f32"],
    [["shader-f16"], "base"],
    [[], "base"],
  ])("an adapter with %j is tier %s", async (features, tier) => {
    expect((await openDevice(adapterWith(features).gpu, { tier: "auto" })).tier).toBe(tier);
  });

  it("asks nothing of an adapter for the base tier", async () => {
    const { gpu, requests } = adapterWith(["subgroups", "shader-f16"]);
    expect((await openDevice(gpu, { tier: "base" })).flags).toEqual({ f16: false, subgroups: false });
    expect(requests).toEqual([{ requiredFeatures: [], requiredLimits: {} }]);
  });

  it("names what a tier lacks", async () => {
    const { gpu } = adapterWith(["subgroups"], {});
    const message = "Expected an adapter with shader-f16 for tier f16 but found unnamed adapter without";
    await expect(openDevice(gpu, { tier: "f16" })).rejects.toMatchObject({ code: "unsupported", message });
  });

  test.each([undefined, { requestAdapter: async () => null }])("no adapter: %j", async (gpu) => {
    await expect(openDevice(gpu as GPU | undefined, { tier: "auto" })).rejects.toMatchObject({ code: "no-webgpu" });
  });

  it("keeps a loss, and an error that no one caught, for the next check", async () => {
    const lost = adapterWith([]);
    const device = await openDevice(lost.gpu, { tier: "auto" });
    device.check();
    lost.lose("unknown");
    await Promise.resolve();
    expect(() => device.check()).toThrow("The GPU device was lost: unknown");

    const faulty = adapterWith([]);
    const other = await openDevice(faulty.gpu, { tier: "auto" });
    faulty.fault({ message: "binding 3" });
    faulty.fault({ message: "what followed" });
    expect(() => other.check()).toThrow("The GPU reported an error: binding 3");
  });

  it("frees its buffers and the device when disposed", async () => {
    const { gpu, destroyed } = adapterWith([]);
    const device = await openDevice(gpu, { tier: "auto" });
    device.buffers.storage("a", 100, "weights");
    device.buffers.readback("b", 100);
    device[Symbol.dispose]();
    expect(destroyed).toEqual(["a", "b", "device"]);
    expect(device.buffers.bytes).toEqual({ weights: 0, kv: 0, scratch: 0 });
  });
});

describe("BufferLedger", () => {
  const ledger = () => new BufferLedger(made as unknown as GPUDevice);
  const made = {
    limits: { maxBufferSize: 1000 },
    createBuffer: (descriptor: GPUBufferDescriptor) => ({ ...descriptor, destroy: () => undefined }),
  };

  it("counts bytes by purpose, in whole 16s, until they are freed", () => {
    const buffers = ledger();
    const weights = buffers.storage("w", 33, "weights");
    buffers.storage("kv", 16, "kv");
    buffers.uniform("u", 1);
    expect(buffers.bytes).toEqual({ weights: 48, kv: 16, scratch: 16 });
    buffers.free(weights);
    buffers.free(weights);
    expect(buffers.bytes).toEqual({ weights: 0, kv: 16, scratch: 16 });
  });

  it("refuses what is above the device's limit", () => {
    const buffers = ledger();
    expect(() => buffers.storage("big", 1001, "kv")).toThrow(
      "Expected a buffer of at most 1000 bytes but big needs 1008",
    );
    expect(buffers.bytes.kv).toBe(0);
  });
});

test("passMs is the time between two stamps, in milliseconds", () => {
  expect(passMs(BigUint64Array.of(1_000_000n, 3_500_000n).buffer)).toBe(2.5);
  expect(passMs(new ArrayBuffer(16))).toBe(0);
  expect(passMs(new ArrayBuffer(0))).toBe(0);
});
