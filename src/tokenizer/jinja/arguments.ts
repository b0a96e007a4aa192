// Reads the arguments of calls and filters by Python's rules: positions first, then names, nothing left over.
import { RaisedError, TemplateError } from "./budget.ts";
import { Float, type Kwargs, typeName, Undefined, undefinedError, type Value } from "./values.ts";

/** The arguments of one call, by the names of the parameters they belong to. */
export class Arguments {
  readonly #values = new Map<string, Value>();
  readonly #name: string;

  /** @throws RaisedError for too many arguments, unknown names or a name given twice */
  constructor(name: string, parameters: readonly string[], args: Value[], kwargs: Kwargs) {
    this.#name = name;
    if (args.length > parameters.length)
      throw new RaisedError(`${args.length} arguments of ${name}, which takes ${parameters.length}`);
    for (const [at, value] of args.entries()) this.#values.set(parameters[at]!, value);
    for (const [key, value] of kwargs) {
      if (!parameters.includes(key)) throw new RaisedError(`the argument ${key} of ${name}`);
      if (this.#values.has(key)) throw new RaisedError(`the argument ${key} of ${name} twice`);
      this.#values.set(key, value);
    }
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** @throws RaisedError when it is missing and has no fallback */
  value(key: string, fallback?: Value): Value {
    const value = this.#values.get(key) ?? (this.#values.has(key) ? null : fallback);
    if (value === undefined) throw new RaisedError(`${this.#name} without its argument ${key}`);
    return value;
  }

  text(key: string, fallback?: string): string {
    const value = this.value(key, fallback);
    if (typeof value === "string") return value;
    throw this.#wrong(key, "text", value);
  }

  integer(key: string, fallback?: number): number {
    const value = this.value(key, fallback);
    if (typeof value === "number" || typeof value === "boolean") return Number(value);
    throw this.#wrong(key, "an integer", value);
  }

  #wrong(key: string, expected: string, value: Value): TemplateError {
    if (value instanceof Undefined) return undefinedError(value);
    const found = value instanceof Float ? "float" : typeName(value);
    return new TemplateError(`the argument ${key} of ${this.#name} as ${found} where ${expected} is expected`);
  }
}
