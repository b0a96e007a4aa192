// Guide's corpus: what it is drawn from is sound, and what judges Guide is not in it.
import { describe, expect, test } from "vitest";
import { type Action, actions } from "../../src/apps/actions.ts";
import { callText, FALLBACK } from "../../tools/guide/chat.ts";
import { allCommands, Corpus, drawn, LANGUAGES, type Turn } from "../../tools/guide/corpus.ts";
import { facts } from "../../tools/guide/facts/all.ts";
import { heldOut, heldOutTexts, normalized } from "../../tools/guide/held-out.ts";
import { Random } from "../make/random.ts";

const commands = allCommands();

test("a conversation is what somebody asks and what Guide answers, the same for the same seed", () => {
  const [one, two] = [1, 1].map((seed) => new Corpus(new Random(seed)).conversation());
  expect(one).toEqual(two);
  expect(one!.map(({ role }) => role).slice(0, 2)).toEqual(["user", "assistant"]);
});

describe("facts", () => {
  test.each(LANGUAGES)("an answer in %s has its keys, and no other answer has them all", (language) => {
    for (const fact of facts) {
      const { answer, keys } = fact[language];
      const holders = facts.filter((other) => keys.every((key) => other[language].answer.includes(key)));
      expect(holders, fact.id).toEqual([fact]);
      expect(answer).not.toBe(FALLBACK[language]);
    }
  });

  test("ids differ, and follow-ups come after facts that exist", () => {
    const ids = facts.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(facts.flatMap(({ follow }) => follow?.after ?? []).filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe("commands", () => {
  test("every action of the table, with each of its values, can be asked for, and no other", () => {
    const table = Object.entries(actions).flatMap(([name, { parameters }]: [string, Action]) => {
      const [key, ...more] = Object.keys(parameters);
      expect(more).toEqual([]);
      if (!key) return [callText({ name, arguments: {} })];
      const { values, optional } = parameters[key]!;
      const given = (values ?? ["{model}"]).map((value) => callText({ name, arguments: { [key]: value } }));
      return optional ? [...given, callText({ name, arguments: {} })] : given;
    });
    const asked = commands.map(({ name, arguments: given }) => callText({ name, arguments: given }));
    expect(asked.sort()).toEqual(table.sort());
  });
});

describe("the held-out sets", () => {
  const all = [...heldOut("held-out"), ...heldOut("development")];

  test("have at least 300 prompts to judge by, no text twice, in either set", () => {
    expect(heldOut("held-out").length).toBeGreaterThanOrEqual(300);
    const texts = all.map(({ messages }) => messages.map(normalized).join("\n"));
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("expect only facts and calls that exist", () => {
    const ids = new Set(facts.map(({ id }) => id));
    const calls = new Set(commands.map(({ name, arguments: given }) => `${name} ${Object.keys(given)}`));
    for (const { id, expect: wanted } of all) {
      if ("fact" in wanted) expect(ids, id).toContain(wanted.fact);
      if ("call" in wanted) expect(calls, id).toContain(`${wanted.call.name} ${Object.keys(wanted.call.arguments)}`);
    }
  });

  test("are in no conversation that Guide is trained on, neither as drawn nor as typed", () => {
    const letters = (text: string) => [...text.toLowerCase()].filter((char) => /[\p{L}\p{N}]/u.test(char)).join("");
    const held = new Set(all.flatMap(({ messages }) => messages.map(letters)));
    const meets = ({ plain = "", text }: Turn) => held.has(letters(plain)) || held.has(letters(text));
    const conversations = drawn(7, heldOutTexts());
    for (let i = 0; i < 20_000; i++) {
      const said = conversations.next().value!.filter(({ role }) => role === "user");
      expect(said.filter(meets)).toEqual([]);
    }
    // Without the filter they would be: some are what anybody would say.
    const corpus = new Corpus(new Random(7));
    expect(Array.from({ length: 20_000 }, () => corpus.conversation()).some((turns) => turns.some(meets))).toBe(true);
  });
});
