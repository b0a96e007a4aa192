// Checks of single values that name the parameter they refuse. Which parameters there are is said in validate.ts.
import { OrielError } from "../base/errors.ts";

/** Refuses a value: "Expected NAME EXPECTATION but found VALUE". */
export function refuse(name: string, expectation: string, found: unknown): never {
  throw new OrielError("bad-request", `Expected ${name} ${expectation} but found ${show(found)}`, {
    parameter: name,
    found: show(found),
  });
}

/** A check that takes `undefined` for "not given". */
export function optional<T>(
  check: (value: unknown, name: string) => T,
): (value: unknown, name: string) => T | undefined {
  return (value, name) => (value === undefined ? undefined : check(value, name));
}

/** An inclusive range, or one open at its lower end. */
export interface Range {
  least?: number;
  above?: number;
  most: number;
}

export function number(range: Range): (value: unknown, name: string) => number {
  const low = range.above === undefined ? `from ${range.least}` : `above ${range.above}`;
  return (value, name) =>
    typeof value === "number" && inside(value, range)
      ? value
      : refuse(name, `to be a number ${low} to ${range.most}`, value);
}

export function integer(least: number, most: number): (value: unknown, name: string) => number {
  return (value, name) =>
    Number.isInteger(value) && inside(value as number, { least, most })
      ? (value as number)
      : refuse(name, `to be a whole number from ${least} to ${most}`, value);
}

export function string(value: unknown, name: string): string {
  return typeof value === "string" ? value : refuse(name, "to be a string", value);
}

export function nonEmptyString(value: unknown, name: string): string {
  return typeof value === "string" && value !== "" ? value : refuse(name, "to be a string that is not empty", value);
}

export function boolean(value: unknown, name: string): boolean {
  return typeof value === "boolean" ? value : refuse(name, "to be true or false", value);
}

export function callback(value: unknown, name: string): (...args: never[]) => void {
  return typeof value === "function" ? (value as () => void) : refuse(name, "to be a function", value);
}

export function signal(value: unknown, name: string): AbortSignal {
  return value instanceof AbortSignal ? value : refuse(name, "to be an AbortSignal", value);
}

export function oneOf<T extends string>(...values: T[]): (value: unknown, name: string) => T {
  return (value, name) =>
    values.find((one) => one === value) ?? refuse(name, `to be one of ${values.join(", ")}`, value);
}

export function array(value: unknown, name: string): unknown[] {
  return Array.isArray(value) ? value : refuse(name, "to be an array", value);
}

export function object(value: unknown, name: string): Record<string, unknown> {
  const is = typeof value === "object" && value !== null && !Array.isArray(value);
  return is ? (value as Record<string, unknown>) : refuse(name, "to be an object", value);
}

function inside(value: number, { least, above, most }: Range): boolean {
  return value <= most && (least === undefined || value >= least) && (above === undefined || value > above);
}

/** A value in a few characters, for a message. */
function show(value: unknown): string {
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") return typeof value;
  let text: string | undefined;
  try {
    text = JSON.stringify(typeof value === "number" && !Number.isFinite(value) ? String(value) : value);
  } catch {
    text = typeof value;
  }
  return text === undefined ? "undefined" : text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
