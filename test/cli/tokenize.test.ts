// The `tokenize` tool on a file made here.
import { describe, expect, it } from "vitest";
import { runTokenize } from "../../src/cli/tokenize.ts";
import { field, type Writable, writeGguf } from "../../src/format/gguf/write.ts";
import { bytesSource } from "../../src/format/source.ts";
import { tinyBpe } from "../tokenizer/tiny.ts";

const encode = (text: string) => new TextEncoder().encode(text);

const template = "{{ bos_token }}{% for m in messages %}{{ m.content }}<|im_end|>{% endfor %}";
const fields = [...tinyBpe({ "tokenizer.chat_template": template, "tokenizer.ggml.bos_token_id": 262 })].map(
  ([key, value]): [string, Writable] => {
    if (typeof value === "number") return [key, field("uint32", value)];
    return [key, key.endsWith("token_type") ? Int32Array.from(value as number[]) : (value as string | string[])];
  },
);

async function run(argv: string[], input: unknown, more: Record<string, Uint8Array> = {}) {
  const model = writeGguf({ metadata: [["general.architecture", "llama"], ...fields], tensors: [] });
  const files: Record<string, Uint8Array> = { "m.gguf": model, "in.json": encode(JSON.stringify(input)), ...more };
  let out = "";
  let err = "";
  const code = await runTokenize(argv, {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    readFile: async (path) => {
      const bytes = files[path];
      if (!bytes) throw new Error(`no ${path}`);
      return bytes;
    },
    openFile: async (path) => {
      const bytes = files[path];
      if (!bytes) throw new Error(`no ${path}`);
      return { ...bytesSource(bytes), [Symbol.asyncDispose]: async () => {} };
    },
  });
  return { code, out, err };
}

const args = ["--model", "m.gguf", "--input", "in.json"];

describe("tokenize", () => {
  it("prints one array of ids and texts", async () => {
    const { code, out, err } = await run(args, ["in", { messages: [{ role: "user", content: "the" }] }]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const [text, chat] = JSON.parse(out);
    expect(text).toEqual({ ids: [259], text: "in" });
    expect(chat).toEqual({ ids: [262, 116, 257, 262], text: "<|im_end|>the<|im_end|>" });
  });

  it("--special adds and parses specials, --template replaces the model's, --now fixes the clock", async () => {
    const jinja = { "t.jinja": encode("{{ eos_token }}{{ strftime_now('%Y-%m-%d %H:%M') }}") };
    const more = ["--special", "--template", "t.jinja", "--now", "2025-03-09T12:30:00Z"];
    const { out } = await run([...args, ...more], ["in<|im_end|>", { messages: [] }], jinja);
    const [text, chat] = JSON.parse(out);
    expect(text.ids).toEqual([259, 262]);
    expect(chat.text).toBe("<|im_end|>2025-03-09 12:30");
  });

  it("an item that fails is an error in the array", async () => {
    const { code, out } = await run(args, [7, { messages: [], speed: 1 }, "in"]);
    const items = JSON.parse(out);
    expect(code).toBe(0);
    expect(items[0].error.code).toBe("bad-request");
    expect(items[1].error.message).toMatch(/speed/);
    expect(items[2].ids).toEqual([259]);
  });

  it("answers usage with 2 and errors with 1", async () => {
    expect(await run([...args, "--fast"], [])).toMatchObject({ code: 2, err: expect.stringContaining("--fast") });
    expect(await run(["--model", "m.gguf"], [])).toMatchObject({ code: 2, err: expect.stringContaining("--input") });
    expect(await run([...args, "--now", "soon"], [])).toMatchObject({ code: 2, err: expect.stringContaining("soon") });
    expect(await run(args, {})).toMatchObject({ code: 1, err: expect.stringContaining("bad-request") });
    expect(await run(["--model", "x", "--input", "in.json"], [])).toMatchObject({
      code: 1,
      err: expect.stringContaining("not-found"),
    });
  });
});
