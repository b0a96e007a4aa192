// Attributes and methods of strings, dicts, lists and the loop, as Python and Jinja2's immutable sandbox have them.
import { Arguments } from "./arguments.ts";
import { type Budget, RaisedError, TemplateError } from "./budget.ts";
import { capitalized, caseFolded, isAlpha, isDigit, pythonStrip, splitLines, splitText, titleCase } from "./strings.ts";
import {
  Callable,
  type Dict,
  equal,
  iterate,
  LoopState,
  lengthOf,
  Namespace,
  orUndefined,
  Tuple,
  typeName,
  type Value,
  View,
} from "./values.ts";

interface Method<T> {
  parameters: string[];
  run(self: T, args: Arguments, budget: Budget): Value;
}

/** `startswith` or `endswith`; the bounds count code points, and a start beyond the end holds for no affix. */
function affix(at: "startsWith" | "endsWith"): Method<string> {
  return {
    parameters: [at === "startsWith" ? "prefix" : "suffix", "start", "end"],
    run: (self, args, budget) => {
      const wanted = args.value(at === "startsWith" ? "prefix" : "suffix");
      let text = self;
      if (args.has("start") || args.has("end")) {
        budget.step(self.length);
        const chars = [...self];
        const from = args.integer("start", 0);
        if (from > chars.length) return false;
        text = chars.slice(from, args.integer("end", chars.length)).join("");
      }
      const options = wanted instanceof Tuple ? wanted.items : [wanted];
      return options.some((option) => {
        if (typeof option !== "string") throw new RaisedError(`a prefix or suffix of type ${typeName(option)}`);
        budget.text(option.length);
        return text[at](option);
      });
    },
  };
}

function strip(sides: "both" | "left" | "right"): Method<string> {
  return {
    parameters: ["chars"],
    run: (self, args) => pythonStrip(self, args.value("chars", null), sides),
  };
}

function simple(run: (self: string) => Value): Method<string> {
  return { parameters: [], run };
}

/** Whether a text has characters and all of them pass: a test a character, where other methods run over the text once. */
function everyChar(passes: (char: string) => boolean): Method<string> {
  return {
    parameters: [],
    run: (self, _args, budget) => {
      budget.step(self.length >>> 1);
      return self !== "" && [...self].every(passes);
    },
  };
}

function cased(self: string, same: (text: string) => string): boolean {
  return same(self) === self && self.toLowerCase() !== self.toUpperCase();
}

function place(self: string, args: Arguments, last: boolean): number {
  const text = args.text("sub");
  if (args.has("start") || args.has("end")) throw new TemplateError("find, rfind, index or count within bounds");
  if (/[\ud800-\udfff]/.test(self)) throw new TemplateError("find, rfind, index or rindex in text beyond the BMP");
  return last ? self.lastIndexOf(text) : self.indexOf(text);
}

function needPlace(at: number): number {
  if (at < 0) throw new RaisedError("index of a text that is not there");
  return at;
}

/** The method `split` or `rsplit`. */
function split(from: "left" | "right"): Method<string> {
  return {
    parameters: ["sep", "maxsplit"],
    run: (self, args, budget) => {
      const separator = args.value("sep", null);
      // At white space a text may fall into half as many parts as it has characters.
      if (separator === null) budget.step(self.length >>> 2);
      const parts = splitText(self, separator, args.integer("maxsplit", -1), from);
      budget.step(parts.length);
      return parts;
    },
  };
}

const bounds = ["sub", "start", "end"];

