// onnxruntime-web as a peer, called directly: the KV cache stays where it is computed and grows with every step, logits come back and JavaScript takes the largest, as transformers.js does it.
import { type Load, MODELS, type Model, PACKAGES, type Peer } from "./peer.ts";

/** What is used of the package, which is not installed when the project's types are checked. */
interface Package {
  env: { wasm: { wasmPaths: string; numThreads: number } };
  Tensor: new (type: string, data: ArrayBufferView, dims: readonly number[]) => Tensor;
  InferenceSession: { create(url: string, options: Record<string, unknown>): Promise<Session> };
}

interface Tensor {
  data: ArrayBufferView;
  dispose(): void;
}

interface Session {
  run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
}

type Precision = "float16" | "float32";

/** On the GPU, with a KV cache in one of two precisions. */
export const loadOnGpu =
  (precision: Precision): Load =>
  (model) =>
    load(model, "webgpu", precision);

export const loadOnCpu: Load = (model) => load(model, "wasm", "float32");

async function load(model: Model, provider: "webgpu" | "wasm", precision: Precision): Promise<Peer> {
  const dist = `${PACKAGES}/onnxruntime-web/dist`;
  const ort: Package = await import(/* @vite-ignore */ `${dist}/ort.${provider}.min.mjs`);
  const threads = provider === "wasm" ? navigator.hardwareConcurrency : 1;
  ort.env.wasm.wasmPaths = `${location.origin}${dist}/`;
  ort.env.wasm.numThreads = threads;
  const caches = Array.from({ length: model.layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
  const session = await ort.InferenceSession.create(`${location.origin}${MODELS}/${model.file}`, {
    executionProviders: [provider],
    ...(provider === "webgpu" && {
      preferredOutputLocation: Object.fromEntries(caches.map((name) => [`present.${name}`, "gpu-buffer"])),
    }),
  });

  const empty = () => {
    const data = precision === "float16" ? new Uint16Array() : new Float32Array();
    return new ort.Tensor(precision, data, [1, model.kvHeads, 0, model.headDim]);
  };

  return {
    about: `CPU threads: ${threads}`,
    async *generate({ ids }, limit) {
      let past = caches.map(empty);
      const pastFeeds = () =>
        Object.fromEntries(caches.map((name, index) => [`past_key_values.${name}`, past[index]!]));
      try {
        let next = ids;
        for (let total = ids.length; total < ids.length + limit; total++) {
          const outputs = await session.run({
            input_ids: new ort.Tensor("int64", BigInt64Array.from(next, BigInt), [1, next.length]),
            seqlens_k: new ort.Tensor("int32", Int32Array.of(total - 1), [1]),
            total_sequence_length: new ort.Tensor("int32", Int32Array.of(total), []),
            ...pastFeeds(),
          });
          for (const cache of past) cache.dispose();
          past = caches.map((name) => outputs[`present.${name}`]!);
          const id = largest(outputs.logits!.data as Float32Array);
          yield id;
          next = [id];
        }
      } finally {
        for (const cache of past) cache.dispose();
      }
    },
  };
}

/** The index of the first of the largest values. */
function largest(values: Float32Array): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) if (values[index]! > values[best]!) best = index;
  return best;
}
