// Jinja2's filters on sequences.
import { type Budget, RaisedError, TemplateError } from "./budget.ts";
import type { Filter } from "./filter.ts";
import { member } from "./member.ts";
import { binary } from "./operators.ts";
import { runTest } from "./tests.ts";
import { textOf } from "./text.ts";
import { compare, equal, Generator, iterate, orUndefined, truthy, typeName, Undefined, type Value } from "./values.ts";

/** The items of a sequence, paid for. @throws RaisedError for what is none */
export function itemsOf(value: Value, budget: Budget): Value[] {
  if (typeof value === "string") budget.step(value.length);
  const items = iterate(value);
  budget.step(items.length);
  return items;
}

/** Reads `a.b.0` of an item, as Jinja2's `make_attrgetter`. */
export function reader(attribute: Value, budget: Budget): (item: Value) => Value {
  if (attribute === null) return (item) => item;
  const parts = typeof attribute === "number" ? [attribute] : String(attribute).split(".");
  return (item) =>
    parts.reduce<Value>((value, part) => member(value, /^\d+$/.test(String(part)) ? Number(part) : part, budget), item);
}

/** What a filter compares a value by: text in lower case, unless case matters. */
export function fold(value: Value, caseSensitive: boolean, budget: Budget): Value {
  if (typeof value !== "string" || caseSensitive) return value;
  budget.text(value.length);
  return value.toLowerCase();
}

function keep(wanted: boolean, byAttribute: boolean): Filter {
  return {
    parameters: byAttribute ? ["attribute", "test", "*"] : ["test", "*"],
    run: (value, args, budget) => {
      const read = byAttribute ? reader(args.value("attribute"), budget) : (item: Value) => item;
      const test = args.value("test", null);
      const rest = args.value("*") as Value[];
      const items = truthy(value) ? itemsOf(value, budget) : [];
      const kept = items.filter((item) => {
        const found = read(item);
        const holds = test === null ? truthy(found) : runTest(args.text("test"), found, rest, budget);
        return holds === wanted;
      });
      return new Generator(kept);
    },
  };
}

function extreme(sign: number): Filter {
  return {
    parameters: ["case_sensitive", "attribute"],
    run: (value, args, budget) => {
      const read = reader(args.value("attribute", null), budget);
      const sensitive = truthy(args.value("case_sensitive", false));
      const items = itemsOf(value, budget);
      if (items.length === 0) return new Undefined("the extreme of an empty sequence");
      const keyed = items.map((item) => ({ item, key: fold(read(item), sensitive, budget) }));
      return keyed.reduce((best, next) => (sign * compare(next.key, best.key, budget) > 0 ? next : best)).item;
    },
  };
}

export const listFilters: Record<string, Filter> = {
  list: { parameters: [], run: (value, _args, budget) => itemsOf(value, budget).slice() },
  first: {
    parameters: [],
    run: (value, _args, budget) =>
      orUndefined(value instanceof Generator ? value.next() : itemsOf(value, budget)[0], "the first item"),
  },
  last: {
    parameters: [],
    run: (value, _args, budget) => {
      if (value instanceof Generator) throw new RaisedError("the last item of a generator");
      return orUndefined(itemsOf(value, budget).at(-1), "the last item");
    },
  },
  reverse: {
    parameters: [],
    run: (value, _args, budget) => {
      const items = itemsOf(value, budget).slice().reverse();
      if (typeof value === "string") return items.join("");
      return value instanceof Generator ? items : new Generator(items);
    },
  },
  join: {
    parameters: ["d", "attribute"],
    run: (value, args, budget) => {
      const read = reader(args.value("attribute", null), budget);
      const between = textOf(args.value("d", ""), budget);
      const parts = itemsOf(value, budget).map((item) => textOf(read(item), budget));
      budget.text(parts.reduce((sum, part) => sum + part.length, between.length * parts.length));
      return parts.join(between);
    },
  },
  sort: {
    parameters: ["reverse", "case_sensitive", "attribute"],
    run: (value, args, budget) => {
      const attribute = args.value("attribute", null);
      const names = typeof attribute === "string" ? attribute.split(",") : [attribute];
      const readers = names.map((name) => reader(name, budget));
      const sensitive = truthy(args.value("case_sensitive", false));
      const sign = truthy(args.value("reverse", false)) ? -1 : 1;
      // Keys are lists, as in Jinja2: equal ones are never asked for their order.
      const keyed = itemsOf(value, budget).map((item) => ({
        item,
        key: readers.map((read) => fold(read(item), sensitive, budget)),
      }));
      keyed.sort((a, b) => {
        budget.step();
        return sign * compare(a.key, b.key, budget);
      });
      return keyed.map(({ item }) => item);
    },
  },
  unique: {
    parameters: ["case_sensitive", "attribute"],
    run: (value, args, budget) => {
      const read = reader(args.value("attribute", null), budget);
      const sensitive = truthy(args.value("case_sensitive", false));
      const seen: Value[] = [];
      const distinct = itemsOf(value, budget).filter((item) => {
        const key = fold(read(item), sensitive, budget);
        budget.step(seen.length);
        if (seen.some((other) => equal(other, key, budget))) return false;
        seen.push(key);
        return true;
      });
      return new Generator(distinct);
    },
  },
  sum: {
    parameters: ["attribute", "start"],
    run: (value, args, budget) => {
      const read = reader(args.value("attribute", null), budget);
      return itemsOf(value, budget).reduce((sum, item) => binary("+", sum, read(item), budget), args.value("start", 0));
    },
  },
  min: extreme(-1),
  max: extreme(1),
  select: keep(true, false),
  reject: keep(false, false),
  selectattr: keep(true, true),
  rejectattr: keep(false, true),
  attr: { parameters: ["name"], run: (value, args, budget) => attribute(value, args.text("name"), budget) },
};

function attribute(value: Value, name: string, budget: Budget): Value {
  if (value instanceof Map) throw new TemplateError(`the filter attr on ${typeName(value)}`);
  return member(value, name, budget);
}
