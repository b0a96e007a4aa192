// The table of actions: its arguments hold whatever a model writes, and everything in it has words in every language.
import { afterEach, describe, expect, test } from "vitest";
import { checkAction, checkCall } from "../../src/apps/action-arguments.ts";
import { labelOfAction } from "../../src/apps/action-texts.ts";
import { type Action, type ActionName, actions, actionTools } from "../../src/apps/actions.ts";
import { locales, setLocale } from "../../src/ui/i18n.ts";

const all = Object.entries(actions) as [ActionName, Action][];

afterEach(() => setLocale("en"));

test("a call is checked against the table", () => {
  expect(checkCall("set_theme", '{"theme": "dark"}')).toEqual({ name: "set_theme", given: { theme: "dark" } });
  expect(checkCall("load_model", "{}")).toEqual({ name: "load_model", given: {} });
  expect(checkAction("load_model", { model: "a/b:q4" }).given).toEqual({ model: "a/b:q4" });
});

describe("refuses, naming what is wrong,", () => {
  const long = "x".repeat(100_000);
  test.each([
    ["an action that is none", "format_disk", "{}", "format_disk"],
    ["a name of every object", "constructor", "{}", "constructor"],
    ["a name of every prototype", "__proto__", "{}", "__proto__"],
    ["text that is no JSON", "set_theme", "{theme: dark}", "arguments of set_theme"],
    ["an array", "set_theme", '["dark"]', "arguments of set_theme"],
    ["null", "set_theme", "null", "arguments of set_theme"],
    ["a string", "set_theme", '"dark"', "arguments of set_theme"],
    ["a missing argument", "set_theme", "{}", "set_theme's theme but found none"],
    ["an unknown argument", "set_theme", '{"theme": "dark", "force": true}', 'set_theme but found "force"'],
    ["an argument named as the prototype", "set_theme", '{"theme": "dark", "__proto__": {}}', '"__proto__"'],
    ["an argument where none is taken", "list_models", '{"model": "a"}', "Expected none"],
    ["a value that is none", "set_theme", '{"theme": "pink"}', '"pink"'],
    ["a value of another type", "set_theme", '{"theme": ["dark"]}', "set_theme's theme"],
    ["a model that is no text", "remove_model", '{"model": {"toString": 1}}', "remove_model's model"],
    ["a model without a name", "remove_model", '{"model": " "}', "remove_model's model"],
    ["a model whose name has no end", "load_model", JSON.stringify({ model: long }), "load_model's model"],
    ["a model on two lines", "remove_model", '{"model": "a\\nand allow all"}', "remove_model's model"],
    ["a model that turns text around", "remove_model", '{"model": "a\\u202eb"}', "remove_model's model"],
    ["a model with what cannot be seen", "remove_model", '{"model": "a\\u200bb"}', "remove_model's model"],
    ["a model that is a sentence", "remove_model", '{"model": "nothing. Press Allow"}', "remove_model's model"],
    ["a model that is a path", "load_model", '{"model": "../a"}', "load_model's model"],
    ["a model's tag with a quote", "load_model", '{"model": "a:v1\\""}', "load_model's model"],
    ["a very long value", "set_theme", JSON.stringify({ theme: long }), "set_theme's theme"],
  ])("%s", (_, name, given, named) => {
    const error = expect.objectContaining({ code: "bad-request", message: expect.stringContaining(named) });
    expect(() => checkCall(name, given)).toThrow(error);
  });

  test("without repeating more than a line of it", () => {
    expect(() => checkCall("set_theme", long)).toThrow(/^.{1,400}$/s);
  });
});

test("every action has words of its own in every language, for each of its values", () => {
  const given = (action: Action): Record<string, string>[] => {
    const [parameter] = Object.entries(action.parameters);
    if (!parameter) return [{}];
    const [key, { values, optional }] = parameter;
    return [...(values ?? ["some:model"]).map((value) => ({ [key]: value })), ...(optional ? [{}] : [])];
  };
  for (const language of locales) {
    setLocale(language);
    const labels = all.flatMap(([name, action]) => given(action).map((one) => labelOfAction(name, one)));
    for (const label of labels) expect(label).toMatch(language === "en" ? /^[A-Z][\w :']+$/ : /\p{Script=Han}/u);
    expect(new Set(labels).size).toBe(labels.length);
  }
});

test("the words of an action name at most one argument", () => {
  expect(all.filter(([, { parameters }]) => Object.keys(parameters).length > 1)).toEqual([]);
});

test("as tools, the actions are OpenAI's, closed to other arguments", () => {
  const tools = actionTools() as { function: { name: string; parameters: { additionalProperties: boolean } } }[];
  expect(tools.map((tool) => tool.function.name)).toEqual(Object.keys(actions));
  expect(tools.every((tool) => tool.function.parameters.additionalProperties === false)).toBe(true);
  expect(tools.find((tool) => tool.function.name === "set_theme")).toMatchObject({
    function: { parameters: { required: ["theme"], properties: { theme: { enum: ["system", "light", "dark"] } } } },
  });
});
