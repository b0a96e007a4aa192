// Names every template finds: Jinja2's globals and the two that transformers adds.
import { Arguments } from "./arguments.ts";
import { type Budget, RaisedError } from "./budget.ts";
import { strftime } from "./strftime.ts";
import { textOf } from "./text.ts";
import { Callable, type Dict, Generator, iterate, lengthOf, Namespace, Tuple, typeName, type Value } from "./values.ts";

/** Jinja2's sandbox refuses longer ranges. */
const MAX_RANGE = 100_000;

function pairsOf(value: Value, budget: Budget): [string, Value][] {
  if (typeof value === "object" && value !== null && !(value instanceof Generator))
    budget.step(lengthOf(value, budget));
  if (value instanceof Map) return [...value].map(([key, item]) => [String(key), item]);
  return iterate(value).map((pair) => {
    const [key, item, ...more] = iterate(pair);
    if (typeof key !== "string" || item === undefined || more.length > 0) throw new RaisedError("a pair that is none");
    return [key, item];
  });
}

function range(args: Value[], budget: Budget): number[] {
  const numbers = args.map((value) => {
    if (typeof value === "number" || typeof value === "boolean") return Number(value);
    throw new RaisedError(`a range of ${typeName(value)}`);
  });
  if (numbers.length < 1 || numbers.length > 3) throw new RaisedError(`a range of ${numbers.length} arguments`);
  const [from, to] = numbers.length === 1 ? [0, numbers[0]!] : [numbers[0]!, numbers[1]!];
  const step = numbers[2] ?? 1;
  if (step === 0) throw new RaisedError("a range of step 0");
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (length > MAX_RANGE) throw new RaisedError(`a range of ${length} numbers, more than ${MAX_RANGE}`);
  budget.step(length);
  return Array.from({ length }, (_, at) => from + at * step);
}

/** The globals of one rendering. `now` is called when the template asks for the time. */
export function globals(budget: Budget, now: () => Date): Map<string, Value> {
  const functions: Record<string, (args: Value[], kwargs: Map<string, Value>) => Value> = {
    range: (args, kwargs) => {
      if (kwargs.size > 0) throw new RaisedError("range with named arguments");
      return range(args, budget);
    },
    namespace: (args, kwargs) => {
      if (args.length > 1) throw new RaisedError(`namespace of ${args.length} arguments`);
      const made = new Namespace();
      for (const [key, value] of [...args.flatMap((value) => pairsOf(value, budget)), ...kwargs])
        made.entries.set(key, value);
      return made;
    },
    dict: (args, kwargs) => {
      if (args.length > 1) throw new RaisedError(`dict of ${args.length} arguments`);
      const made: Dict = new Map();
      for (const [key, value] of [...args.flatMap((value) => pairsOf(value, budget)), ...kwargs]) made.set(key, value);
      return made;
    },
    raise_exception: (args, kwargs) => {
      const message = new Arguments("raise_exception", ["message"], args, kwargs).value("message");
      throw new RaisedError(textOf(message, budget));
    },
    strftime_now: (args, kwargs) => {
      const format = new Arguments("strftime_now", ["format"], args, kwargs).text("format");
      budget.text(format.length * 8);
      return strftime(now(), format);
    },
  };
  return new Map(Object.entries(functions).map(([name, call]) => [name, new Callable(name, call)]));
}

/** A JSON value as a template sees it. Whole numbers are integers. */
export function fromJson(value: unknown, budget: Budget, make: (value: number) => Value): Value {
  budget.step();
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return make(value);
  if (Array.isArray(value)) return value.map((item) => fromJson(item, budget, make));
  if (value instanceof Tuple || typeof value !== "object")
    throw new RaisedError(`a value of type ${typeof value} in the conversation`);
  const dict: Dict = new Map();
  for (const [key, item] of Object.entries(value as object))
    if (item !== undefined) dict.set(key, fromJson(item, budget, make));
  return dict;
}
