// Builds the page (`vite build`), and gives the tests the same shader linker.
import { defineConfig } from "vitest/config";
import { wgsl } from "./tools/wgsl-plugin.ts";

export default defineConfig({
  plugins: [wgsl()],
  worker: { format: "es", plugins: () => [wgsl()] },
  build: { target: "esnext", modulePreload: { polyfill: false } },
  server: { port: 4173 },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/oracle/**"],
    environment: "node",
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
