// Patterns such as `(open|show) the {app}`: parsing them, and drawing one of the texts they stand for.
import type { Random } from "../../test/make/random.ts";
import type { Pattern } from "./corpus-types.ts";

type Node = { text: string } | { slot: string } | { choices: Node[][] };

/** A part of a drawn text, with the slot that gave it. */
export interface Segment {
  text: string;
  slot?: string;
}

/** A pattern ready to be drawn from. */
export class Grammar {
  readonly #nodes: Node[];
  /** How many texts it stands for, each slot counted once. */
  readonly count: number;

  /** @throws SyntaxError for an unbalanced parenthesis or brace */
  constructor(readonly pattern: Pattern) {
    const reader = { at: 0 };
    const choices = parseChoices(pattern, reader);
    if (reader.at !== pattern.length) throw new SyntaxError(`Expected balanced parentheses but found ${pattern}`);
    this.#nodes = choices.length === 1 ? choices[0]! : [{ choices }];
    this.count = countOf(this.#nodes);
  }

  /** Names of its slots. */
  get slots(): string[] {
    return [...this.pattern.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  }

  /** One of its texts in segments; spaces between segments are single. */
  draw(random: Random, fill: (slot: string) => string): Segment[] {
    const segments: Segment[] = [];
    const walk = (nodes: Node[]): void => {
      for (const node of nodes) {
        if ("choices" in node) walk(node.choices[random.below(node.choices.length)]!);
        else segments.push("slot" in node ? { text: fill(node.slot), slot: node.slot } : { ...node });
      }
    };
    walk(this.#nodes);
    return tidy(segments);
  }
}

function parseChoices(pattern: string, reader: { at: number }): Node[][] {
  const choices: Node[][] = [[]];
  let text = "";
  const flush = () => {
    if (text) choices.at(-1)!.push({ text });
    text = "";
  };
  for (; reader.at < pattern.length; reader.at++) {
    const char = pattern[reader.at]!;
    if (char === ")") break;
    if (char === "|") {
      flush();
      choices.push([]);
    } else if (char === "(") {
      flush();
      reader.at++;
      choices.at(-1)!.push({ choices: parseChoices(pattern, reader) });
      if (pattern[reader.at] !== ")") throw new SyntaxError(`Expected ) but found the end of ${pattern}`);
    } else if (char === "{") {
      flush();
      const end = pattern.indexOf("}", reader.at);
      if (end < 0) throw new SyntaxError(`Expected } but found the end of ${pattern}`);
      choices.at(-1)!.push({ slot: pattern.slice(reader.at + 1, end) });
      reader.at = end;
    } else text += char;
  }
  flush();
  return choices;
}

function countOf(nodes: Node[]): number {
  return nodes.reduce(
    (product, node) =>
      "choices" in node ? product * node.choices.reduce((sum, choice) => sum + countOf(choice), 0) : product,
    1,
  );
}

/** Joins neighbours of plain text and collapses spaces, also those around a slot and at the ends. */
function tidy(segments: Segment[]): Segment[] {
  const joined: Segment[] = [];
  for (const segment of segments) {
    const last = joined.at(-1);
    if (last && !last.slot && !segment.slot) last.text += segment.text;
    else joined.push({ ...segment });
  }
  for (const segment of joined) {
    if (!segment.slot) segment.text = segment.text.replace(/\s+/g, " ").replace(/ ([,.?!])/g, "$1");
  }
  const [first, last] = [joined[0], joined.at(-1)];
  if (first && !first.slot) first.text = first.text.trimStart();
  if (last && !last.slot) last.text = last.text.trimEnd();
  return joined.filter(({ text }) => text !== "");
}
