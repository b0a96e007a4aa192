// Tools that a file says are in its weights.
import { expect, it } from "vitest";
import { builtInTools } from "../../src/protocol/built-in-tools.ts";

const tool = (name: string) => ({ type: "function", function: { name, description: "d", parameters: {} } });

it("gives their names in the file's order", () => {
  expect(builtInTools(JSON.stringify([tool("b"), tool("a")]))).toEqual(["b", "a"]);
  expect(builtInTools("[]")).toEqual([]);
  expect(builtInTools(undefined)).toEqual([]);
});

it.each<[string, unknown, RegExp]>([
  ["a number", 3, /a JSON text .* found number/],
  ["no JSON", "{", /Expected JSON/],
  ["no array", '{"type":"function"}', /an array .* found object/],
  ["null in the array", "[null]", /index 0/],
  ["another type", JSON.stringify([tool("a"), { ...tool("b"), type: "retrieval" }]), /index 1/],
  ["no name", JSON.stringify([tool("")]), /index 0/],
  ["no function", '[{"type":"function"}]', /index 0/],
  ["a text that no manifest would keep", JSON.stringify([tool("a".repeat(20_000))]), /at most 16384 .* found 20\d{3}/],
])("refuses %s", (_, value, message) => {
  const error = expect.objectContaining({ code: "bad-model", data: expect.objectContaining({ key: "oriel.tools" }) });
  expect(() => builtInTools(value)).toThrow(error);
  expect(() => builtInTools(value)).toThrow(message);
});