const stringMethods: Record<string, Method<string>> = {
  upper: simple((self) => self.toUpperCase()),
  lower: simple((self) => self.toLowerCase()),
  casefold: simple(caseFolded),
  title: simple(titleCase),
  capitalize: simple(capitalized),
  strip: strip("both"),
  lstrip: strip("left"),
  rstrip: strip("right"),
  isdigit: everyChar(isDigit),
  isnumeric: simple((self) => /^\p{N}+$/u.test(self)),
  isdecimal: simple((self) => /^\p{Nd}+$/u.test(self)),
  isalpha: everyChar(isAlpha),
  isalnum: everyChar((char) => isAlpha(char) || /\p{N}/u.test(char)),
  isspace: simple((self) => self !== "" && pythonStrip(self, null, "both") === ""),
  isupper: simple((self) => cased(self, (text) => text.toUpperCase())),
  islower: simple((self) => cased(self, (text) => text.toLowerCase())),
  startswith: affix("startsWith"),
  endswith: affix("endsWith"),
  split: split("left"),
  rsplit: split("right"),
  splitlines: {
    parameters: ["keepends"],
    run: (self, args, budget) => {
      budget.step(self.length >>> 2);
      return splitLines(self, Boolean(args.integer("keepends", 0)));
    },
  },
  partition: {
    parameters: ["sep"],
    run: (self, args) => {
      const sep = args.text("sep");
      const at = self.indexOf(sep);
      return new Tuple(at < 0 ? [self, "", ""] : [self.slice(0, at), sep, self.slice(at + sep.length)]);
    },
  },
  rpartition: {
    parameters: ["sep"],
    run: (self, args) => {
      const sep = args.text("sep");
      const at = self.lastIndexOf(sep);
      return new Tuple(at < 0 ? ["", "", self] : [self.slice(0, at), sep, self.slice(at + sep.length)]);
    },
  },
  removeprefix: {
    parameters: ["prefix"],
    run: (self, args) => (self.startsWith(args.text("prefix")) ? self.slice(args.text("prefix").length) : self),
  },
  removesuffix: {
    parameters: ["suffix"],
    run: (self, args) => {
      const suffix = args.text("suffix");
      return suffix && self.endsWith(suffix) ? self.slice(0, -suffix.length) : self;
    },
  },
  replace: {
    parameters: ["old", "new", "count"],
    run: (self, args, budget) =>
      replaceText(self, args.text("old"), args.text("new"), args.integer("count", -1), budget),
  },
  find: { parameters: bounds, run: (self, args) => place(self, args, false) },
  rfind: { parameters: bounds, run: (self, args) => place(self, args, true) },
  index: { parameters: bounds, run: (self, args) => needPlace(place(self, args, false)) },
  rindex: { parameters: bounds, run: (self, args) => needPlace(place(self, args, true)) },
  count: {
    parameters: bounds,
    run: (self, args, budget) => {
      if (args.has("start")) throw new TemplateError("count within bounds");
      const part = args.text("sub");
      budget.step(self.length >>> 2);
      return part === "" ? [...self].length + 1 : self.split(part).length - 1;
    },
  },
  join: {
    parameters: ["iterable"],
    run: (self, args, budget) => {
      const iterable = args.value("iterable");
      if (typeof iterable === "string") budget.step(iterable.length);
      const items = iterate(iterable);
      let size = self.length * items.length;
      for (const item of items) {
        if (typeof item !== "string") throw new RaisedError(`a join of ${typeName(item)}`);
        size += item.length;
      }
      budget.text(size);
      return items.join(self);
    },
  },
  zfill: {
    parameters: ["width"],
    run: (self, args, budget) => {
      budget.text(args.integer("width"));
      const sign = /^[+-]/.test(self) ? self[0]! : "";
      return sign + self.slice(sign.length).padStart(args.integer("width") - sign.length, "0");
    },
  },
};

/** Python's `str.replace`; `count` below 0 replaces all. */
export function replaceText(self: string, old: string, fresh: string, count: number, budget: Budget): string {
  const parts = old === "" ? ["", ...self, ""] : self.split(old);
  budget.step(parts.length);
  const places = count < 0 ? parts.length - 1 : Math.min(count, parts.length - 1);
  budget.text(self.length + places * fresh.length);
  return (
    parts.slice(0, places + 1).join(fresh) +
    parts
      .slice(places + 1)
      .map((part) => old + part)
      .join("")
  );
}

