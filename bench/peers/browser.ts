// Starts Chromium on the adapter that was asked for, and makes sure that it has it.
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { type Browser, chromium } from "playwright";
import { findChromium } from "../../tools/chromium.mjs";
import { findLavapipe } from "../../tools/vulkan.mjs";

export const ADAPTERS = ["swiftshader", "lavapipe"] as const;
export type Adapter = (typeof ADAPTERS)[number];

const ARGS = [
  ...["--no-sandbox", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
];

/** How to start a browser. */
export interface Launch {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
}

/**
 * What starts a Chromium on an adapter.
 * @param folder for lavapipe: a copy of Chromium whose `libvk_swiftshader.so` hands Vulkan calls on to the loader that `SHIM_VULKAN_LOADER` names.
 *   Chromium takes no other software adapter, so the copy goes by SwiftShader's name.
 * @throws Error when something of it is missing
 */
export function launchFor(adapter: Adapter, folder?: string): Launch {
  const env = Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => !!pair[1]));
  if (adapter === "swiftshader") return { executablePath: found("a Chromium", findChromium()?.path), args: ARGS, env };
  const inFolder = (name: string) => resolve(folder ?? "", name);
  const executablePath = ["chromium", "chrome"].map(inFolder).find((file) => existsSync(file));
  return {
    executablePath: found(`a Chromium in ${folder}`, executablePath),
    args: [...ARGS, "--disable-gpu-sandbox"],
    env: {
      ...env,
      SHIM_VULKAN_LOADER: inFolder("libvulkan.so.1"),
      VK_ICD_FILENAMES: found("lavapipe's driver manifest", findLavapipe() ?? undefined),
      XDG_RUNTIME_DIR: env.XDG_RUNTIME_DIR ?? tmpdir(),
    },
  };
}

/** Starts a browser with an empty profile, so that no engine finds a shader that was compiled before. */
export function launch({ executablePath, args, env }: Launch): Promise<Browser> {
  return chromium.launch({ executablePath, args, env, headless: true });
}

function found(what: string, path: string | undefined): string {
  if (path) return path;
  throw new Error(`Expected ${what} but found none`);
}
