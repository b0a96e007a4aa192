// Builds the page (`vite build`), and gives the tests the same shader linker.
// Tests run as projects, because a process has one Vulkan driver: `unit` needs none, each `kernels-…` has its own, `bundle` reads what the build wrote.
import { defineConfig } from "vitest/config";
import { selfTest } from "./tools/self-test-plugin.ts";
import { findLavapipe, findSwiftShader } from "./tools/vulkan.mjs";
import { wgsl } from "./tools/wgsl-plugin.ts";

const GPU_TESTS = ["test/kernels/**/*.test.ts", "test/model/**/*.test.ts", "test/engine/**/*.test.ts"];
const BUNDLE_TESTS = ["test/bundle.test.ts"];
const ORACLE_TESTS = ["test/oracle/**/*.test.ts"];

/** Tests on one Vulkan driver, in the tiers that it is used for (see test/setup/gpu.ts). */
function onDriver(name: string, driver: string | null, tiers: string, include = GPU_TESTS, globalSetup?: string) {
  const env = { VK_ICD_FILENAMES: driver ?? "/none", ORIEL_TIERS: tiers };
  const test = { name, include, setupFiles: ["test/setup/gpu.ts"], env, globalSetup };
  return { extends: true as const, test };
}

const hardware = process.env.ORIEL_VK_ICD;

export default defineConfig({
  plugins: [wgsl(), selfTest()],
  worker: { format: "es", plugins: () => [wgsl(), selfTest()] },
  // `using` is newer than WebGPU in some browsers, so it is translated; see src/base/dispose.ts.
  build: { target: "es2022", modulePreload: { polyfill: false } },
  server: { port: 4173 },
  test: {
    environment: "node",
    pool: "forks",
    testTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...ORACLE_TESTS, ...GPU_TESTS, ...BUNDLE_TESTS],
        },
      },
      onDriver("kernels-lavapipe", findLavapipe(), "f16,base"),
      onDriver("kernels-swiftshader", findSwiftShader(), "f32"),
      ...(hardware ? [onDriver("kernels-hardware", hardware, "f16,f32,base")] : []),
      onDriver("oracle", findLavapipe(), "f16", ORACLE_TESTS, "test/oracle/install.ts"),
      { extends: true, test: { name: "bundle", include: BUNDLE_TESTS } },
    ],
  },
});
