// Mends the library's token list before it parses: what its syntax tree forgets (parentheses) or cannot hold (arguments of
// tests, empty and one-element tuples) is spelled in ways it keeps. The names used contain characters no template can write.

import { TemplateError } from "./budget.ts";
import type { Node } from "./nodes.ts";

/** One token of the library's lexer. */
export interface Token {
  value: string;
  type: string;
}

/** The call that stands for a pair of parentheses around one expression. */
export const GROUP = "(group)";
/** The call that stands for a tuple in parentheses. */
export const TUPLE = "(tuple)";
/** Divides a test's name from the number of its argument list. */
const MARK = "#";

const keywords = new Set(["and", "or", "not", "in", "is", "if", "else", "elif"]);
const opening = new Set(["OpenParen", "OpenSquareBracket", "OpenCurlyBracket"]);
const closing = new Set(["CloseParen", "CloseSquareBracket", "CloseCurlyBracket"]);
const argumentStarts = new Set(["Identifier", "StringLiteral", "NumericLiteral", ...opening]);

function isWord(token: Token | undefined, ...words: string[]): boolean {
  return token?.type === "Identifier" && words.includes(token.value);
}

/** The brackets of a token list, found in one pass. */
class Brackets {
  /** Opening bracket → index just after the one that closes it. */
  readonly after = new Map<number, number>();
  /** Opening brackets that hold nothing, or a comma outside inner brackets. */
  readonly lists = new Set<number>();

  /** @throws TemplateError for brackets that do not match */
  constructor(tokens: Token[]) {
    const open: number[] = [];
    for (const [at, { type, value }] of tokens.entries()) {
      const inner = open.at(-1);
      if (opening.has(type)) open.push(at);
      else if (type === "Comma" && inner !== undefined) this.lists.add(inner);
      else if (closing.has(type)) {
        if (inner === undefined) throw new TemplateError(`a ${value} that closes nothing`);
        if (inner === at - 1) this.lists.add(inner);
        this.after.set(inner, at + 1);
        open.pop();
      }
    }
    if (open.length > 0) throw new TemplateError(`a ${tokens[open.at(-1)!]!.value} that is never closed`);
  }
}

/** Index just after the primary expression with its attributes, items and calls that starts at `at`. */
function afterPrimary(tokens: Token[], brackets: Brackets, at: number): number {
  let next = brackets.after.get(at) ?? at + 1;
  while (true) {
    const type = tokens[next]?.type;
    if (type === "Dot") next += 2;
    else if (type === "OpenParen" || type === "OpenSquareBracket") next = brackets.after.get(next)!;
    else return next;
  }
}

/** Whether the parenthesis at `at` groups; otherwise it holds the arguments of a call or parameters. */
function isGroup(tokens: Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (!before || before.type === "CloseParen" || before.type === "CloseSquareBracket") return !before;
  if (before.type !== "Identifier") return true;
  return keywords.has(before.value) && tokens[at - 2]?.type !== "Dot" && tokens[at - 2]?.type !== "Pipe";
}

/** A mended token list and the argument lists of tests, by number, each parsed by `parse` as a list. */
export function mend(tokens: Token[], parse: (tokens: Token[]) => Node): { tokens: Token[]; tests: Node[][] } {
  const tests: Node[][] = [];
  const brackets = new Brackets(tokens);
  const run = (from: number, to: number): Token[] => {
    const out: Token[] = [];
    for (let at = from; at < to; at++) {
      const token = tokens[at]!;
      if (token.type === "OpenParen" && isGroup(tokens, at))
        out.push({ type: "Identifier", value: brackets.lists.has(at) ? TUPLE : GROUP });
      out.push(token);
      if (!isWord(token, "is") || tokens[at - 1]?.type === "Dot") continue;
      if (isWord(tokens[at + 1], "not")) out.push(tokens[++at]!);
      const name = tokens[at + 1];
      const first = tokens[at + 2];
      if (name?.type !== "Identifier" || !first || !argumentStarts.has(first.type)) continue;
      if (first.type === "Identifier" && keywords.has(first.value) && first.value !== "not") continue;
      const bare = first.type !== "OpenParen";
      const end = bare ? afterPrimary(tokens, brackets, at + 2) : brackets.after.get(at + 2)!;
      const inner = bare ? run(at + 2, end) : run(at + 3, end - 1);
      out.push({ type: "Identifier", value: `${name.value}${MARK}${tests.length}` });
      const slot = tests.length;
      tests.push([]);
      tests[slot] = listOf(parse(bracketed(inner)));
      at = end - 1;
    }
    return out;
  };
  return { tokens: run(0, tokens.length), tests };
}

function bracketed(inner: Token[]): Token[] {
  return [
    { type: "OpenExpression", value: "{{" },
    { type: "OpenSquareBracket", value: "[" },
    ...inner,
    { type: "CloseSquareBracket", value: "]" },
    { type: "CloseExpression", value: "}}" },
  ];
}

function listOf(program: Node): Node[] {
  const list = program.type === "Program" ? program.body[0] : undefined;
  if (list?.type !== "ArrayLiteral") throw new TemplateError("a test whose arguments are no list");
  return list.value;
}

/** A test's name and the number of its argument list, if it has one. */
export function testOf(name: string): { name: string; list: number | null } {
  const at = name.lastIndexOf(MARK);
  return at < 0 ? { name, list: null } : { name: name.slice(0, at), list: Number(name.slice(at + 1)) };
}
