// Jinja2's filters on values. The ones that need tests or attributes of list items are in list-filters.ts.
import { Arguments } from "./arguments.ts";
import { type Budget, RaisedError, TemplateError } from "./budget.ts";
import type { Filter } from "./filter.ts";
import { fold, itemsOf, listFilters, reader } from "./list-filters.ts";
import { replaceText } from "./methods.ts";
import { capitalized, pythonStrip, splitLines } from "./strings.ts";
import { type JsonOptions, jsonOf, textOf } from "./text.ts";
import {
  compare,
  Float,
  Generator,
  iterate,
  type Kwargs,
  lengthOf,
  Markup,
  numeric,
  Tuple,
  truthy,
  typeName,
  Undefined,
  undefinedError,
  type Value,
} from "./values.ts";

function ofText(run: (text: string) => Value): Filter {
  return {
    parameters: [],
    run: (value, _args, budget) => {
      const text = textOf(value, budget);
      budget.text(text.length * 2);
      return run(text);
    },
  };
}

/** A number from Python's `int` or `float`, or null where both raise. @throws TemplateError for infinities and NaN */
function toNumber(value: Value, budget: Budget): number | null {
  if (typeof value !== "string") return numeric(value);
  budget.text(value.length * 4);
  const text = pythonStrip(value, null, "both").replace(/(?<=\d)_(?=\d)/g, "");
  if (/^[+-]?(inf|infinity|nan)$/i.test(text)) throw new TemplateError(`the number ${text}`);
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}

function jsonOptions(args: Arguments, budget: Budget): JsonOptions {
  const indentArg = args.value("indent", null);
  let indent: string | null = null;
  if (typeof indentArg === "string") indent = indentArg;
  else if (indentArg !== null) {
    const width = Math.max(0, args.integer("indent"));
    budget.text(width);
    indent = " ".repeat(width);
  }
  const given = args.value("separators", null);
  let separators: [string, string] = [indent === null ? ", " : ",", ": "];
  if (given !== null) {
    const [item, key, ...more] = iterate(given);
    if (typeof item !== "string" || typeof key !== "string" || more.length > 0)
      throw new RaisedError("separators that are not two texts");
    separators = [item, key];
  }
  const ensureAscii = truthy(args.value("ensure_ascii", false));
  return { indent, separators, ensureAscii, sortKeys: truthy(args.value("sort_keys", false)) };
}

const length: Filter = { parameters: [], run: (value, _args, budget) => lengthOf(value, budget) };
const fallback: Filter = {
  parameters: ["default_value", "boolean"],
  run: (value, args) => {
    const missing = value instanceof Undefined || (truthy(args.value("boolean", false)) && !truthy(value));
    return missing ? args.value("default_value", "") : value;
  },
};

