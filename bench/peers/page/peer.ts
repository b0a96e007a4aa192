// What every engine that is measured looks like to the page: it loads, and then continues prompts greedily. Types and what they share.

/** Where the server has the peers' packages and the models. */
export const PACKAGES = "/packages";
export const MODELS = "/models";

/** Positions that each engine reserves, where it reserves any: room for every run, and no more. */
export const CONTEXT = 1024;

/** A prompt as ids, and the text that the model's tokenizer makes the same ids of. */
export interface Prompt {
  ids: number[];
  text: string;
}

/** A drawn token: its id, or its text where an engine tells no ids. */
export type Token = number | string;

export interface Peer {
  /** What it runs on, for the table. */
  readonly about: string;
  /** Greedy tokens after a prompt, of which nothing is in a cache; ends after `limit`, whatever is drawn. */
  generate(prompt: Prompt, limit: number): AsyncGenerator<Token, void, undefined>;
}

/** The ways of running an engine that have a row each. */
export const PEERS = {
  oriel: "Oriel, WebGPU, activations f",
  "wllama-webgpu": "wllama, WebGPU",
  "wllama-wasm": "wllama, WASM",
  "ort-webgpu-q4f16": "onnxruntime-web, WebGPU, q4f16",
  "ort-webgpu-q4": "onnxruntime-web, WebGPU, q4",
  "ort-wasm-q4": "onnxruntime-web, WASM, q4",
} as const;
export type PeerName = keyof typeof PEERS;

/** A model file and what an engine that does not read shapes from it has to know. */
export interface Model {
  /** Under {@link MODELS}. */
  file: string;
  layers: number;
  kvHeads: number;
  headDim: number;
}

/** Loads a model from localhost; resolves when it can answer. */
export type Load = (model: Model) => Promise<Peer>;

/** One measured answer. */
export interface Run {
  /** From the prompt to its first token. */
  firstMs: number;
  /** Per token after the first; absent when there was one only. */
  stepMs?: number;
  tokens: Token[];
}

/** What the worker does for the page. */
export interface Host {
  load(peer: PeerName, model: Model): Promise<string>;
  /** Draws a first token and then at most `steps`, fewer when they take longer than `seconds`, but at least two if `steps` allows. */
  run(prompt: Prompt, steps: number, seconds: number): Promise<Run>;
}

/** What the page shows to the one who drives it. */
export interface Bench {
  adapter(): Promise<{ name: string; features: string[] } | null>;
  /** Also says how many milliseconds it took, from before the worker and the engine's code were fetched. */
  open(peer: PeerName, model: Model): Promise<{ about: string; loadMs: number }>;
  run: Host["run"];
}

declare global {
  interface Window {
    bench: Bench;
  }
}
