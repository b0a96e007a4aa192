// The operators of expressions, with Python's meaning and errors.
import { type Budget, RaisedError, TemplateError } from "./budget.ts";
import { textOf } from "./text.ts";
import {
  compare,
  equal,
  Float,
  iterate,
  Markup,
  numeric,
  Tuple,
  typeName,
  Undefined,
  undefinedError,
  type Value,
} from "./values.ts";

/** `left OP right` for every operator but `and` and `or`. @throws TemplateError */
export function binary(operator: string, left: Value, right: Value, budget: Budget): Value {
  if (left instanceof Markup || right instanceof Markup) return onMarkup(operator, left, right, budget);
  switch (operator) {
    case "==":
      return equal(left, right, budget);
    case "!=":
      return !equal(left, right, budget);
    case "in":
      return contains(right, left, budget);
    case "not in":
      return !contains(right, left, budget);
    case "~":
      return concatenate(left, right, budget);
  }
  for (const value of [left, right]) if (value instanceof Undefined) throw undefinedError(value);
  switch (operator) {
    case "<":
      return compare(left, right, budget) < 0;
    case ">":
      return compare(left, right, budget) > 0;
    case "<=":
      return compare(left, right, budget) <= 0;
    case ">=":
      return compare(left, right, budget) >= 0;
  }
  if (operator === "%" && typeof left === "string") return formatText(left, right, budget);
  const a = numeric(left);
  const b = numeric(right);
  if (a !== null && b !== null) {
    const floats = left instanceof Float || right instanceof Float;
    return arithmetic(operator, a, b, floats);
  }
  const made = onSequences(operator, left, right, budget);
  return made === undefined ? wrongTypes(operator, left, right) : made;
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", '"': "&#34;" };

/** Operators with safe text: a sum stays safe and escapes its plain side, all others see plain text. */
function onMarkup(operator: string, left: Value, right: Value, budget: Budget): Value {
  const plain = (value: Value) => (value instanceof Markup ? value.text : value);
  if (operator === "*" || operator === "%") throw new TemplateError(`${operator} with safe text`);
  if (operator !== "+") return binary(operator, plain(left), plain(right), budget);
  const sides = [left, right].map((value) => {
    if (value instanceof Markup) return value.text;
    if (typeof value !== "string") return wrongTypes("+", left, right);
    budget.text(value.length * 6);
    return value.replace(/[&<>'"]/g, (char) => escapes[char]!);
  });
  return new Markup(limited(sides.join(""), budget));
}

function wrongTypes(operator: string, left: Value, right: Value): never {
  throw new RaisedError(`${typeName(left)} ${operator} ${typeName(right)}`);
}

function contains(container: Value, item: Value, budget: Budget): boolean {
  if (typeof container === "string") {
    if (item instanceof Undefined) throw undefinedError(item);
    if (typeof item !== "string") return wrongTypes("in", item, container);
    budget.search(container.length, item.length);
    return container.includes(item);
  }
  if (container instanceof Map) return hasKey(container, item, budget);
  const items = iterate(container);
  budget.step(items.length);
  return items.some((other) => equal(other, item, budget));
}

function hasKey(dict: Map<Value, Value>, key: Value, budget: Budget): boolean {
  if (typeof key === "string" || key === null) return dict.has(key);
  budget.step(dict.size);
  const number = numeric(key);
  return number !== null && [...dict.keys()].some((other) => numeric(other) === number);
}

function concatenate(left: Value, right: Value, budget: Budget): string {
  const a = textOf(left, budget);
  const b = textOf(right, budget);
  budget.text((a.length + b.length) / 4);
  return limited(a + b, budget);
}

function limited(text: string, budget: Budget): string {
  if (text.length > budget.limits.outputChars) budget.text(text.length);
  return text;
}

function arithmetic(operator: string, a: number, b: number, floats: boolean): Value {
  const number = (value: number, float = floats): Value => {
    if (!float && !Number.isSafeInteger(value))
      throw new TemplateError(`an integer beyond 2^53 (${a} ${operator} ${b})`);
    return float ? new Float(value) : value + 0;
  };
  if (b === 0 && (operator === "/" || operator === "//" || operator === "%"))
    throw new RaisedError("a division by zero");
  switch (operator) {
    case "+":
      return number(a + b);
    case "-":
      return number(a - b);
    case "*":
      return number(a * b);
    case "/":
      return new Float(a / b);
    case "//":
      return number(Math.floor(a / b));
    case "%":
      return number(a - Math.floor(a / b) * b);
    case "**":
      return number(a ** b, floats || b < 0);
  }
  throw new TemplateError(`the operator ${operator}`);
}

function onSequences(operator: string, left: Value, right: Value, budget: Budget): Value | undefined {
  if (operator === "+") {
    if (typeof left === "string" && typeof right === "string") {
      budget.text((left.length + right.length) / 4);
      return limited(left + right, budget);
    }
    const both = left instanceof Tuple && right instanceof Tuple;
    if (both || (Array.isArray(left) && Array.isArray(right))) {
      const items = [...iterate(left), ...iterate(right)];
      budget.step(items.length);
      return both ? new Tuple(items) : items;
    }
  }
  if (operator === "*") {
    const [sequence, times] = numeric(left) === null ? [left, right] : [right, left];
    if (typeof times !== "number" && typeof times !== "boolean") return undefined;
    const count = Math.max(0, Number(times));
    if (typeof sequence === "string") {
      budget.text(sequence.length * count);
      return sequence.repeat(count);
    }
    if (Array.isArray(sequence)) {
      budget.step(sequence.length * count);
      return Array.from({ length: count }, () => sequence).flat();
    }
  }
  return undefined;
}

/** `text % values` for %s, %d and %%. */
function formatText(text: string, values: Value, budget: Budget): string {
  const items = values instanceof Tuple ? values.items : [values];
  let next = 0;
  budget.step(text.length >>> 1);
  const parts = text.split(/(%[^%]?|%%)/).map((part, at) => {
    if (at % 2 === 0) return part;
    if (part === "%%") return "%";
    const item = items[next++];
    if (item === undefined) throw new RaisedError(`% with ${items.length} values for ${JSON.stringify(text)}`);
    if (part === "%s") return textOf(item, budget);
    if (part === "%d" && typeof item === "number") return textOf(item, budget);
    throw new TemplateError(`the format ${part}`);
  });
  if (next < items.length && !(values instanceof Map)) throw new RaisedError(`% with ${items.length} values`);
  const made = parts.join("");
  budget.text(made.length);
  return made;
}

/** `OP value` for `-`, `+`. @throws TemplateError */
export function unary(operator: string, value: Value): Value {
  if (value instanceof Undefined) throw undefinedError(value);
  const number = numeric(value);
  if (number === null || (operator !== "-" && operator !== "+")) throw new RaisedError(`${operator}${typeName(value)}`);
  const signed = operator === "-" ? 0 - number : number;
  return value instanceof Float ? new Float(operator === "-" ? -number : number) : signed;
}