const dictMethods: Record<string, Method<Dict>> = {
  get: {
    parameters: ["key", "default"],
    run: (self, args) => {
      const key = args.value("key");
      if (typeof key === "object" && key !== null) return args.value("default", null);
      return self.has(key) ? self.get(key)! : args.value("default", null);
    },
  },
  items: { parameters: [], run: (self) => new View([...self].map(([key, item]) => new Tuple([key, item]))) },
  keys: { parameters: [], run: (self) => new View([...self.keys()]) },
  values: { parameters: [], run: (self) => new View([...self.values()]) },
  copy: { parameters: [], run: (self) => new Map(self) },
};

const listMethods: Record<string, Method<Value[]>> = {
  copy: { parameters: [], run: (self) => self.slice() },
  count: {
    parameters: ["value"],
    run: (self, args, budget) => self.filter((item) => equal(item, args.value("value"), budget)).length,
  },
  index: {
    parameters: ["value"],
    run: (self, args, budget) => {
      const at = self.findIndex((item) => equal(item, args.value("value"), budget));
      if (at < 0) throw new RaisedError("index of a value that is not in the list");
      return at;
    },
  },
};

/** What Python has but this sandbox forbids (it changes a value) or this interpreter lacks. */
const changing = new Set(
  "append clear extend insert pop popitem remove reverse setdefault sort update add discard".split(" "),
);
/** Methods that look at the ends of a text only. */
const cheap = new Set(["startswith", "endswith", "removeprefix", "removesuffix"]);
const lacking = new Set(
  "center encode expandtabs format format_map fromkeys isascii isidentifier isprintable istitle ljust maketrans rjust swapcase translate".split(
    " ",
  ),
);

/** The attribute that Python finds on a value itself (not among a dict's keys), or undefined. */
export function attributeOf(self: Value, name: string, budget: Budget): Value | undefined {
  if (self instanceof LoopState) return loopAttribute(self, name, budget);
  if (self instanceof Namespace) return self.entries.get(name);
  let method: Method<never> | undefined;
  if (typeof self === "string") method = own(stringMethods, name);
  else if (self instanceof Map) method = own(dictMethods, name);
  else if (Array.isArray(self)) method = own(listMethods, name);
  else return undefined;
  const label = `${typeName(self)}.${name}`;
  if (!method) {
    if (typeof self !== "string" && changing.has(name))
      return new Callable(label, () => {
        throw new RaisedError(`${label}, which changes a value`);
      });
    if (typeof self === "string" && lacking.has(name)) throw new TemplateError(`the method ${label}`);
    return undefined;
  }
  const { parameters, run } = method;
  return new Callable(label, (args, kwargs) => {
    if (typeof self !== "string") budget.step(lengthOf(self, budget));
    else if (!cheap.has(name)) budget.search(self.length, typeof args[0] === "string" ? args[0].length : 0);
    return run(self as never, new Arguments(label, parameters, args, kwargs), budget);
  });
}

function own<T>(methods: Record<string, Method<T>>, name: string): Method<never> | undefined {
  return Object.hasOwn(methods, name) ? (methods[name] as unknown as Method<never>) : undefined;
}

function loopAttribute(loop: LoopState, name: string, budget: Budget): Value | undefined {
  const { index0, items } = loop;
  switch (name) {
    case "index":
      return index0 + 1;
    case "index0":
      return index0;
    case "revindex":
      return items.length - index0;
    case "revindex0":
      return items.length - index0 - 1;
    case "first":
      return index0 === 0;
    case "last":
      return index0 === items.length - 1;
    case "length":
      return items.length;
    case "depth":
      return 1;
    case "depth0":
      return 0;
    case "previtem":
      return orUndefined(items[index0 - 1], "loop.previtem");
    case "nextitem":
      return orUndefined(items[index0 + 1], "loop.nextitem");
    case "cycle":
      return new Callable("loop.cycle", (args) => {
        if (args.length === 0) throw new RaisedError("loop.cycle without items");
        return args[index0 % args.length]!;
      });
    case "changed":
      return new Callable("loop.changed", (args) => {
        const same = loop.seen !== null && equal(loop.seen, args, budget);
        loop.seen = args;
        return !same;
      });
  }
  return undefined;
}
