// WebGPU in Node: Dawn from the `webgpu` package, or from the binding that ORIEL_DAWN names on a machine without packages.
import { createRequire } from "node:module";

interface Dawn {
  create(flags: string[]): GPU;
  globals: object;
}

/**
 * Dawn's entry point; WebGPU's constants become globals, as in a browser.
 * @param environment ORIEL_DAWN: path of a `dawn.node`; ORIEL_DAWN_FLAGS: Dawn's own flags, separated by spaces
 */
export async function openDawn(environment: Record<string, string | undefined>): Promise<GPU> {
  const path = environment.ORIEL_DAWN;
  const dawn = (path ? createRequire(path)(path) : await import("webgpu")) as Dawn;
  Object.assign(globalThis, dawn.globals);
  const flags = (environment.ORIEL_DAWN_FLAGS ?? "").split(" ").filter(Boolean);
  // Dawn is collected together with this object, so a global keeps it.
  const gpu = dawn.create(flags);
  Object.assign(globalThis, { gpu });
  return gpu;
}
