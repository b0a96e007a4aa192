// The model that a person named decides, not the copy of it that a model wrote.
import { describe, expect, test } from "vitest";
import { namedIn, withMeantModel } from "../../src/apps/chat/meant-model.ts";

const REFS = ["smollm2:135m", "smollm2:360m", "qwen2.5-0.5b:latest", "owner/story:v2", "story:latest"];

describe("the name in a text", () => {
  test.each([
    ["unload smollm2:135m please", "smollm2:135m"],
    ["卸载SmolLM2:360M，谢谢", "smollm2:360m"],
    ["start smollm2", "smollm2"],
    ["run qwen2.5-0.5b.", "qwen2.5-0.5b"],
    ["delete owner/story:v2!", "owner/story:v2"],
    ["delete story", "story"],
  ])("%s", (said, name) => {
    expect(namedIn(said, REFS)).toBe(name);
  });

  test.each(["unload the model", "run smollm2:1.7b", "history of storytelling", "delete my-story", "load smollm21"])(
    "none is in: %s",
    (said) => {
      expect(namedIn(said, REFS)).toBeUndefined();
    },
  );
});

describe("a call", () => {
  const call = (model: string) => JSON.stringify({ model });

  test("gets the installed model that the person wrote, in place of a miscopied name", () => {
    expect(withMeantModel(call("smollm:35m"), ["unload smollm2:135m"], REFS)).toBe(call("smollm2:135m"));
  });

  test("finds it in the message before, where the last one names none", () => {
    expect(withMeantModel(call("stori"), ["load story", "and now stop it"], REFS)).toBe(call("story"));
  });

  test("keeps a name that the person wrote, installed or not", () => {
    expect(withMeantModel(call("gherkin:v2"), ["run Gherkin:v2"], REFS)).toBe(call("gherkin:v2"));
  });

  test("without a model stays as it is", () => {
    expect(withMeantModel("{}", ["unload the model"], REFS)).toBe("{}");
  });

  test("is refused where its model is nowhere in what the person wrote", () => {
    expect(() => withMeantModel(call("story"), ["delete gherkin:v2"], REFS)).toThrow(
      expect.objectContaining({ code: "not-found" }),
    );
  });
});
