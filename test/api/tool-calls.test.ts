// Tool calls in a model's text: found however the text is cut, and never at the cost of a character.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CLOSE, OPEN, type Part, ToolCallReader } from "../../src/api/tool-calls.ts";

/** The parts of a text that comes in these pieces, neighbouring texts joined. */
function read(...pieces: string[]): Part[] {
  const reader = new ToolCallReader((index) => `call_${index}`);
  const joined: Part[] = [];
  for (const part of [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()]) {
    const last = joined.at(-1);
    if (last && "text" in last && "text" in part) last.text += part.text;
    else joined.push(part);
  }
  return joined;
}

const marked = (json: string) => OPEN + json + CLOSE;
const call = (index: number, name: string, given: string): Part => ({
  call: { id: `call_${index}`, type: "function", function: { name, arguments: given } },
});

it("cuts text and calls apart", () => {
  const text = `Sure.\n${marked('\n{"name": "f", "arguments": {"a": 1}}\n')}\n${marked('{"name":"g"}')}Done`;
  expect(read(text)).toEqual([{ text: "Sure.\n" }, call(0, "f", '{"a": 1}'), call(1, "g", "{}"), { text: "Done" }]);
});

it("gives text out as soon as it is certain", () => {
  const reader = new ToolCallReader(String);
  expect(reader.push("a <")).toEqual([{ text: "a " }]);
  expect(reader.push("b <tool_cal")).toEqual([{ text: "<b " }]);
  expect(reader.push('l>{"name":')).toEqual([]);
  expect(reader.calls).toBe(0);
  expect(reader.push('"f"}</tool_call> c')).toMatchObject([{ call: { id: "0" } }, { text: " c" }]);
  expect(reader.calls).toBe(1);
});

describe("what is no call stays text", () => {
  it.each([
    "{}",
    '{"name":1}',
    '{"name":""}',
    '{"name":"f","arguments":"{}"}',
    '{"name":"f","arguments":[]}',
    '{"name":"f",}',
    '["name"]',
    "null",
    "",
    `${OPEN}{"name":"f"}`,
  ])("%s", (json) => {
    expect(read(marked(json))).toEqual([{ text: marked(json) }]);
  });

  it("when it was cut off, or never began", () => {
    for (const text of [`a${OPEN}{"name":"f"}`, `${OPEN}{"name":"f"}</tool_cal`, "<tool_", `a${CLOSE}`, " \n"]) {
      expect(read(text)).toEqual([{ text }]);
    }
  });
});

it("keeps arguments as they were written", () => {
  const given = (json: string) => read(marked(json))[0];
  const large = '{"n": 12345678901234567890, "x": 1e400, "s": "},:\\"{"}';
  expect(given(`{"arguments": ${large} , "name": "f"}`)).toEqual(call(0, "f", large));
  expect(given('{"name":"f","x":{"arguments":{"a":1}},"arguments":null}')).toEqual(call(0, "f", "{}"));
  expect(given('{"name":"f","arguments":{"a":1},"arguments":{"b":2}}')).toEqual(call(0, "f", '{"b":2}'));
  expect(given('{"name":"f","\\u0061rguments":{"a":[1,{"b":"c"}]}}')).toEqual(call(0, "f", '{"a":[1,{"b":"c"}]}'));
});

it("leaves out white space where nothing but calls is around it", () => {
  const f = marked('{"name":"f"}');
  expect(read(`\n ${f} \n${f}\n`)).toEqual([call(0, "f", "{}"), call(1, "f", "{}")]);
  expect(read(`${f}\n\nDone `)).toEqual([call(0, "f", "{}"), { text: "\n\nDone " }]);
});

/** Pieces of text, marks and JSON that meet in every way. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        OPEN,
        CLOSE,
        "<tool",
        "</",
        "_call>",
        "<",
        " \n",
        "x",
        '{"name":"f"}',
        '{"name":"g","arguments":{}}',
      ),
      fc.json().map((json) => `{"name":"h","arguments":${json}}`),
      fc.json().map((json) => marked(`{"name":"h","arguments":{"a":${json}}}`)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

/** The same, read at once by a pattern. */
function expected(text: string): string {
  return text
    .split(/(<tool_call>[\s\S]*?<\/tool_call>)/)
    .map((part) => {
      if (!part.startsWith(OPEN) || !part.endsWith(CLOSE)) return part;
      try {
        const { name, arguments: given = {} } = JSON.parse(part.slice(OPEN.length, -CLOSE.length));
        const object = typeof given === "object" && !Array.isArray(given);
        return typeof name === "string" && name && object ? `\0${name}${JSON.stringify(given ?? {})}\0` : part;
      } catch {
        return part;
      }
    })
    .join("");
}

it("gives the same parts however the text is cut, and loses nothing but white space around calls", () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat(60)), (text, lengths) => {
      const pieces: string[] = [];
      let at = 0;
      for (const length of lengths) {
        pieces.push(text.slice(at, at + length));
        at += length;
      }
      pieces.push(text.slice(at));
      const parts = read(...pieces);
      expect(parts).toEqual(read(...text));
      const written = parts.map((part) =>
        "text" in part
          ? part.text
          : `\0${part.call.function.name}${JSON.stringify(JSON.parse(part.call.function.arguments))}\0`,
      );
      const whole = expected(text);
      const blank = whole.includes("\0") ? whole.replaceAll(/(^|(?<=\0))\s+(?=\0|$)/g, "") : whole;
      expect(written.join("")).toBe(blank);
    }),
    { numRuns: 1000 },
  );
});
