// Draws Guide's training conversations from facts, commands and everything else; endless, and the same for the same seed.
import { Random } from "../../test/make/random.ts";
import { type Call, callText, FALLBACK, OUTCOMES } from "./chat.ts";
import { desktopCommands } from "./commands/desktop.ts";
import { modelCommands } from "./commands/models.ts";
import { moreCommands } from "./commands/more.ts";
import type { Command, Fact, Pattern } from "./corpus-types.ts";
import { facts } from "./facts/all.ts";
import { Grammar, type Segment } from "./grammar.ts";
import { normalized } from "./held-out.ts";
import { modelName, pick, quantName } from "./names.ts";
import { type Language, typed } from "./noise.ts";
import { otherEn } from "./other/en.ts";
import { moreOther } from "./other/more.ts";
import { otherZh } from "./other/zh.ts";

export interface Turn {
  role: "user" | "assistant" | "tool";
  text: string;
  /** Of a person's turn: the text before anything of typing was done to it. */
  plain?: string;
  /** Of an assistant's turn: the fact it answers with, whose text may be cut in training once it is decided. */
  fact?: string;
}

export const LANGUAGES: readonly Language[] = ["en", "zh"];

/** Shares of what a turn is about. */
const KINDS = { fact: 0.45, command: 0.31, other: 0.24 };
/** Shares of conversations with an exchange before the question, and with the outcome of an action. */
const FOLLOWED = 0.15;
const OUTCOME = 0.02;
/** How much of what is out of scope is a long text that somebody pasted. */
const PASTED = 0.015;
/** A command that names a model occurs so many times as often as another one: copying takes practice. */
const NAMED = 7;

/** Every command once, with what both authors wrote of ways to ask for it. */
export function allCommands(): Command[] {
  const byCall = new Map<string, Command>();
  for (const command of [...desktopCommands, ...modelCommands, ...moreCommands]) {
    const call = callText(command);
    const { en = [], zh = [] } = byCall.get(call) ?? {};
    byCall.set(call, { ...command, en: [...en, ...command.en], zh: [...zh, ...command.zh] });
  }
  return [...byCall.values()];
}

/** Grammars drawn by the logarithm of what they stand for, so that a rich one comes oftener but not always. */
class Bag {
  readonly #grammars: Grammar[];
  readonly #ends: number[] = [];

  constructor(patterns: readonly Pattern[]) {
    this.#grammars = patterns.map((pattern) => new Grammar(pattern));
    let sum = 0;
    for (const { count, slots } of this.#grammars) {
      sum += 1 + Math.log2(count) / 2 + slots.length;
      this.#ends.push(sum);
    }
  }

  draw(random: Random, fill: (slot: string) => string): Segment[] {
    const at = random.uniform() * this.#ends.at(-1)!;
    return this.#grammars[this.#ends.findIndex((end) => at < end)]!.draw(random, fill);
  }
}

export class Corpus {
  readonly #facts = new Map<string, { fact: Fact; asks: Record<Language, Bag>; follow?: Record<Language, Bag> }>();
  readonly #commands: { command: Command; bags: Record<Language, Bag> }[];
  readonly #others: Record<Language, Bag>;
  /** Facts that may be asked for after another one. */
  readonly #after = new Map<string, string[]>();

