// Jinja2's filters on sequences.
import { type Budget, TemplateError } from "./budget.ts";
import type { Filter } from "./filter.ts";
import { member } from "./member.ts";
import { binary } from "./operators.ts";
import { runTest } from "./tests.ts";
import { textOf } from "./text.ts";
import { compare, equal, iterate, orUndefined, truthy, typeName, Undefined, type Value } from "./values.ts";

/** The items of a sequence, paid for. @throws RaisedError for what is none */
export function itemsOf(value: Value, budget: Budget): Value[] {
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

function fold(value: Value, caseSensitive: boolean): Value {
  return typeof value === "string" && !caseSensitive ? value.toLowerCase() : value;
}

function keep(wanted: boolean, byAttribute: boolean): Filter {
  return {
    parameters: byAttribute ? ["attribute", "test", "*"] : ["test", "*"],
    run: (value, args, budget) => {
      const read = byAttribute ? reader(args.value("attribute"), budget) : (item: Value) => item;
      const test = args.value("test", null);
      const rest = args.value("*") as Value[];
      return itemsOf(value, budget).filter((item) => {
        const found = read(item);
        const holds = test === null ? truthy(found) : runTest(args.text("test"), found, rest, budget);
        return holds === wanted;
      });
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
      return items.reduce((best, item) => {
        return sign * compare(fold(read(item), sensitive), fold(read(best), sensitive)) > 0 ? item : best;
      });
    },
  };
}

export const listFilters: Record<string, Filter> = {
  list: { parameters: [], run: (value, _args, budget) => itemsOf(value, budget).slice() },
  first: {
    parameters: [],
    run: (value, _args, budget) => orUndefined(itemsOf(value, budget)[0], "the first item"),
  },
  last: {
    parameters: [],
    run: (value, _args, budget) => orUndefined(itemsOf(value, budget).at(-1), "the last item"),
  },
  reverse: {
    parameters: [],
    run: (value, _args, budget) => {
      const items = itemsOf(value, budget).slice().reverse();
      return typeof value === "string" ? items.join("") : items;
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
      if (typeof attribute === "string" && attribute.includes(","))
        throw new TemplateError("a sort by many attributes");
      const read = reader(attribute, budget);
      const sensitive = truthy(args.value("case_sensitive", false));
      const sign = truthy(args.value("reverse", false)) ? -1 : 1;
      const keyed = itemsOf(value, budget).map((item) => ({ item, key: fold(read(item), sensitive) }));
      keyed.sort((a, b) => {
        budget.step();
        return sign * compare(a.key, b.key);
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
      return itemsOf(value, budget).filter((item) => {
        const key = fold(read(item), sensitive);
        budget.step(seen.length);
        if (seen.some((other) => equal(other, key))) return false;
        seen.push(key);
        return true;
      });
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
