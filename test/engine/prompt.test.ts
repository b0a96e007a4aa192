// Prompts become ids only as the model's own text side can make them.
import { expect, it } from "vitest";
import { PromptReader } from "../../src/engine/prompt.ts";
import { createTokenizer } from "../../src/tokenizer/tokenizer.ts";
import { tinyBpe } from "../tokenizer/tiny.ts";

function reader(template: string, more: Record<string, unknown> = {}): PromptReader {
  const metadata = tinyBpe({ "tokenizer.chat_template": template, ...more });
  return new PromptReader(metadata, 263, createTokenizer(metadata));
}

const messages = [{ role: "user" as const, content: "aa" }];
const tools = [{ type: "function", function: { name: "t" } }];

it("renders a conversation with the model's template", () => {
  const prompts = reader("{{ messages[0].content }}");
  expect(prompts.text.decode(prompts.ids({ messages }))).toBe("aa");
});

/** A refusal of a parameter, with a part of its message. */
function refusal(parameter: string, message: string) {
  const text = expect.stringContaining(message);
  return expect.objectContaining({ code: "unsupported", message: text, data: { parameter } });
}

it("renders tools, calls and their results with a template that writes calls as Oriel reads them", () => {
  const prompts = reader(
    "{% for t in tools %}{{ t.function.name }}{% endfor %}{% for m in messages %}{{ m.role[0] }}{{ m.content or '' }}" +
      "{% for c in m.tool_calls or [] %}{{ c.function.arguments.n + 1 }}{% endfor %}{% endfor %}{# <tool_call> #}",
  );
  expect(prompts.text.decode(prompts.ids({ messages, tools }))).toBe("tuaa");
  const call = { id: "1", type: "function" as const, function: { name: "t", arguments: '{"n": 1}' } };
  const history = [
    ...messages,
    { role: "assistant" as const, content: null, tool_calls: [call] },
    { role: "tool" as const, content: "b", tool_call_id: "1" },
  ];
  expect(prompts.text.decode(prompts.ids({ messages: history }))).toBe("uaaa2tb");
});

it("refuses tools where the template does not read them", () => {
  const found = () => reader("{{ messages[0].content }}{# toolset <tool_call> #}").ids({ messages, tools });
  expect(found).toThrow(refusal("tools", "does not read them"));
});

it("refuses tools where calls would come in a form that is not read", () => {
  const found = () =>
    reader("{% for t in tools %}{{ t.function.name }}{% endfor %}[TOOL_CALLS]").ids({ messages, tools });
  expect(found).toThrow(refusal("tools", "<tool_call>"));
});

it("refuses calls in the conversation that the template would leave out", () => {
  const call = { id: "1", type: "function" as const, function: { name: "t", arguments: "{}" } };
  const history = [...messages, { role: "assistant" as const, content: null, tool_calls: [call] }];
  const found = () => reader("{{ messages[0].content }}").ids({ messages: history });
  expect(found).toThrow(refusal("messages[1].tool_calls", "does not read them"));
});

it("names the tools that are built in, and refuses others", () => {
  const built = JSON.stringify([{ type: "function", function: { name: "open_app" } }]);
  const prompts = reader("{{ messages[0].content }}", { "oriel.tools": built });
  expect(prompts.builtInTools).toEqual(["open_app"]);
  expect(prompts.ids({ messages }).length).toBeGreaterThan(0);
  expect(() => prompts.ids({ messages, tools })).toThrow(refusal("tools", "its own are built in: open_app"));
  expect(reader("x").builtInTools).toEqual([]);
  expect(() => reader("x", { "oriel.tools": "[{}]" })).toThrow(expect.objectContaining({ code: "bad-model" }));
});
