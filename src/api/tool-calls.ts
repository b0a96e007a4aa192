// Finds tool calls in the text that a model writes: JSON between `<tool_call>` and `</tool_call>`, the form of Hermes and Qwen templates.
import type { ToolCall } from "../protocol/backend.ts";

export const OPEN = "<tool_call>";
export const CLOSE = "</tool_call>";

export type Part = { text: string } | { call: ToolCall };

/**
 * Cuts a text that arrives in pieces into plain text and calls; how it was cut into pieces changes nothing. What may become
 * a mark is held back. What is between the marks and no call (its JSON needs a `name`, a string that is not empty, and may
 * have `arguments`, an object) comes out as the text it is. White space alone between calls, before the first or after the
 * last is left out.
 */
export class ToolCallReader {
  /** The end of the text so far, where it may be the beginning of a mark. */
  #held = "";
  /** What came since the opening mark, in pieces; null outside of marks. */
  #body: string[] | null = null;
  /** White space since the last call, while there is nothing else. */
  #blank = "";
  /** Whether text came out since the last call. */
  #written = false;
  #calls = 0;

  /** @param id the id of the call with this index */
  constructor(private readonly id: (index: number) => string) {}

  /** Calls found so far. */
  get calls(): number {
    return this.#calls;
  }

  /** The parts that are certain after `text`. */
  push(text: string): Part[] {
    this.#held += text;
    const parts: Part[] = [];
    for (;;) {
      const mark = this.#body ? CLOSE : OPEN;
      const at = this.#held.indexOf(mark);
      const certain = at < 0 ? this.#held.length - beginning(this.#held, mark) : at;
      const before = this.#held.slice(0, certain);
      this.#held = this.#held.slice(at < 0 ? certain : at + mark.length);
      if (this.#body) this.#body.push(before);
      else parts.push(...this.#text(before));
      if (at < 0) return parts;
      if (this.#body) parts.push(...this.#close(this.#body.join("")));
      this.#body = this.#body ? null : [];
    }
  }

  /** What is left when no more text comes; a call that was cut off is text. */
  end(): Part[] {
    const rest = (this.#body ? OPEN + this.#body.join("") : "") + this.#held;
    this.#held = "";
    this.#body = null;
    const parts = this.#text(rest);
    return this.#blank && this.#calls === 0 ? [{ text: this.#blank }] : parts;
  }

  #text(text: string): Part[] {
    if (!this.#written && !/\S/.test(text)) {
      this.#blank += text;
      return [];
    }
    const all = this.#blank + text;
    this.#blank = "";
    this.#written = true;
    return all ? [{ text: all }] : [];
  }

  #close(json: string): Part[] {
    const call = callIn(json);
    if (!call) return this.#text(OPEN + json + CLOSE);
    this.#blank = "";
    this.#written = false;
    return [{ call: { id: this.id(this.#calls++), type: "function", function: call } }];
  }
}

/** The call that a JSON text is, its arguments as the model wrote them; null for anything else. */
function callIn(json: string): ToolCall["function"] | null {
  let found: unknown;
  try {
    found = JSON.parse(json);
  } catch {
    return null;
  }
  if (!isObject(found) || typeof found.name !== "string" || found.name === "") return null;
  const given = found.arguments ?? null;
  if (given === null) return { name: found.name, arguments: "{}" };
  return isObject(given) ? { name: found.name, arguments: memberText(json, "arguments") } : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The text of a member's value, so that numbers stay as they were written. Of equal keys the last counts, as for JSON.parse.
 * @param json a valid JSON object that has the member
 */
function memberText(json: string, key: string): string {
  let text = "";
  let depth = 0;
  let name: string | undefined;
  let start = 0;
  for (const { 0: token, index } of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:,]/g)) {
    if (depth === 1 && token === ":") start = index + 1;
    if (depth === 1 && token.startsWith('"')) name ??= JSON.parse(token);
    if (depth === 1 && (token === "," || token === "}")) {
      if (name === key) text = json.slice(start, index).trim();
      name = undefined;
    }
    if (token === "{" || token === "[") depth++;
    if (token === "}" || token === "]") depth--;
  }
  return text;
}

/** How many characters at the end of `text` may be the beginning of `mark`. */
function beginning(text: string, mark: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(mark.slice(0, length))) return length;
  }
  return 0;
}
