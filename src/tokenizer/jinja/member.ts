// `value.name` and `value[key]`, in the order in which Jinja2's sandbox looks: an attribute first, or an item first.
import { type Budget, RaisedError, TemplateError } from "./budget.ts";
import { attributeOf } from "./methods.ts";
import {
  Float,
  Markup,
  numeric,
  orUndefined,
  Tuple,
  typeName,
  Undefined,
  undefinedError,
  type Value,
} from "./values.ts";

/** `value.name`: attributes and methods win over a dict's keys. @throws TemplateError */
export function member(value: Value, name: string | number, budget: Budget): Value {
  if (typeof name === "number") return item(value, name, budget);
  if (value instanceof Undefined) throw undefinedError(value);
  if (value instanceof Markup) throw new TemplateError(`${name} of safe text`);
  if (name.startsWith("__")) throw new RaisedError(`the attribute ${name}`);
  const found = attributeOf(value, name, budget);
  return orUndefined(found === undefined ? keyed(value, name, budget) : found, JSON.stringify(name));
}

/** `value[key]`: items win over attributes. @throws TemplateError */
export function item(value: Value, key: Value, budget: Budget): Value {
  if (value instanceof Markup) throw new TemplateError("an item of safe text");
  if (value instanceof Undefined) throw undefinedError(value);
  const found = keyed(value, key, budget);
  if (found !== undefined) return found;
  if (typeof key !== "string") return new Undefined(typeof key === "object" ? "an item" : `[${key}]`);
  return orUndefined(attributeOf(value, key, budget), JSON.stringify(key));
}

function keyed(value: Value, key: Value, budget: Budget): Value | undefined {
  if (value instanceof Map) {
    if (typeof key === "string" || key === null) return value.get(key);
    const number = numeric(key);
    if (number === null) return undefined;
    budget.step(value.size);
    for (const [other, found] of value) if (numeric(other) === number) return found;
    return undefined;
  }
  if (typeof key !== "number" && typeof key !== "boolean") return undefined;
  const items = value instanceof Tuple ? value.items : value;
  const at = Number(key);
  if (Array.isArray(items)) return items.at(at);
  if (typeof items !== "string") return undefined;
  budget.text(items.length);
  if (!/[\ud800-\udfff]/.test(items)) return items.at(at);
  budget.step(items.length);
  return [...items].at(at);
}

/** `value[start:stop:step]`. @throws TemplateError */
export function slice(value: Value, start: Value, stop: Value, step: Value, budget: Budget): Value {
  if (value instanceof Undefined) throw undefinedError(value);
  if (typeof value === "string") budget.text(value.length);
  const wide = typeof value === "string" && /[\ud800-\udfff]/.test(value);
  const items = wide ? [...value] : value instanceof Tuple ? value.items : value;
  if (typeof items !== "string" && !Array.isArray(items)) throw new RaisedError(`a slice of ${typeName(value)}`);
  const by = bound(step, 1);
  if (by === 0) throw new RaisedError("a slice of step 0");
  const size = items.length;
  const clamp = (at: number) => {
    const place = at < 0 ? at + size : at;
    return by > 0 ? Math.min(Math.max(place, 0), size) : Math.min(Math.max(place, -1), size - 1);
  };
  const from = start === null ? (by > 0 ? 0 : size - 1) : clamp(bound(start, 0));
  const to = stop === null ? (by > 0 ? size : -1) : clamp(bound(stop, 0));
  if (typeof items === "string" && by === 1) {
    return items.slice(from, Math.max(from, to));
  }
  budget.step(typeof value === "string" ? items.length : Math.abs(to - from));
  const chosen: Value[] = [];
  for (let at = from; by > 0 ? at < to : at > to; at += by) chosen.push(items[at]!);
  if (typeof value === "string") return chosen.join("");
  return value instanceof Tuple ? new Tuple(chosen) : chosen;
}

function bound(value: Value, fallback: number): number {
  if (value === null) return fallback;
  if (typeof value === "number" || typeof value === "boolean") return Number(value);
  if (value instanceof Undefined) throw undefinedError(value);
  if (value instanceof Float) throw new RaisedError("a slice at a float");
  throw new TemplateError("a slice at something that is no integer");
}
