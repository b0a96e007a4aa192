// Mends the library's token list before it parses: what its syntax tree forgets (parentheses) or cannot hold (arguments of
// tests, empty and one-element tuples) is spelled in ways it keeps. The names used contain characters no template can write.
import type { Node } from "./ast.ts";
import { TemplateError } from "./budget.ts";

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

/** Index just after the bracket that closes the one at `at`. @throws TemplateError */
function afterBracket(tokens: Token[], at: number): number {
  let depth = 0;
  for (let next = at; next < tokens.length; next++) {
    if (opening.has(tokens[next]!.type)) depth++;
    if (closing.has(tokens[next]!.type) && --depth === 0) return next + 1;
  }
  throw new TemplateError(`a ${tokens[at]!.value} that is never closed`);
}

/** Index just after the primary expression with its attributes, items and calls that starts at `at`. */
function afterPrimary(tokens: Token[], at: number): number {
  let next = opening.has(tokens[at]!.type) ? afterBracket(tokens, at) : at + 1;
  while (true) {
    const type = tokens[next]?.type;
    if (type === "Dot") next += 2;
    else if (type === "OpenParen" || type === "OpenSquareBracket") next = afterBracket(tokens, next);
    else return next;
  }
}

/** Whether the parenthesis at `at` holds a tuple: nothing, or a comma outside inner brackets. */
function isTuple(tokens: Token[], at: number): boolean {
  let depth = 0;
  for (let next = at; next < tokens.length; next++) {
    const { type } = tokens[next]!;
    if (opening.has(type)) depth++;
    if (closing.has(type) && --depth === 0) return next === at + 1;
    if (depth === 1 && type === "Comma") return true;
  }
  return false;
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
  const run = (from: number, to: number): Token[] => {
    const out: Token[] = [];
    for (let at = from; at < to; at++) {
      const token = tokens[at]!;
      if (token.type === "OpenParen" && isGroup(tokens, at))
        out.push({ type: "Identifier", value: isTuple(tokens, at) ? TUPLE : GROUP });
      out.push(token);
      if (!isWord(token, "is") || tokens[at - 1]?.type === "Dot") continue;
      if (isWord(tokens[at + 1], "not")) out.push(tokens[++at]!);
      const name = tokens[at + 1];
      const first = tokens[at + 2];
      if (name?.type !== "Identifier" || !first || !argumentStarts.has(first.type)) continue;
      if (first.type === "Identifier" && keywords.has(first.value) && first.value !== "not") continue;
      const bare = first.type !== "OpenParen";
      const end = bare ? afterPrimary(tokens, at + 2) : afterBracket(tokens, at + 2);
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
