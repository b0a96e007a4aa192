// Oriel as a peer: the engine's own loading, prefill and sampler, without the store and the processes around it. The file is read from localhost, as the others read theirs.
import type { ChunkReader } from "../../../src/base/manifest.ts";
import { loadModel } from "../../../src/engine/load.ts";
import { readGguf } from "../../../src/format/gguf/read.ts";
import { bytesSource } from "../../../src/format/source.ts";
import { manifestOfFile } from "../../../src/library/manifest.ts";
import { GREEDY } from "../../greedy.ts";
import { CONTEXT, type Load, MODELS } from "./peer.ts";

export const load: Load = async ({ file }) => {
  const bytes = new Uint8Array(await (await fetch(`${MODELS}/${file}`)).arrayBuffer());
  const manifest = manifestOfFile(await readGguf(bytesSource(bytes)));
  const reader: ChunkReader = { read: async ({ offset, bytes: length }) => bytes.slice(offset, offset + length) };
  const spec = { tier: "auto", kv: "f16", contextLength: CONTEXT } as const;
  const { signal } = new AbortController();
  const model = await loadModel({ gpu: navigator.gpu, manifest, reader, spec, report: () => {}, signal });
  const { runner, sampler, gpu, fallbacks } = model;
  const about = [`tier ${gpu.tier}`, gpu.adapterName, ...fallbacks].join(", ");
  return {
    about,
    async *generate({ ids }, limit) {
      for await (const _ of runner.prefill(Uint32Array.from(ids), { position: 0 }));
      yield* sampler.run({ ids, sampling: GREEDY, limit, signal });
    },
  };
};
