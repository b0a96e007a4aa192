// The `generate` tool: the browser's engine, headless on Dawn. stdout carries the answer, or one JSON object; all else goes to stderr.
import { readFile, writeFile } from "node:fs/promises";
import { OrielError } from "../base/errors.ts";
import type { Json } from "../base/manifest.ts";
import { Engine } from "../engine/engine.ts";
import type { Prompt } from "../protocol/backend.ts";
import { samplingOf } from "../protocol/sampling.ts";
import { openDawn } from "./dawn.ts";
import { type GenerateOptions, generateOptions } from "./generate-options.ts";
import { openModelFile } from "./model-file.ts";

/** What `--json` prints; `ids` are the generated ones only, `text` is null where the file's tokenizer is unknown. */
interface Output {
  model: string;
  arch: string;
  adapter: string;
  tier: string;
  prompt_ids: number[];
  ids: number[];
  text: string | null;
  finish_reason: string | null;
  timings: { load_ms: number; prefill_ms: number; prefill_tokens: number; decode_ms: number; decode_tokens: number };
  perplexity?: number;
}

/** Runs the tool. @throws UsageError, OrielError */
export async function runGenerate(argv: string[]): Promise<void> {
  const options = generateOptions(argv);
  const startedAt = performance.now();
  await using file = await openModelFile(options.model);
  const gpu = await openDawn(process.env);
  const { signal } = new AbortController();
  const text = options.perplexity === undefined ? undefined : await readText(options.perplexity);
  const spec = { tier: options.tier, kv: options.kv, contextLength: contextFor(options, text, file.manifest.metadata) };
  using engine = await Engine.load({
    manifest: file.manifest,
    reader: file.reader,
    gpu,
    spec,
    report: () => {},
    signal,
  });
  const output: Output = {
    model: options.model,
    arch: engine.info.arch,
    adapter: engine.info.adapter,
    tier: engine.info.tier,
    prompt_ids: [],
    ids: [],
    text: engine.info.hasTokenizer ? "" : null,
    finish_reason: null,
    timings: {
      load_ms: performance.now() - startedAt,
      prefill_ms: 0,
      prefill_tokens: 0,
      decode_ms: 0,
      decode_tokens: 0,
    },
  };
  console.error(
    `${output.arch} on ${output.adapter}, tier ${output.tier}, loaded in ${output.timings.load_ms.toFixed(0)} ms`,
  );
  const prompt = promptOf(options);
  if (prompt) await answer(engine, prompt, options, output, signal);
  if (text !== undefined) {
    const losses = await engine.negativeLogLikelihood({ text }, signal);
    if (losses.length === 0) {
      throw new OrielError("bad-request", `Expected a text of at least 2 tokens but found 1 in ${options.perplexity}`);
    }
    output.perplexity = Math.exp(losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
    if (!options.json) console.log(`perplexity ${output.perplexity.toFixed(4)} over ${losses.length} tokens`);
  }
  if (options.json) console.log(JSON.stringify(output));
}

async function answer(
  engine: Engine,
  prompt: Prompt,
  options: GenerateOptions,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  output.prompt_ids = engine.idsOf(prompt);
  const request = {
    prompt,
    sampling: samplingOf({ temperature: options.temperature }, options.seed),
    maxTokens: options.maxTokens,
    stop: [],
  };
  for await (const event of engine.generate(request, signal)) {
    if (event.type === "token") output.ids.push(event.id);
    if (event.type === "text") {
      output.text += event.text;
      if (!options.json) process.stdout.write(event.text);
    }
    if (event.type !== "done") continue;
    output.finish_reason = event.finishReason;
    output.timings.prefill_ms = event.timings.prefillMs;
    output.timings.prefill_tokens = event.timings.prefillTokens;
    output.timings.decode_ms = event.timings.decodeMs;
    output.timings.decode_tokens = event.timings.decodeTokens;
  }
  if (options.logits !== undefined) {
    const logits = await engine.logits({ ids: output.prompt_ids }, signal);
    await writeBytes(options.logits, new Uint8Array(logits.buffer));
  }
  if (options.json) return;
  process.stdout.write(output.text === null ? `${output.ids.join(",")}\n` : "\n");
  const { prefill_ms, prefill_tokens, decode_ms, decode_tokens } = output.timings;
  const rate = (tokens: number, ms: number) => ((tokens / ms) * 1000).toFixed(1);
  console.error(
    `prefill ${prefill_tokens} tokens at ${rate(prefill_tokens, prefill_ms)} tok/s, decode ${decode_tokens} at ${rate(decode_tokens, decode_ms)} tok/s`,
  );
}

function promptOf({ prompt, ids, chat }: GenerateOptions): Prompt | undefined {
  if (ids) return { ids };
  if (prompt === undefined) return undefined;
  return chat ? { messages: [{ role: "user", content: prompt }] } : { text: prompt };
}

/** Work of so many bytes and tokens fits the context that the engine reserves by itself, 4096 tokens where the model has them. */
const SHORT = 4000;
/** Tokens that a chat template may add. */
const TEMPLATE = 1024;

/** The context to reserve: the engine's own choice for short work, else up to the model's, a position for each byte of text, since no token is shorter. */
function contextFor(
  { prompt = "", ids = [], maxTokens }: GenerateOptions,
  text: string | undefined,
  metadata: Record<string, Json>,
): number | undefined {
  const length = Math.max(Buffer.byteLength(prompt), ids.length, Buffer.byteLength(text ?? "")) + maxTokens;
  const longest = metadata[`${metadata["general.architecture"]}.context_length`];
  if (length <= SHORT || typeof longest !== "number") return undefined;
  return Math.min(longest, length + TEMPLATE);
}

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch((cause) => {
    throw new OrielError("not-found", `Expected a text file but found ${cause.code}: ${path}`, { path }, { cause });
  });
}

async function writeBytes(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(path, bytes).catch((cause) => {
    throw new OrielError(
      "not-found",
      `Expected a file to write to but found ${cause.code}: ${path}`,
      { path },
      { cause },
    );
  });
}
