// The page that the measuring process drives: starts the worker, and tells which adapter the browser has.
import { type Remote, wrap } from "comlink";
import type { Host } from "./peer.ts";

let host: Remote<Host> | undefined;

window.bench = {
  async adapter() {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) return null;
    const { vendor, architecture, description } = adapter.info;
    return { name: [vendor, architecture, description].filter(Boolean).join(" "), features: [...adapter.features] };
  },

  async open(peer, model) {
    const startedAt = performance.now();
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    host = wrap<Host>(worker);
    // A script that cannot be loaded answers no call, so its error is waited for too.
    const failed = new Promise<never>((_, reject) => {
      worker.addEventListener("error", (event) => reject(new Error(event.message || "The worker did not start")));
    });
    const about = await Promise.race([host.load(peer, model), failed]);
    return { about, loadMs: performance.now() - startedAt };
  },

  run: (prompt, steps, seconds) => {
    if (!host) throw new Error("Expected an open worker but found none");
    return host.run(prompt, steps, seconds);
  },
};
