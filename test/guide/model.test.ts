// The shipped file: what it promises of itself, and how it writes a conversation.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { actionTools } from "../../src/apps/actions.ts";
import { readGguf } from "../../src/format/gguf/read.ts";
import { bytesSource } from "../../src/format/source.ts";
import { chatTemplateOf } from "../../src/tokenizer/model-template.ts";
import { createTokenizer } from "../../src/tokenizer/tokenizer.ts";
import { TEMPLATE } from "../../tools/guide/chat.ts";
import { SHAPE } from "../../tools/guide/shape.ts";

const bytes = readFileSync("public/guide/guide.gguf");
const card = JSON.parse(readFileSync("public/guide/card.json", "utf8"));
const { metadata, tensors } = await readGguf(bytesSource(bytes));
const tokenizer = createTokenizer(metadata);
const template = chatTemplateOf(metadata, tokenizer);
const render = (messages: object[]) => template.render({ messages, addGenerationPrompt: true });
const say = (content: string) => ({ role: "user", content });
const answer = (content: string) => ({ role: "assistant", content });

describe("Guide's file", () => {
  test("is of at most 10 MB, of 5 to 12 million parameters, with the tools of today's table", () => {
    expect(bytes.length).toBeLessThanOrEqual(10e6);
    const parameters = tensors.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
    expect(parameters).toBeGreaterThanOrEqual(5e6);
    expect(parameters).toBeLessThanOrEqual(12e6);
    expect(JSON.parse(String(metadata.get("oriel.tools")))).toEqual(actionTools());
  });

  test("says what it is: architecture, context, licence, languages, tokenizer, template", () => {
    expect(Object.fromEntries(metadata)).toMatchObject({
      "general.architecture": "llama",
      "general.name": "Guide",
      "general.license": "apache-2.0",
      "general.languages": ["en", "zh"],
      "llama.context_length": SHAPE.context,
      "llama.attention.head_count_kv": SHAPE.kvHeads,
      "tokenizer.chat_template": TEMPLATE,
    });
    expect(SHAPE.context).toBeGreaterThanOrEqual(1024);
    expect(tensors.map(({ name }) => name)).not.toContain("output.weight");
  });

  test("is the one that the card speaks of", () => {
    expect(card).toMatchObject({ build: metadata.get("oriel.build"), bytes: bytes.length });
  });
});

describe("its chat template", () => {
  test("adds at most 32 tokens to a question", () => {
    const question = "How do I install a model?";
    const all = tokenizer.encodePrompt(render([say(question)])).length;
    expect(all - tokenizer.encode(question).length).toBeLessThanOrEqual(32);
  });

  test("shows the last exchange before the question and no more", () => {
    const prompt = render([say("one"), answer("1"), say("two"), answer("2"), say("three")]);
    expect(prompt).toBe(
      "<|im_start|>user\ntwo<|im_end|>\n<|im_start|>assistant\n2<|im_end|>\n<|im_start|>user\nthree<|im_end|>\n<|im_start|>assistant\n",
    );
  });

  test("writes a tool call and its outcome as they are learned", () => {
    const made = { name: "set_theme", arguments: { theme: "dark" } };
    const call = { id: "c", type: "function", function: made };
    const outcome = '{"outcome": "done"}';
    const said = [say("dark"), { role: "assistant", content: null, tool_calls: [call] }];
    expect(render([...said, { role: "tool", tool_call_id: "c", content: outcome }])).toBe(
      `<|im_start|>user\ndark<|im_end|>\n<|im_start|>assistant\n<tool_call>\n{"name": "set_theme", "arguments": {"theme": "dark"}}\n</tool_call><|im_end|>\n<|im_start|>tool\n${outcome}<|im_end|>\n<|im_start|>assistant\n`,
    );
  });

  test("refuses a system prompt", () => {
    expect(() => render([{ role: "system", content: "Be brief." }, say("Hello")])).toThrow(/takes no system prompt/);
  });
});
