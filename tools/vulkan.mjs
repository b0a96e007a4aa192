// Finds the Vulkan drivers that WebGPU can run on outside a browser. Shared by the tests, the command line and the benchmarks; it installs nothing.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { findChromium } from "./chromium.mjs";

/** Folders in which the Vulkan loader looks for driver manifests on Linux. */
const DRIVER_FOLDERS = ["/usr/share/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/etc/vulkan/icd.d"];

/** Mesa's CPU driver: shader-f16 and subgroups of 8 lanes (Mesa 25 or later). Null when it is not installed. */
export function findLavapipe() {
  for (const folder of DRIVER_FOLDERS) {
    if (!existsSync(folder)) continue;
    const file = readdirSync(folder).find((name) => /^lvp_icd(\..+)?\.json$/.test(name));
    if (file) return join(folder, file);
  }
  return null;
}

/** SwiftShader, the CPU driver that comes with Chromium: subgroups of 4 lanes, no shader-f16. Null when there is no Chromium. */
export function findSwiftShader() {
  const browser = findChromium();
  if (!browser) return null;
  const beside = [dirname(browser.path), "/usr/lib/chromium", "/opt/google/chrome"];
  return beside.map((folder) => join(folder, "vk_swiftshader_icd.json")).find((file) => existsSync(file)) ?? null;
}

/** Whether the Vulkan loader, which Dawn opens by name, is installed. */
export function findVulkanLoader() {
  const folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/lib"];
  return folders.map((folder) => join(folder, "libvulkan.so.1")).find((file) => existsSync(file)) ?? null;
}

/**
 * The environment for a process that uses Dawn. Where the system has no Vulkan driver or no loader but a Chromium is there, its SwiftShader and its loader serve.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function vulkanEnvironment(env) {
  if (env.VK_ICD_FILENAMES || env.VK_DRIVER_FILES || process.platform !== "linux") return env;
  const systemDriver = DRIVER_FOLDERS.some((folder) => existsSync(folder) && readdirSync(folder).length > 0);
  const own = systemDriver ? null : findSwiftShader();
  /** @type {NodeJS.ProcessEnv} */
  const result = own ? { ...env, VK_ICD_FILENAMES: own } : { ...env };
  const beside = own && dirname(own);
  if (beside && !findVulkanLoader() && existsSync(join(beside, "libvulkan.so.1"))) result.LD_LIBRARY_PATH = beside;
  return result;
}

/**
 * Describes the adapter that Dawn finds with one driver manifest, in a child process, because a process keeps the driver it started with.
 * @param {string | null} icd driver manifest, or null for what the Vulkan loader finds by itself
 * @returns {Promise<{ name: string, f16: boolean, subgroups: boolean } | null>} null when there is no adapter
 */
export async function probeAdapter(icd) {
  const { spawnSync } = await import("node:child_process");
  const script = `
    const { create } = await import("webgpu");
    const gpu = (globalThis.gpu = create([]));
    const adapter = await gpu.requestAdapter();
    const has = (name) => adapter.features.has(name);
    const name = (info) => info.description || info.device || info.vendor;
    console.log(JSON.stringify(adapter && { name: name(adapter.info), f16: has("shader-f16"), subgroups: has("subgroups") }));
    process.exit(0);`;
  const env = icd ? { ...process.env, VK_ICD_FILENAMES: icd } : process.env;
  const cwd = join(import.meta.dirname, "..");
  const child = spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd, env, encoding: "utf8" });
  try {
    return JSON.parse(child.stdout);
  } catch {
    return null;
  }
}
