// How a conversation with Guide is written: its special tokens, its chat template, its tool calls and its fixed answers.
import { type Part, ToolCallReader } from "../../src/api/tool-calls.ts";
import type { Json } from "../../src/base/manifest.ts";
import type { Language } from "./noise.ts";

/** Tokens after the bytes and merges. The first three are control tokens, which an answer's text leaves out. */
export const SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<tool_call>", "</tool_call>"] as const;
export const CONTROLS = 3;

/**
 * ChatML. Guide reads the last exchange before the question and no more: it was trained on two turns, and a short prompt is
 * fast where there is no GPU. Its tools are in its weights, so it takes no system prompt and no `tools`.
 */
export const TEMPLATE = `
{%- set place = namespace(last=0, before=0) %}
{%- for message in messages %}
  {%- if message.role == 'system' %}
    {{- raise_exception('Guide takes no system prompt: what it knows is in its weights') }}
  {%- elif message.role == 'user' %}
    {%- set place.before = place.last %}
    {%- set place.last = loop.index0 %}
  {%- endif %}
{%- endfor %}
{%- for message in messages[place.before:] %}
  {{- '<|im_start|>' + message.role + '\\n' }}
  {%- if message.content %}{{- message.content }}{%- endif %}
  {%- for call in message.tool_calls or [] %}
    {{- '<tool_call>\\n{"name": "' + call.function.name + '", "arguments": ' + (call.function.arguments | tojson) + '}\\n</tool_call>' }}
  {%- endfor %}
  {{- '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
  {{- '<|im_start|>assistant\\n' }}
{%- endif %}`.trim();

export interface Call {
  name: string;
  arguments: Record<string, string>;
}

/** A tool call as the template writes it, keys and values as Python's json.dumps separates them. */
export function callText({ name, arguments: given }: Call): string {
  return `<tool_call>\n{"name": "${name}", "arguments": ${json(given)}}\n</tool_call>`;
}

function json(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(json).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${json(one)}`)
    .join(", ")}}`;
}

/** The one call that a whole answer is. */
export function callOf(answer: string): Call | null {
  const reader = new ToolCallReader(() => "");
  const parts: Part[] = [...reader.push(answer), ...reader.end()];
  const [part, ...more] = parts.filter((one) => "call" in one || one.text.trim());
  if (!part || more.length > 0 || !("call" in part)) return null;
  const { name, arguments: given } = part.call.function;
  return { name, arguments: JSON.parse(given) };
}

/** What it says to anything that is not about Oriel. */
export const FALLBACK: Record<Language, string> = {
  en: "I am Guide, a small built-in model that only knows Oriel; for this, install a larger model that fits your device with Import model in the Models window.",
  zh: "我是 Guide，一个只了解 Oriel 的内置小模型；这类问题请在“模型”窗口用“导入模型”安装一个适合本机的更大模型。",
};

/** How a tool message of the shell ends an action, and what Guide says to it. */
export const OUTCOMES: { result: string; en: string; zh: string }[] = [
  { result: '{"outcome": "done"}', en: "Done.", zh: "已完成。" },
  { result: '{"outcome": "refused"}', en: "All right, nothing was changed.", zh: "好的，没有做任何更改。" },
  {
    result: '{"outcome": "failed"}',
    en: "That did not work; the reason is shown above.",
    zh: "没有成功，原因显示在上方。",
  },
];
