// llama.cpp as an oracle: the same file, the same ids, greedily, on the CPU. Through node-llama-cpp's low-level API; knows nothing of Oriel's engine.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inject } from "vitest";

/** What the oracle uses of node-llama-cpp, which is not installed when the project's types are checked. */
interface Package {
  getLlama(options: { gpu: false; build: "never"; logLevel: "error"; maxThreads: number }): Promise<Llama>;
}

interface Llama {
  loadModel(options: { modelPath: string; defaultContextFlashAttention: boolean }): Promise<Model>;
  dispose(): Promise<void>;
}

interface Model {
  tokenize(text: string, special: boolean): number[];
  detokenize(ids: readonly number[], special: boolean): string;
  isEogToken(id: number): boolean;
  createContext(options: { contextSize: number; batchSize: number }): Promise<{ getSequence(): Sequence }>;
}

interface Sequence {
  clearHistory(): Promise<void>;
  evaluate(ids: number[], options: { temperature: 0; yieldEogToken: true }): AsyncGenerator<number>;
}

/** Why there is no oracle, or an empty text: see install.ts. */
export const missing: string = inject("oracleMissing");

/** What the title of a skipped test adds. */
export const skipped = missing && ` skipped: ${missing}`;

export class LlamaCpp implements AsyncDisposable {
  private constructor(
    private readonly llama: Llama,
    private readonly model: Model,
    private readonly sequence: Sequence,
  ) {}

  /** Loads a GGUF file; its context, in tokens, holds one conversation at a time. Rejects with llama.cpp's own errors. */
  static async load(modelPath: string, contextSize: number): Promise<LlamaCpp> {
    const entry = join(import.meta.dirname, "node_modules/node-llama-cpp/dist/index.js");
    const { getLlama }: Package = await import(/* @vite-ignore */ pathToFileURL(entry).href);
    const llama = await getLlama({ gpu: false, build: "never", logLevel: "error", maxThreads: 1 });
    const model = await llama.loadModel({ modelPath, defaultContextFlashAttention: false });
    const context = await model.createContext({ contextSize, batchSize: contextSize });
    return new LlamaCpp(llama, model, context.getSequence());
  }

  /** Ids of a text in which special tokens are recognised; no BOS is added. */
  tokenize(text: string): number[] {
    return this.model.tokenize(text, true);
  }

  /** Text of ids, control tokens left out. */
  detokenize(ids: readonly number[]): string {
    return this.model.detokenize(ids, false);
  }

  /** The likeliest continuation of a prompt, at most `most` ids, up to but without the one that ends it. */
  async greedy(prompt: readonly number[], most: number): Promise<number[]> {
    const ids: number[] = [];
    await this.sequence.clearHistory();
    if (most === 0) return ids;
    for await (const id of this.sequence.evaluate([...prompt], { temperature: 0, yieldEogToken: true })) {
      if (this.model.isEogToken(id)) break;
      ids.push(id);
      if (ids.length === most) break;
    }
    return ids;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.llama.dispose();
  }
}
