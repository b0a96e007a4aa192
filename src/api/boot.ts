// Starts Oriel in a page: puts the system together and returns its public surface. The workers come from the root.
import { hex } from "../base/bytes.ts";
import { OrielError } from "../base/errors.ts";
import type { ModelInfo, Prompt } from "../protocol/backend.ts";
import { samplingOf } from "../protocol/sampling.ts";
import type { EventStream } from "../system/event-stream.ts";
import { LibraryClient, type Tabs } from "../system/library-client.ts";
import { ProcessTable } from "../system/process-table.ts";
import type { WorkerLike } from "../system/worker-link.ts";
import { chatCompletion, chatStream, completion, completionStream, type Head } from "./answers.ts";
import { Models } from "./models.ts";
import type { ChatRequest, CompletionRequest, Oriel, RequestOptions } from "./types.ts";
import {
  type Validated,
  validateChat,
  validateCompletion,
  validateInput,
  validateOptions,
  validatePid,
  validateRef,
} from "./validate.ts";

export interface BootOptions {
  /** Starts a worker that exposes a `Backend`. */
  spawnModel: () => WorkerLike;
  /** Starts a worker that exposes a `Library`. */
  spawnLibrary: () => WorkerLike;
  /** Tells other tabs of changes to the stored models, and hears of theirs; absent: only this page's are known. */
  tabs?: Tabs;
}

/** Starts Oriel; no worker runs until it is needed, and without WebGPU everything but loading a model works. */
export async function boot({ spawnModel, spawnLibrary, tabs }: BootOptions): Promise<Oriel> {
  const library = new LibraryClient(spawnLibrary, tabs);
  const table = new ProcessTable(spawnModel);
  const models = new Models(library, table);

  const start = async (request: Validated, given?: RequestOptions): Promise<{ head: Head; events: EventStream }> => {
    const { signal, onLoad, onPrefill } = validateOptions(given);
    const { process, ref } = await models.ready(request.model, { report: onLoad, signal });
    const info = process.info!;
    const { seed, generate } = request;
    refuseUnfit(generate.prompt, ref, info);
    const sampling = samplingOf(request.sampling, seed, info.sampling);
    const hasTools = info.builtInTools.length > 0 || ("messages" in generate.prompt && !!generate.prompt.tools);
    const head = { id: randomId(), created: Math.floor(Date.now() / 1000), model: ref, info, seed, hasTools };
    return { head: { ...head, onPrefill }, events: process.generate({ ...generate, sampling }, signal) };
  };

  async function createChat(request: ChatRequest, options?: RequestOptions) {
    const validated = validateChat(request, randomU32);
    const { head, events } = await start(validated, options);
    return validated.stream ? chatStream(head, events) : chatCompletion(head, events);
  }

  async function createCompletion(request: CompletionRequest, options?: RequestOptions) {
    const validated = validateCompletion(request, randomU32);
    const { head, events } = await start(validated, options);
    return validated.stream ? completionStream(head, events) : completion(head, events);
  }

  return {
    models: models.api(),
    chat: { completions: { create: createChat as Oriel["chat"]["completions"]["create"] } },
    completions: { create: createCompletion as Oriel["completions"]["create"] },
    async logits(name, input, options) {
      const prompt = validateInput(input);
      const { signal, onLoad, onPrefill } = validateOptions(options);
      if (onPrefill) {
        const data = { parameter: "onPrefill" };
        throw new OrielError("unsupported", "Expected no onPrefill: logits reports no prefill", data);
      }
      const { process, ref } = await models.ready(validateRef(name), { report: onLoad, signal });
      refuseUnfit(prompt, ref, process.info!);
      return process.logits(prompt, signal);
    },
    ps: () => table.list(),
    stats: async (pid) => table.get(validatePid(pid)).stats(),
    kill: async (pid) => table.kill(validatePid(pid)),
    onChange(listener) {
      const closeModels = library.onChange(() => listener("models"));
      const closeProcesses = table.onChange(() => listener("processes"));
      return () => {
        closeModels();
        closeProcesses();
      };
    },
  };
}

/** Refuses a prompt that a model cannot take. */
function refuseUnfit(prompt: Prompt, ref: string, info: ModelInfo): void {
  if ("ids" in prompt) {
    const wrong = prompt.ids.find((id) => id >= info.vocabSize);
    if (wrong === undefined) return;
    const message = `Expected token ids of ${ref} below ${info.vocabSize} but found ${wrong}`;
    throw new OrielError("bad-request", message, { model: ref, vocabSize: info.vocabSize, found: wrong });
  }
  if (!info.hasTokenizer) {
    const message = `Expected a model whose tokenizer Oriel knows but found ${ref}: give token ids to completions`;
    throw new OrielError("unsupported", message, { model: ref });
  }
  if ("messages" in prompt && !info.hasChatTemplate) {
    const message = `Expected a model with a chat template but found ${ref} without one: use completions`;
    throw new OrielError("unsupported", message, { model: ref });
  }
}

function randomU32(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}

function randomId(): string {
  return hex(crypto.getRandomValues(new Uint8Array(12)));
}
