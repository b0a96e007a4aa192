// The values of a template, with Python's meaning of truth, equality, order and text.
// None is null; strings, booleans and integers are JavaScript's own; lists are arrays and dicts are Maps.
import { type Budget, RaisedError } from "./budget.ts";

/** A name that has no value; most uses of it raise. */
export class Undefined {
  constructor(readonly what: string) {}
}

/** A number that Python would call a float. */
export class Float {
  constructor(readonly value: number) {}
}

export class Tuple {
  constructor(readonly items: Value[]) {}
}

/** What `namespace()` makes: the one thing a template may change. */
export class Namespace {
  readonly entries = new Map<string, Value>();
}

/** Text marked safe: prints as itself, and escapes the plain text it is added to. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What many filters give in Jinja2: items that can be looped over once. */
export class Generator {
  readonly #items: Value[];
  #at = 0;

  constructor(items: Value[]) {
    this.#items = items;
  }

  /** All items that are left. */
  take(): Value[] {
    const items = this.#items.slice(this.#at);
    this.#at = this.#items.length;
    return items;
  }

  /** The next item, or undefined. */
  next(): Value | undefined {
    return this.#items[this.#at++];
  }
}

/** The keys, values or items of a dict: a loop and a length, but no list. */
export class View {
  constructor(readonly items: Value[]) {}
}

export type Kwargs = Map<string, Value>;

/** Something a template can call. */
export class Callable {
  constructor(
    readonly name: string,
    readonly call: (args: Value[], kwargs: Kwargs) => Value,
  ) {}
}

/** The `loop` of a for statement. */
export class LoopState {
  index0 = 0;
  /** What `loop.changed` saw last. */
  seen: Value[] | null = null;
  constructor(readonly items: Value[]) {}
}

export type Dict = Map<string | number | boolean | null, Value>;
export type Value =
  | null
  | boolean
  | number
  | string
  | Float
  | Value[]
  | Tuple
  | Dict
  | Undefined
  | Namespace
  | Markup
  | Generator
  | View
  | Callable
  | LoopState;

/** `found`, or an undefined value where nothing was found. None is a value like any other, so `??` will not do. */
export function orUndefined(found: Value | undefined, what: string): Value {
  return found === undefined ? new Undefined(what) : found;
}

/** Python's name of a value's type. */
export function typeName(value: Value): string {
  if (value === null) return "None";
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "number":
      return "int";
    case "string":
      return "str";
  }
  if (Array.isArray(value)) return "list";
  if (value instanceof Map) return "dict";
  if (value instanceof Float) return "float";
  return value.constructor.name.toLowerCase();
}

/** What an undefined value raises when it is used. */
export function undefinedError(value: Undefined): RaisedError {
  return new RaisedError(`${value.what} is undefined`);
}

export function truthy(value: Value): boolean {
  if (value instanceof Undefined) return false;
  if (value instanceof Float) return value.value !== 0;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Tuple || value instanceof View) return value.items.length > 0;
  if (value instanceof Map) return value.size > 0;
  if (value instanceof Markup) return value.text !== "";
  return Boolean(value);
}

/** The number of a bool, int or float, or null. */
export function numeric(value: Value): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  return value instanceof Float ? value.value : null;
}

export function equal(a: Value, b: Value, budget: Budget): boolean {
  budget.step();
  if (a instanceof Markup) return equal(a.text, b, budget);
  if (b instanceof Markup) return equal(a, b.text, budget);
  const left = numeric(a);
  const right = numeric(b);
  if (left !== null || right !== null) return left === right;
  if (a instanceof Undefined || b instanceof Undefined) return a instanceof Undefined && b instanceof Undefined;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, at) => equal(item, b[at]!, budget));
  if (a instanceof Tuple && b instanceof Tuple) return equal(a.items, b.items, budget);
  if (typeof a === "string" && typeof b === "string" && a.length === b.length) budget.text(a.length);
  if (a instanceof Map && b instanceof Map)
    return a.size === b.size && [...a].every(([key, item]) => b.has(key) && equal(item, b.get(key)!, budget));
  return a === b;
}

/** Code-point order of two strings, as Python compares them. */
export function compareText(a: string, b: string, budget: Budget): number {
  const length = Math.min(a.length, b.length);
  budget.text(length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    // Surrogates stand for code points above all others.
    const surrogates = Number(left >= 0xd800 && left < 0xe000) - Number(right >= 0xd800 && right < 0xe000);
    if (left !== right) return surrogates || left - right;
  }
  return a.length - b.length;
}

/** Negative, zero or positive as Python orders two values. @throws RaisedError where Python has no order */
export function compare(a: Value, b: Value, budget: Budget): number {
  budget.step();
  const left = numeric(a);
  const right = numeric(b);
  if (left !== null && right !== null) return left - right;
  if (typeof a === "string" && typeof b === "string") return compareText(a, b, budget);
  const lists = a instanceof Tuple && b instanceof Tuple ? [a.items, b.items] : [a, b];
  const [first, second] = lists;
  if (Array.isArray(first) && Array.isArray(second)) {
    const at = first.findIndex((item, index) => index >= second.length || !equal(item, second[index]!, budget));
    if (at < 0) return first.length - second.length;
    return at >= second.length ? 1 : compare(first[at]!, second[at]!, budget);
  }
  for (const value of [a, b]) if (value instanceof Undefined) throw undefinedError(value);
  throw new RaisedError(`an order between ${typeName(a)} and ${typeName(b)}`);
}

/** The items a value gives when looped over. @throws RaisedError for what cannot be looped over */
export function iterate(value: Value): Value[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Tuple || value instanceof View) return value.items;
  if (value instanceof Generator) return value.take();
  if (value instanceof Map) return [...value.keys()];
  if (typeof value === "string") return [...value];
  if (value instanceof Undefined) return [];
  throw new RaisedError(`a loop over ${typeName(value)}`);
}

/** Python's `len`. @throws RaisedError for what has none */
export function lengthOf(value: Value, budget: Budget): number {
  if (value instanceof Markup) return lengthOf(value.text, budget);
  if (typeof value === "string") {
    budget.text(value.length);
    return codePoints(value);
  }
  if (value instanceof Map) return value.size;
  if (typeof value === "object" && value !== null && !(value instanceof Generator)) return iterate(value).length;
  throw new RaisedError(`the length of ${typeName(value)}`);
}

function codePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at + 1 < text.length; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      count--;
      at++;
    }
  }
  return count;
}
