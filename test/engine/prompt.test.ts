// Prompts become ids only as the model's own text side can make them.
import { expect, it } from "vitest";
import { PromptReader } from "../../src/engine/prompt.ts";
import { createTokenizer } from "../../src/tokenizer/tokenizer.ts";
import { tinyBpe } from "../tokenizer/tiny.ts";

function reader(template: string): PromptReader {
  const metadata = tinyBpe({ "tokenizer.chat_template": template });
  return new PromptReader(metadata, 263, createTokenizer(metadata));
}

const messages = [{ role: "user" as const, content: "aa" }];
const tools = [{ type: "function", function: { name: "t" } }];

it("renders a conversation with the model's template", () => {
  const prompts = reader("{{ messages[0].content }}");
  expect(prompts.text.decode(prompts.ids({ messages }))).toBe("aa");
});

it("refuses tools where the template does not read them", () => {
  const found = () => reader("{{ messages[0].content }}{# toolset #}").ids({ messages, tools });
  expect(found).toThrow(expect.objectContaining({ code: "unsupported", data: { parameter: "tools" } }));
  const prompts = reader("{% for t in tools %}{{ t.function.name }}{% endfor %}");
  expect(prompts.text.decode(prompts.ids({ messages, tools }))).toBe("t");
});
