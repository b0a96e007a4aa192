// The worker that an engine runs in: loads the one that is asked for, and times its answers by the wall clock, each engine in the same way.
import "../../../src/base/dispose.ts";
import { expose } from "comlink";
import type { Host, Load, Peer, PeerName } from "./peer.ts";

/** Code of an engine is fetched when it is the one, so that no load pays for another. */
const LOADS: Record<PeerName, () => Promise<Load>> = {
  oriel: async () => (await import("./oriel.ts")).load,
  "wllama-webgpu": async () => (await import("./wllama.ts")).loadOnGpu,
  "wllama-wasm": async () => (await import("./wllama.ts")).loadOnCpu,
  "ort-webgpu-q4f16": async () => (await import("./onnxruntime.ts")).loadOnGpu("float16"),
  "ort-webgpu-q4": async () => (await import("./onnxruntime.ts")).loadOnGpu("float32"),
  "ort-wasm-q4": async () => (await import("./onnxruntime.ts")).loadOnCpu,
};

let peer: Peer | undefined;

const host: Host = {
  async load(name, model) {
    const load = await LOADS[name]();
    peer = await load(model);
    return peer.about;
  },

  async run(prompt, steps, seconds) {
    if (!peer) throw new Error("Expected a loaded engine but found none");
    const tokens = [];
    const startedAt = performance.now();
    let firstAt = 0;
    let lastAt = 0;
    for await (const token of peer.generate(prompt, steps + 1)) {
      lastAt = performance.now();
      firstAt ||= lastAt;
      tokens.push(token);
      if (tokens.length > 2 && lastAt - firstAt > seconds * 1000) break;
    }
    if (tokens.length === 0) throw new Error("Expected a token but found none");
    const after = tokens.length - 1;
    return { firstMs: firstAt - startedAt, stepMs: after ? (lastAt - firstAt) / after : undefined, tokens };
  },
};

expose(host);
