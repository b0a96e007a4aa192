// Patterns and the noise of typing.
import { describe, expect, test } from "vitest";
import { Grammar } from "../../tools/guide/grammar.ts";
import { modelName } from "../../tools/guide/names.ts";
import { typed } from "../../tools/guide/noise.ts";
import { Random } from "../make/random.ts";

/** Every text that 500 draws give. */
function texts(pattern: string, fill: (slot: string) => string = () => "X"): Set<string> {
  const random = new Random(1);
  const grammar = new Grammar(pattern);
  const draw = () => grammar.draw(random, fill).map(({ text }) => text);
  return new Set(Array.from({ length: 500 }, () => draw().join("")));
}

describe("a pattern", () => {
  test("stands for every choice, nested and optional, with single spaces", () => {
    expect(texts("(open|(please |)show) the (big |)window.")).toEqual(
      new Set(["open", "show", "please show"].flatMap((start) => [`${start} the window.`, `${start} the big window.`])),
    );
    expect(new Grammar("(a|b(c|d|)) (e|f)").count).toBe(8);
  });

  test("fills its slots", () => {
    expect(texts("load {model}?", (slot) => `<${slot}>`)).toEqual(new Set(["load <model>?"]));
    expect(new Grammar("{a} and {b}").slots).toEqual(["a", "b"]);
  });

  test.each(["(a", "a)", "{a", "(a|b))"])("%s is refused", (pattern) => {
    expect(() => new Grammar(pattern)).toThrow(SyntaxError);
  });
});

test("typing varies a text, but never a name that a tool call has to copy", () => {
  const random = new Random(3);
  const grammar = new Grammar("Could you please load {model} now?");
  const seen = new Set<string>();
  for (let i = 0; i < 2000; i++) {
    const name = modelName(random);
    const text = typed(
      grammar.draw(random, () => name),
      i % 2 ? "en" : "zh",
      random,
    );
    expect(text).toContain(name);
    seen.add(text.replace(name, ""));
  }
  expect(seen.size).toBeGreaterThan(200);
});