const filters: Record<string, Filter> = {
  ...listFilters,
  map: { parameters: ["*"], run: mapped },
  length,
  count: length,
  default: fallback,
  d: fallback,
  upper: ofText((text) => text.toUpperCase()),
  lower: ofText((text) => text.toLowerCase()),
  capitalize: ofText(capitalized),
  /** Unlike `str.title`, words end at white space and - ( { [ < only. */
  title: ofText((text) =>
    text
      .split(/([-\s({[<]+)/)
      .map(capitalized)
      .join(""),
  ),
  string: {
    parameters: [],
    run: (value, _args, budget) => {
      if (value instanceof Markup) return value;
      return textOf(value, budget);
    },
  },
  safe: { parameters: [], run: (value, _args, budget) => new Markup(textOf(value, budget)) },
  trim: {
    parameters: ["chars"],
    run: (value, args, budget) => {
      const text = textOf(value, budget);
      budget.text(text.length);
      return pythonStrip(text, args.value("chars", null), "both");
    },
  },
  replace: {
    parameters: ["old", "new", "count"],
    run: (value, args, budget) => {
      const count = args.value("count", null) === null ? -1 : args.integer("count");
      const text = textOf(value, budget);
      const old = textOf(args.value("old"), budget);
      budget.search(text.length, old.length);
      return replaceText(text, old, textOf(args.value("new"), budget), count, budget);
    },
  },
  indent: {
    parameters: ["width", "first", "blank"],
    run: (value, args, budget) => {
      const text = textOf(value, budget);
      const width = args.value("width", 4);
      const pad = typeof width === "string" ? width : null;
      const size = pad === null ? Math.max(0, args.integer("width", 4)) : pad.length;
      budget.step(text.length >>> 2);
      const lines = splitLines(`${text}\n`, false);
      budget.text(text.length + lines.length * size);
      const prefix = pad ?? " ".repeat(size);
      const blank = truthy(args.value("blank", false));
      const first = truthy(args.value("first", false));
      return lines.map((line, at) => ((at > 0 ? blank || line !== "" : first) ? prefix + line : line)).join("\n");
    },
  },
  int: {
    parameters: ["default", "base"],
    run: (value, args, budget) => {
      if (args.has("base")) throw new TemplateError("the filter int with a base");
      if (value instanceof Undefined) throw undefinedError(value);
      const number = toNumber(value, budget);
      if (number === null || !Number.isFinite(number)) return args.value("default", 0);
      if (!Number.isSafeInteger(Math.trunc(number))) throw new TemplateError(`the integer ${number}`);
      return Math.trunc(number) + 0;
    },
  },
  float: {
    parameters: ["default"],
    run: (value, args, budget) => {
      if (value instanceof Undefined) throw undefinedError(value);
      const number = toNumber(value, budget);
      return number === null ? args.value("default", new Float(0)) : new Float(number);
    },
  },
  abs: {
    parameters: [],
    run: (value) => {
      const number = numeric(value);
      if (number === null) throw new RaisedError(`the absolute value of ${typeName(value)}`);
      return value instanceof Float ? new Float(Math.abs(number)) : Math.abs(number);
    },
  },
  round: {
    parameters: ["precision", "method"],
    run: (value, args) => {
      const number = numeric(value);
      const method = args.text("method", "common");
      if (number === null) throw new RaisedError(`a rounding of ${typeName(value)}`);
      const scale = 10 ** args.integer("precision", 0);
      if (method === "ceil") return new Float(Math.ceil(number * scale) / scale);
      if (method === "floor") return new Float(Math.floor(number * scale) / scale);
      const scaled = number * scale;
      if (Math.abs(scaled % 1) === 0.5) throw new TemplateError("the filter round halfway between two numbers");
      return value instanceof Float || scale !== 1 ? new Float(Math.round(scaled) / scale) : Math.round(scaled);
    },
  },
  tojson: {
    parameters: ["ensure_ascii", "indent", "separators", "sort_keys"],
    run: (value, args, budget) => {
      const json = jsonOf(value, jsonOptions(args, budget), budget);
      budget.text(json.length);
      return json;
    },
  },
  items: {
    parameters: [],
    run: (value, _args, budget) => {
      if (value instanceof Undefined) return new Generator([]);
      if (!(value instanceof Map)) throw new RaisedError(`the items of ${typeName(value)}`);
      budget.step(value.size);
      return new Generator([...value].map(([key, item]) => new Tuple([key, item])));
    },
  },
  dictsort: {
    parameters: ["case_sensitive", "by", "reverse"],
    run: (value, args, budget) => {
      if (!(value instanceof Map)) throw new RaisedError(`a dictsort of ${typeName(value)}`);
      const at = { key: 0, value: 1 }[args.text("by", "key")];
      if (at === undefined) throw new RaisedError("a dictsort by neither key nor value");
      const sensitive = truthy(args.value("case_sensitive", false));
      budget.step(value.size * 4);
      const keyed = [...value].map((pair) => ({ pair: new Tuple(pair), key: fold(pair[at]!, sensitive, budget) }));
      const sign = truthy(args.value("reverse", false)) ? -1 : 1;
      return keyed.sort((a, b) => sign * compare(a.key, b.key, budget)).map(({ pair }) => pair);
    },
  },
};

/** `map('filter', …)` or `map(attribute='…', default=…)`. */
function mapped(value: Value, args: Arguments, budget: Budget): Value {
  const items = truthy(value) ? itemsOf(value, budget) : [];
  if (args.has("attribute")) {
    const read = reader(args.value("attribute"), budget);
    const found = items.map((item) => {
      const part = read(item);
      return part instanceof Undefined && args.has("default") ? args.value("default") : part;
    });
    return new Generator(found);
  }
  const [name, ...rest] = args.value("*") as Value[];
  if (typeof name !== "string") throw new RaisedError("a map without a filter");
  return new Generator(items.map((item) => runFilter(name, item, rest, new Map(), budget)));
}

const unchanged = new Set(["safe", "string"]);
const plain = new Set(["tojson", "length", "count", "default", "d", "int", "float"]);
const keptSafe = new Set(["trim", "upper", "lower", "capitalize"]);

/** Filters on safe text, as far as the outcome is plain: some give it back, some see its text, some stay safe. */
function onMarkup(name: string, value: Markup, args: Value[], kwargs: Kwargs, budget: Budget): Value {
  if (unchanged.has(name)) return value;
  if (plain.has(name) && value.text !== "") return runFilter(name, value.text, args, kwargs, budget);
  if (keptSafe.has(name)) return new Markup(textOf(runFilter(name, value.text, args, kwargs, budget), budget));
  throw new TemplateError(`the filter ${name} on safe text`);
}

/** `value | name(args)`. @throws TemplateError for a filter that is not known, and for what Jinja2 raises */
export function runFilter(name: string, value: Value, args: Value[], kwargs: Kwargs, budget: Budget): Value {
  if (!Object.hasOwn(filters, name)) throw new TemplateError(`the filter ${name}`);
  const { parameters, run } = filters[name]!;
  if (value instanceof Markup) return onMarkup(name, value, args, kwargs, budget);
  if (parameters.at(-1) === "*") return run(value, starArguments(name, parameters, args, kwargs), budget);
  return run(value, new Arguments(`the filter ${name}`, parameters, args, kwargs), budget);
}

/** Arguments of a filter whose last parameter `*` takes the positions beyond the others, and `**` the other names. */
function starArguments(name: string, parameters: string[], args: Value[], kwargs: Kwargs): Arguments {
  const own = parameters.slice(0, -1);
  const all: Kwargs = new Map(kwargs);
  all.set("*", args.slice(own.length));
  return new Arguments(`the filter ${name}`, [...parameters, ...kwargs.keys()], args.slice(0, own.length), all);
}