  constructor(readonly random: Random) {
    for (const fact of facts) {
      const follow = fact.follow && { en: new Bag(fact.follow.en), zh: new Bag(fact.follow.zh) };
      this.#facts.set(fact.id, { fact, asks: { en: new Bag(fact.en.asks), zh: new Bag(fact.zh.asks) }, follow });
      for (const id of fact.follow?.after ?? []) this.#after.set(id, [...(this.#after.get(id) ?? []), fact.id]);
    }
    const commands = allCommands().flatMap((command) =>
      Array.from({ length: Object.values(command.arguments).includes("{model}") ? NAMED : 1 }, () => command),
    );
    this.#commands = commands.map((command) => ({
      command,
      bags: { en: new Bag(command.en), zh: new Bag(command.zh) },
    }));
    this.#others = {
      en: new Bag([...otherEn.asks, ...moreOther.en]),
      zh: new Bag([...otherZh.asks, ...moreOther.zh]),
    };
  }

  /** One conversation. */
  conversation(): Turn[] {
    const { random } = this;
    const language = pick(random, LANGUAGES);
    const at = random.uniform();
    if (at < OUTCOME) return this.#withOutcome(language);
    const first = this.#exchange(language);
    if (at >= OUTCOME + FOLLOWED) return first;
    const next = this.#after.get(first[1]!.fact ?? "");
    if (next && random.uniform() < 0.6) return [...first, ...this.#followUp(pick(random, next), language)];
    const between = first[1]!.text.startsWith("<tool_call>") && random.uniform() < 0.7 ? this.#outcome(language) : [];
    return [...first, ...between, ...this.#exchange(random.uniform() < 0.9 ? language : pick(random, LANGUAGES))];
  }

  #exchange(language: Language): Turn[] {
    const at = this.random.uniform();
    if (at < KINDS.fact) return this.#fact(pick(this.random, [...this.#facts.keys()]), language);
    if (at < KINDS.fact + KINDS.command) return this.#command(language);
    const slots: Record<string, string[]> = language === "en" ? otherEn.slots : otherZh.slots;
    const one = () => this.#text(this.#others[language], language, (slot) => this.#fill(slot, slots));
    const sentences = this.random.uniform() < PASTED ? 4 + this.random.below(30) : 1;
    const said = Array.from({ length: sentences }, one);
    const joined = (key: keyof Said) => said.map((each) => each[key]).join(language === "en" ? " " : "");
    return exchange({ plain: joined("plain"), text: joined("text") }, { text: FALLBACK[language], fact: "other" });
  }

  #fact(id: string, language: Language): Turn[] {
    const { fact, asks } = this.#facts.get(id)!;
    const text = this.#text(asks[language], language, (slot) => this.#fill(slot, {}));
    return exchange(text, { text: fact[language].answer, fact: id });
  }

  #followUp(id: string, language: Language): Turn[] {
    const { fact, follow } = this.#facts.get(id)!;
    const text = this.#text(follow![language], language, (slot) => this.#fill(slot, {}));
    return exchange(text, { text: fact[language].answer, fact: id });
  }

  #command(language: Language): Turn[] {
    const { command, bags } = pick(this.random, this.#commands);
    const name = modelName(this.random);
    const text = this.#text(bags[language], language, (slot) => (slot === "model" ? name : this.#fill(slot, {})));
    const given = Object.entries(command.arguments).map(([key, value]) => [key, value.replace("{model}", name)]);
    const call: Call = { name: command.name, arguments: Object.fromEntries(given) };
    return exchange(text, { text: callText(call) });
  }

  #withOutcome(language: Language): Turn[] {
    return [...this.#command(language), ...this.#outcome(language, true)];
  }

  /** What the shell reports after an action, sometimes with Guide's word to it. */
  #outcome(language: Language, answered = this.random.uniform() < 0.3): Turn[] {
    const outcome = pick(this.random, OUTCOMES);
    const report: Turn = { role: "tool", text: outcome.result };
    return answered ? [report, { role: "assistant", text: outcome[language] }] : [report];
  }

  #text(bag: Bag, language: Language, fill: (slot: string) => string): Said {
    const segments = bag.draw(this.random, fill);
    return { plain: segments.map(({ text }) => text).join(""), text: typed(segments, language, this.random) };
  }

  #fill(slot: string, lists: Record<string, string[]>): string {
    if (slot === "quant") return quantName(this.random);
    if (slot === "model") return modelName(this.random);
    const list = lists[slot];
    if (!list) throw new RangeError(`Expected a list for the slot {${slot}} but found none`);
    return pick(this.random, list);
  }
}

/** Conversations without end, but for those with a text that is `held` out, normalized. */
export function* drawn(seed: number, held: ReadonlySet<string>): Generator<Turn[], never> {
  const corpus = new Corpus(new Random(seed));
  for (;;) {
    const turns = corpus.conversation();
    if (!turns.some((turn) => isHeld(turn, held))) yield turns;
  }
}

/** Whether a person says one of the held-out texts, as it is or with what typing does to it. */
export function isHeld({ plain, text }: Turn, held: ReadonlySet<string>): boolean {
  return plain !== undefined && (held.has(normalized(plain)) || held.has(normalized(text)));
}

interface Said {
  plain: string;
  text: string;
}

function exchange(question: Said, answer: Omit<Turn, "role">): Turn[] {
  return [
    { role: "user", ...question },
    { role: "assistant", ...answer },
  ];
}
