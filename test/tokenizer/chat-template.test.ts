// Chat templates of real models against Python Jinja2's renderings.
import { describe, expect, it } from "vitest";
import { ChatTemplate } from "../../src/tokenizer/chat-template.ts";
import { fixtureJson, fixtureNames, fixtureText } from "./fixtures.ts";

it("renders a conversation", () => {
  const template = new ChatTemplate("{% for m in messages %}[{{ m.role }}] {{ m['content'] | trim }}\n{% endfor %}");
  expect(template.render({ messages: [{ role: "user", content: " Hi " }] })).toBe("[user] Hi\n");
});

describe.each(fixtureNames("templates", ".json"))("%s", (file) => {
  const { conversations, templates } = fixtureJson("templates", file);
  describe.each(Object.keys(templates))("%s", (name) => {
    it.each(Object.keys(templates[name]))("%s", (conversation) => {
      const template = new ChatTemplate(fixtureText("templates", name), {
        bosToken: "<s>",
        eosToken: "</s>",
        now: () => new Date(2025, 2, 9, 12, 30),
      });
      const { messages, tools, gen } = conversations[conversation];
      const render = () => template.render({ messages, tools, addGenerationPrompt: gen });
      const { ok, error } = templates[name][conversation];
      if (error === undefined) expect(render()).toBe(ok);
      else expect(render).toThrow(expect.objectContaining({ code: "bad-request" }));
    });
  });
});
