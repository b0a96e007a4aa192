// What a result was measured on. A number without it says nothing.
import { readFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import type { OpenModel } from "./model.ts";
import type { Results } from "./report.ts";

/** The machine, the adapter and the model; the load average is the one at the call. */
export function describeEnvironment({ model, path, fileBytes }: OpenModel): Results["environment"] {
  const { adapterName, tier, device } = model.gpu;
  const { subgroupMinSize, subgroupMaxSize } = device.adapterInfo;
  const dawn = JSON.parse(readFileSync("node_modules/webgpu/package.json", "utf8")) as { version: string };
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadAverage: loadavg().map((load) => Math.round(load * 10) / 10),
    node: process.version,
    webgpu: `webgpu ${dawn.version} (Dawn for Node)`,
    adapter: adapterName,
    tier,
    subgroups: subgroupMinSize === subgroupMaxSize ? subgroupMinSize : `${subgroupMinSize}–${subgroupMaxSize}`,
    model: path,
    modelMB: Math.round(fileBytes / 1e5) / 10,
  };
}
