// How values become text: Python's `str` and `repr`, and `json.dumps`.
import { type Budget, RaisedError, TemplateError } from "./budget.ts";
import { compareText, Float, Markup, Tuple, typeName, Undefined, type Value } from "./values.ts";

/** Python's `repr` of a float. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const [digits, exponentText] = value.toExponential().split("e") as [string, string];
  const exponent = Number(exponentText);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    const sign = exponent < 0 ? "-" : "+";
    return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function intText(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : unsafe(value);
}

function unsafe(value: number): never {
  throw new TemplateError(`the integer ${value}, which is too large to be exact`);
}

/** Python's `str`. @throws TemplateError for what has no useful text */
export function textOf(value: Value, budget: Budget): string {
  if (typeof value === "string") return value;
  if (value instanceof Undefined) return "";
  if (value instanceof Markup) return value.text;
  return reprOf(value, budget);
}

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;
const named: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const parts: string[] = [];
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (named[char]) parts.push(named[char]);
    else if (char === quote) parts.push(`\\${char}`);
    else if (char === " " || !unprintable.test(char)) parts.push(char);
    else if (code < 256) parts.push(`\\x${code.toString(16).padStart(2, "0")}`);
    else if (code < 65536) parts.push(`\\u${code.toString(16).padStart(4, "0")}`);
    else parts.push(`\\U${code.toString(16).padStart(8, "0")}`);
  }
  return quote + parts.join("") + quote;
}

/** Python's `repr`. @throws TemplateError for what has no useful text */
export function reprOf(value: Value, budget: Budget): string {
  budget.step();
  const all = (items: Value[]) => items.map((item) => reprOf(item, budget)).join(", ");
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return intText(value);
  if (typeof value === "string") {
    budget.text(value.length * 4);
    return stringRepr(value);
  }
  if (value instanceof Float) return floatText(value.value);
  if (Array.isArray(value)) return `[${all(value)}]`;
  if (value instanceof Tuple) return value.items.length === 1 ? `(${all(value.items)},)` : `(${all(value.items)})`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${reprOf(key, budget)}: ${reprOf(item, budget)}`);
    return `{${entries.join(", ")}}`;
  }
  if (value instanceof Undefined) return "Undefined";
  throw new TemplateError(`the text of a ${typeName(value)}`);
}

export interface JsonOptions {
  indent: string | null;
  ensureAscii: boolean;
  separators: [item: string, key: string];
  sortKeys: boolean;
}

function jsonString(text: string, options: JsonOptions, budget: Budget): string {
  budget.text(text.length * 4);
  const quoted = JSON.stringify(text);
  if (!options.ensureAscii) return quoted;
  return quoted.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function jsonKey(key: Value): string {
  if (typeof key === "string") return key;
  if (key === null) return "null";
  if (typeof key === "boolean") return String(key);
  return intText(key as number);
}

/** Python's `json.dumps`. @throws RaisedError for what JSON has no form of */
export function jsonOf(value: Value, options: JsonOptions, budget: Budget, depth = 0): string {
  budget.step();
  if (value === null) return "null";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return intText(value);
  if (typeof value === "string") return jsonString(value, options, budget);
  if (value instanceof Markup) return jsonString(value.text, options, budget);
  if (value instanceof Float) return floatText(value.value).replace(/inf/, "Infinity").replace("nan", "NaN");
  const { indent, separators } = options;
  const wrap = (open: string, parts: string[], close: string) => {
    if (parts.length === 0) return open + close;
    if (indent === null) return open + parts.join(separators[0]) + close;
    budget.text((depth + 1) * indent.length * (parts.length + 1));
    const line = `\n${indent.repeat(depth + 1)}`;
    return `${open}${line}${parts.join(separators[0] + line)}\n${indent.repeat(depth)}${close}`;
  };
  const items = value instanceof Tuple ? value.items : value;
  if (Array.isArray(items))
    return wrap(
      "[",
      items.map((item) => jsonOf(item, options, budget, depth + 1)),
      "]",
    );
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => [jsonKey(key), item] as const);
    if (options.sortKeys) entries.sort(([a], [b]) => compareText(a, b, budget));
    const parts = entries.map(([key, item]) => {
      return jsonString(key, options, budget) + separators[1] + jsonOf(item, options, budget, depth + 1);
    });
    return wrap("{", parts, "}");
  }
  throw new RaisedError(`${typeName(value)} in JSON`);
}
