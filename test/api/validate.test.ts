import { describe, expect, it } from "vitest";
import {
  validateChat,
  validateCompletion,
  validateImport,
  validateInput,
  validateLoad,
  validateOptions,
  validatePid,
  validateRef,
} from "../../src/api/validate.ts";
import { OrielError } from "../../src/base/errors.ts";

const seed = () => 42;
const USER = { role: "user", content: "hello" };
const chat = (extra: object) => validateChat({ model: "m", messages: [USER], ...extra } as never, seed);
const completion = (extra: object) => validateCompletion({ model: "m", prompt: "p", ...extra } as never, seed);

/** The error a function throws, as code and parameter. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof OrielError) return `${error.code} ${error.data.parameter}`;
    throw error;
  }
  return "accepted";
}

it("fills in a seed, and leaves to the model what is not given", () => {
  expect(chat({})).toEqual({
    model: "m",
    stream: false,
    seed: 42,
    sampling: {},
    generate: { prompt: { messages: [USER] }, stop: [] },
  });
});

it("passes every parameter on", () => {
  const sampling = {
    temperature: 0,
    top_k: 1,
    top_p: 0.5,
    min_p: 0.1,
    repetition_penalty: 1.2,
    frequency_penalty: -1,
    presence_penalty: 2,
  };
  const given = { ...sampling, seed: 0, max_tokens: 7, stop: "END", stream: true, prompt: [1, 2] };
  expect(completion(given)).toEqual({
    model: "m",
    stream: true,
    seed: 0,
    sampling,
    generate: { prompt: { ids: [1, 2] }, stop: ["END"], maxTokens: 7 },
  });
});

it("keeps tools, tool calls and their results", () => {
  const call = { id: "1", type: "function", function: { name: "f", arguments: "{}" } };
  const messages = [
    USER,
    { role: "assistant", content: null, tool_calls: [call] },
    { role: "tool", content: "3", tool_call_id: "1", name: "f" },
  ];
  const tools = [{ type: "function", function: { name: "f" } }];
  expect(chat({ messages, tools }).generate.prompt).toEqual({ messages, tools });
  expect(chat({ tools: [] }).generate.prompt).toEqual({ messages: [USER] });
});

describe("every range is held, its ends included", () => {
  const bounds: [name: string, ok: number[], wrong: unknown[]][] = [
    ["temperature", [0, 2], [-0.1, 2.1, Number.NaN, "1", null]],
    ["top_k", [0, 40, 4294967295], [-1, 1.5, 4294967296, "3"]],
    ["top_p", [0.001, 1], [0, 1.01, -1, []]],
    ["min_p", [0, 1], [-0.01, 1.01, {}]],
    ["repetition_penalty", [0.1, 10], [0, -1, 10.1, true]],
    ["frequency_penalty", [-2, 2], [-2.1, 2.1, Number.POSITIVE_INFINITY]],
    ["presence_penalty", [-2, 2], [-2.1, 2.1, 5n]],
    ["seed", [0, 4294967295], [-1, 4294967296, 0.5]],
    ["max_tokens", [1, 4096], [0, -1, 1.5, Symbol("x")]],
  ];
  it.each(bounds)("%s", (name, ok, wrong) => {
    for (const value of ok) expect(refusal(() => completion({ [name]: value }))).toBe("accepted");
    for (const value of wrong) expect(refusal(() => completion({ [name]: value }))).toBe(`bad-request ${name}`);
    expect(refusal(() => completion({ [name]: undefined }))).toBe("accepted");
  });
});

it.each<[string, () => unknown]>([
  ["unsupported n", () => chat({ n: 2 })],
  ["unsupported logit_bias", () => chat({ logit_bias: {} })],
  ["unsupported response_format", () => chat({ response_format: { type: "json_object" } })],
  ["unsupported tool_choice", () => completion({ tool_choice: "auto" })],
  [
    "unsupported messages[0].content",
    () => chat({ messages: [{ role: "user", content: [{ type: "text", text: "x" }] }] }),
  ],
  ["bad-request temprature", () => chat({ temprature: 1 })],
  ["bad-request toString", () => chat({ toString: 1 })],
  ["bad-request prompt", () => chat({ prompt: "x" })],
  ["bad-request messages", () => completion({ messages: [USER] })],
  ["bad-request tools", () => completion({ tools: [] })],
  ["bad-request model", () => chat({ model: "" })],
  ["bad-request model", () => chat({ model: 3 })],
  ["bad-request messages", () => chat({ messages: [] })],
  ["bad-request messages", () => chat({ messages: "hi" })],
  ["bad-request messages[0]", () => chat({ messages: ["hi"] })],
  ["bad-request messages[1].role", () => chat({ messages: [USER, { role: "bot", content: "" }] })],
  ["bad-request messages[0].content", () => chat({ messages: [{ role: "user" }] })],
  ["bad-request messages[0].content", () => chat({ messages: [{ role: "assistant", content: null }] })],
  ["bad-request messages[0].content", () => chat({ messages: [{ role: "assistant", tool_calls: [] }] })],
  ["bad-request messages[0].content", () => chat({ messages: [{ role: "user", content: 5 }] })],
  ["bad-request messages[0].tool_calls", () => chat({ messages: [{ ...USER, tool_calls: [] }] })],
  ["bad-request messages[0].mood", () => chat({ messages: [{ ...USER, mood: "good" }] })],
  [
    "bad-request messages[0].tool_calls[0].function.arguments",
    () =>
      chat({
        messages: [
          { role: "assistant", tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: {} } }] },
        ],
      }),
  ],
  ["bad-request tools[0]", () => chat({ tools: ["f"] })],
  ["bad-request stream", () => chat({ stream: 1 })],
  ["bad-request stop", () => chat({ stop: "" })],
  ["bad-request stop", () => chat({ stop: ["a", ""] })],
  ["bad-request stop", () => chat({ stop: Array.from({ length: 17 }, () => "a") })],
  ["bad-request prompt", () => completion({ prompt: [] })],
  ["bad-request prompt", () => completion({ prompt: undefined })],
  ["bad-request prompt[1]", () => completion({ prompt: [1, -1] })],
  ["bad-request input", () => validateInput([])],
  ["bad-request ref", () => validateRef("")],
  ["bad-request pid", () => validatePid("1" as never)],
  ["bad-request signal", () => validateOptions({ signal: {} as AbortSignal })],
  ["bad-request onLoad", () => validateOptions({ onLoad: 1 as never })],
  ["bad-request onload", () => validateOptions({ onload: () => {} } as never)],
  ["bad-request tier", () => validateLoad({ tier: "f64" as never })],
  ["bad-request kv", () => validateLoad({ kv: "q8" as never })],
  ["bad-request contextLength", () => validateLoad({ contextLength: 0 })],
  ["bad-request file", () => validateImport("model.gguf" as never, {})],
  ["bad-request name", () => validateImport(new Blob(), { name: "" })],
  ["bad-request the request", () => validateChat(null as never, seed)],
])("refuses: %s", (expected, run) => {
  expect(refusal(run)).toBe(expected);
});

it("says what was expected and what was found", () => {
  expect(() => completion({ temperature: 3 })).toThrow("Expected temperature to be a number from 0 to 2 but found 3");
  expect(() => completion({ top_p: Number.NaN })).toThrow('Expected top_p to be a number above 0 to 1 but found "NaN"');
});
