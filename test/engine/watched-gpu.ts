// An entry point to WebGPU that counts the buffers of every device opened through it, from outside the project's own ledger.

export interface Watched {
  gpu: GPU;
  /** Devices opened so far. */
  devices: GPUDevice[];
  /** Bytes of buffers that were made and not destroyed. */
  live(): number;
  /** Buffers made so far. */
  made(): number;
}

/** Watches what is opened through `from`; `adjust` may change a device before anyone has it. */
export function watched(from: GPU, adjust?: (device: GPUDevice, index: number) => void): Watched {
  const devices: GPUDevice[] = [];
  const live = new Set<GPUBuffer>();
  let made = 0;
  const watch = (device: GPUDevice) => {
    const create = device.createBuffer.bind(device);
    const createBuffer = (descriptor: GPUBufferDescriptor) => {
      const buffer = create(descriptor);
      const destroy = buffer.destroy.bind(buffer);
      live.add(buffer);
      made++;
      return Object.defineProperty(buffer, "destroy", {
        value: () => {
          live.delete(buffer);
          destroy();
        },
      });
    };
    Object.defineProperty(device, "createBuffer", { value: createBuffer });
    adjust?.(device, devices.length);
    devices.push(device);
    return device;
  };
  const requestAdapter = async (options?: GPURequestAdapterOptions) => {
    const adapter = await from.requestAdapter(options);
    if (!adapter) return adapter;
    const requestDevice = async (descriptor?: GPUDeviceDescriptor) => watch(await adapter.requestDevice(descriptor));
    const { features, limits, info } = adapter;
    return { features, limits, info, requestDevice } as GPUAdapter;
  };
  return {
    gpu: { requestAdapter, wgslLanguageFeatures: from.wgslLanguageFeatures } as GPU,
    devices,
    live: () => [...live].reduce((sum, { size }) => sum + size, 0),
    made: () => made,
  };
}
