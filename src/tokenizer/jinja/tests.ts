// The tests after `is`, also by name in `select` and its kin.

import type { Budget } from "./budget.ts";
import { RaisedError, TemplateError } from "./budget.ts";
import { binary } from "./operators.ts";
import { Callable, Float, Generator, Markup, numeric, Tuple, typeName, Undefined, type Value, View } from "./values.ts";

type Test = (value: Value, args: Value[], budget: Budget) => boolean;

function integer(value: Value): number {
  const number = numeric(value);
  if (number === null) throw new RaisedError(`a remainder of ${typeName(value)}`);
  return number;
}

/** The argument of a test that takes one. */
function only(args: Value[]): Value {
  if (args.length !== 1) throw new RaisedError(`a test with ${args.length} arguments`);
  return args[0]!;
}

function comparison(operator: string): Test {
  return (value, args, budget) => binary(operator, value, only(args), budget) as boolean;
}

/** Whether a text has letters, all of one case. */
function cased(same: (text: string) => string): Test {
  return (value, _args, budget) => {
    if (typeof value !== "string") return false;
    budget.text(value.length * 2);
    return value === same(value) && value.toLowerCase() !== value.toUpperCase();
  };
}

const isText = (value: Value) => typeof value === "string";
const hasLength = (value: Value) =>
  isText(value) || Array.isArray(value) || value instanceof Tuple || value instanceof Map || value instanceof Undefined;

const eq = comparison("==");
const tests: Record<string, Test> = {
  defined: (value) => !(value instanceof Undefined),
  undefined: (value) => value instanceof Undefined,
  none: (value) => value === null,
  boolean: (value) => typeof value === "boolean",
  true: (value) => value === true,
  false: (value) => value === false,
  integer: (value) => typeof value === "number",
  float: (value) => value instanceof Float,
  number: (value) => numeric(value) !== null,
  string: isText,
  mapping: (value) => value instanceof Map,
  sequence: hasLength,
  iterable: (value) => hasLength(value) || value instanceof Generator || value instanceof View,
  callable: (value) => value instanceof Callable,
  odd: (value) => integer(value) % 2 !== 0,
  even: (value) => integer(value) % 2 === 0,
  divisibleby: (value, args) => integer(value) % integer(only(args)) === 0,
  lower: cased((text) => text.toLowerCase()),
  upper: cased((text) => text.toUpperCase()),
  in: comparison("in"),
  sameas: (value, args) => {
    if (value instanceof Float) throw new TemplateError("the test sameas on a float");
    return value === args[0];
  },
  eq,
  equalto: eq,
  "==": eq,
  ne: comparison("!="),
  "!=": comparison("!="),
  lt: comparison("<"),
  lessthan: comparison("<"),
  "<": comparison("<"),
  le: comparison("<="),
  "<=": comparison("<="),
  gt: comparison(">"),
  greaterthan: comparison(">"),
  ">": comparison(">"),
  ge: comparison(">="),
  ">=": comparison(">="),
};

/** Whether `value is name(args)`. @throws TemplateError for a test that is not known */
export function runTest(name: string, value: Value, args: Value[], budget: Budget): boolean {
  if (!Object.hasOwn(tests, name)) throw new TemplateError(`the test ${name}`);
  return tests[name]!(value instanceof Markup ? value.text : value, args, budget);
}
