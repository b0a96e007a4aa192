// Python's string operations where JavaScript's differ.
import { RaisedError, TemplateError } from "./budget.ts";
import { typeName, type Value } from "./values.ts";

/** What Python's `str.isspace` holds for. */
function isBlank(char: string | undefined): boolean {
  if (char === undefined) return false;
  const code = char.charCodeAt(0);
  if (code > 0x20 && code < 0x80) return false;
  if (code === 0x20) return true;
  return (code >= 0x1c && code <= 0x1f) || (code !== 0xfeff && (code === 0x85 || /\s/.test(char)));
}

export function isAlpha(char: string): boolean {
  return /^\p{L}$/u.test(char);
}

export function isDigit(char: string): boolean {
  return /^[\p{Nd}\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]$/u.test(char);
}

/** `strip`, `lstrip` and `rstrip`: white space, or the characters of `chars`. */
export function pythonStrip(text: string, chars: Value, sides: "both" | "left" | "right"): string {
  if (chars !== null && typeof chars !== "string") throw new RaisedError(`strip of ${typeName(chars)}`);
  if (chars !== null && /[\ud800-\udfff]/.test(chars)) return stripWide(text, new Set(chars), sides);
  const gone = (unit: string) => (chars === null ? isBlank(unit) : chars.includes(unit));
  let from = 0;
  let to = text.length;
  if (sides !== "right") while (from < to && gone(text[from]!)) from++;
  if (sides !== "left") while (to > from && gone(text[to - 1]!)) to--;
  return text.slice(from, to);
}

function stripWide(text: string, gone: Set<string>, sides: "both" | "left" | "right"): string {
  const chars = [...text];
  let from = 0;
  let to = chars.length;
  if (sides !== "right") while (from < to && gone.has(chars[from]!)) from++;
  if (sides !== "left") while (to > from && gone.has(chars[to - 1]!)) to--;
  return chars.slice(from, to).join("");
}

/** `split` and `rsplit`; `limit` below 0 splits everywhere. */
export function splitText(text: string, separator: Value, limit: number, from: "left" | "right"): string[] {
  if (typeof separator === "string") {
    if (separator === "") throw new RaisedError("a split at an empty separator");
    if (limit < 0) return text.split(separator);
    const parts: string[] = [];
    let rest = text;
    while (parts.length < limit) {
      const at = from === "left" ? rest.indexOf(separator) : rest.lastIndexOf(separator);
      if (at < 0) break;
      parts.push(from === "left" ? rest.slice(0, at) : rest.slice(at + separator.length));
      rest = from === "left" ? rest.slice(at + separator.length) : rest.slice(0, at);
    }
    parts.push(rest);
    return from === "left" ? parts : parts.reverse();
  }
  if (separator !== null) throw new RaisedError(`a split at ${typeName(separator)}`);
  return splitBlank(text, limit, from);
}

function splitBlank(text: string, limit: number, from: "left" | "right"): string[] {
  const parts: string[] = [];
  let rest = pythonStrip(text, null, "both");
  while (rest !== "" && (limit < 0 || parts.length < limit)) {
    const left = from === "left";
    let at = left ? 0 : rest.length;
    while (left ? at < rest.length && !isBlank(rest[at]) : at > 0 && !isBlank(rest[at - 1])) at += left ? 1 : -1;
    parts.push(left ? rest.slice(0, at) : rest.slice(at));
    rest = pythonStrip(left ? rest.slice(at) : rest.slice(0, at), null, from);
  }
  // With a limit, what is left keeps its far white space, which `strip` has taken only when it was split.
  if (rest !== "") {
    const far = from === "left" ? text.slice(text.lastIndexOf(rest)) : text.slice(0, text.indexOf(rest) + rest.length);
    parts.push(limit < 0 ? rest : far);
  }
  return from === "left" ? parts : parts.reverse();
}

/** Code units that end a line for `str.splitlines`. */
const lineEnds = new Set([0xa, 0xb, 0xc, 0xd, 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029]);

/** `str.splitlines`. */
export function splitLines(text: string, keepEnds: boolean): string[] {
  const lines: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (!lineEnds.has(text.charCodeAt(at))) continue;
    const end = at;
    if (text[at] === "\r" && text[at + 1] === "\n") at++;
    lines.push(text.slice(from, keepEnds ? at + 1 : end));
    from = at + 1;
  }
  if (from < text.length) lines.push(text.slice(from));
  return lines;
}

/** `str.capitalize`: the first character in upper case, the others in lower case. */
export function capitalized(text: string): string {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length).toLowerCase();
}

/** `str.title`: every run of letters capitalized. */
export function titleCase(text: string): string {
  return text.replace(/\p{L}+/gu, capitalized);
}

/** `str.casefold` of Latin-1 text, where it differs from lower case in two characters. @throws TemplateError for other text */
export function caseFolded(text: string): string {
  if (/[^\0-\xff]/.test(text)) throw new TemplateError("str.casefold of text beyond Latin-1");
  return text.toLowerCase().replaceAll("ß", "ss").replaceAll("µ", "μ");
}
