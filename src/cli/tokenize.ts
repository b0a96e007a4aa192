// The `tokenize` tool: texts and conversations of a JSON file to ids by a model's own tokenizer and chat template. No GPU.
import { parseArgs } from "node:util";
import { OrielError, toOrielError } from "../base/errors.ts";
import { readGguf } from "../format/gguf/read.ts";
import type { GgufFile } from "../format/gguf/types.ts";
import type { ByteSource } from "../format/source.ts";
import type { ChatTemplate } from "../tokenizer/chat-template.ts";
import { chatTemplateOf } from "../tokenizer/model-template.ts";
import { createTokenizer, type Tokenizer } from "../tokenizer/tokenizer.ts";
import { UsageError } from "./usage.ts";

/** What the tool needs of the world around it. */
export interface TokenizeIo {
  stdout(text: string): void;
  stderr(text: string): void;
  readFile(path: string): Promise<Uint8Array>;
  /** A file to read ranges of, since a model may be larger than memory. */
  openFile(path: string): Promise<ByteSource & AsyncDisposable>;
}

const USAGE =
  "usage: tokenize --model FILE.gguf --input FILE.json [--special] [--template FILE.jinja] [--now ISO_TIME]";

interface Options {
  model: string;
  input: string;
  special: boolean;
  template?: string;
  now?: () => Date;
}

type Item = { ids: number[]; text: string } | { error: { code: string; message: string } };

/**
 * Runs the tool: 0 done, 1 an OrielError (its code and message on stderr), 2 usage.
 * An item that fails is an `{error}` in the printed array and no failure of the run.
 */
export async function runTokenize(argv: string[], io: TokenizeIo): Promise<number> {
  try {
    const options = readOptions(argv);
    const file = await readModel(io, options.model);
    const tokenizer = createTokenizer(file.metadata);
    const source = options.template && text(await read(io, options.template));
    const items = readItems(text(await read(io, options.input)), options.input);
    const template = once(() => {
      const made = { source, now: options.now };
      return chatTemplateOf(file.metadata, tokenizer, made);
    });
    io.stdout(`${JSON.stringify(items.map((item) => runItem(item, tokenizer, template, options.special)))}\n`);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      io.stderr(`${error.message}\n${USAGE}\n`);
      return 2;
    }
    const { code, message } = toOrielError(error);
    io.stderr(`${code}: ${message}\n`);
    return 1;
  }
}

async function readModel(io: TokenizeIo, path: string): Promise<GgufFile> {
  await using source = await reachable(path, io.openFile(path));
  return await readGguf(source);
}

function read(io: TokenizeIo, path: string): Promise<Uint8Array> {
  return reachable(path, io.readFile(path));
}

/** What the file system answers, its refusals as `not-found`. */
async function reachable<T>(path: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const message = `Expected a readable file ${path} but found ${(error as Error).message}`;
    throw new OrielError("not-found", message, { path }, { cause: error });
  }
}

/** What `make` gives, made at the first call; a failure is thrown again at every call. */
function once<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= make();
    return value;
  };
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function readOptions(argv: string[]): Options {
  let values: { model?: string; input?: string; special?: boolean; template?: string; now?: string };
  try {
    values = parseArgs({
      args: argv,
      options: {
        model: { type: "string" },
        input: { type: "string" },
        special: { type: "boolean" },
        template: { type: "string" },
        now: { type: "string" },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { model, input, special = false, template, now } = values;
  if (model === undefined) throw new UsageError("Expected --model FILE.gguf but found none");
  if (input === undefined) throw new UsageError("Expected --input FILE.json but found none");
  return { model, input, special, template, now: now === undefined ? undefined : clock(now) };
}

/** A clock that stands at the wall time an ISO text names; a zone in it is not applied, as templates see no zone. */
function clock(iso: string): () => Date {
  const local = iso.replace(/(Z|[+-]\d\d:?\d\d)$/i, (zone) => (iso.includes("T") ? "" : zone));
  const at = new Date(local.includes("T") ? local : `${local}T00:00:00`);
  if (!/^\d{4}-\d\d-\d\d/.test(iso) || Number.isNaN(at.getTime()))
    throw new UsageError(`Expected an ISO time after --now but found ${JSON.stringify(iso)}`);
  return () => new Date(at);
}

function readItems(json: string, path: string): unknown[] {
  let items: unknown;
  try {
    items = JSON.parse(json);
  } catch (error) {
    throw new OrielError("bad-request", `Expected JSON in ${path} but found ${(error as Error).message}`, { path });
  }
  if (Array.isArray(items)) return items;
  throw new OrielError("bad-request", `Expected an array in ${path} but found ${typeof items}`, { path });
}

function runItem(item: unknown, tokenizer: Tokenizer, template: () => ChatTemplate, special: boolean): Item {
  try {
    if (typeof item === "string") {
      const ids = tokenizer.encode(item, { addSpecial: special, parseSpecial: special });
      return { ids: [...ids], text: tokenizer.decode(ids, { special: true }) };
    }
    const prompt = render(item, template());
    return { ids: [...tokenizer.encodePrompt(prompt, { addSpecial: special })], text: prompt };
  } catch (error) {
    const { code, message } = toOrielError(error);
    return { error: { code, message } };
  }
}

const known = new Set(["messages", "tools", "add_generation_prompt"]);

function render(item: unknown, template: ChatTemplate): string {
  if (typeof item !== "object" || item === null || !("messages" in item) || !Array.isArray(item.messages))
    throw new OrielError("bad-request", "Expected a string or an object with an array of messages but found neither");
  const unknown = Object.keys(item).find((key) => !known.has(key));
  if (unknown !== undefined)
    throw new OrielError("bad-request", `Expected messages, tools or add_generation_prompt but found ${unknown}`, {
      key: unknown,
    });
  const { messages, tools, add_generation_prompt: prompt = false } = item as Record<string, unknown>;
  if (typeof prompt !== "boolean")
    throw new OrielError("bad-request", `Expected add_generation_prompt to be a boolean but found ${typeof prompt}`);
  if (tools !== undefined && tools !== null && !Array.isArray(tools))
    throw new OrielError("bad-request", `Expected tools to be an array but found ${typeof tools}`);
  return template.render({
    messages: messages as unknown[],
    tools: (tools as unknown[] | null | undefined) ?? undefined,
    addGenerationPrompt: prompt,
  });
}
