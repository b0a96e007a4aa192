// How a macro (or the body of a call block) takes its arguments.

import { RaisedError, TemplateError } from "./budget.ts";
import type { Node } from "./nodes.ts";
import type { Scope } from "./scope.ts";
import { type Kwargs, orUndefined, type Value } from "./values.ts";

/** Which of the names `varargs`, `kwargs` and `caller` a macro's body uses; only then it takes such arguments. */
export interface Extras {
  varargs: boolean;
  kwargs: boolean;
  caller: boolean;
}

/** Whether a name is read anywhere in some nodes. */
export function mentions(nodes: unknown, name: string): boolean {
  if (Array.isArray(nodes)) return nodes.some((node) => mentions(node, name));
  if (nodes instanceof Map) return [...nodes].some((pair) => mentions(pair, name));
  if (typeof nodes !== "object" || nodes === null) return false;
  const node = nodes as { type?: string; value?: unknown };
  if (node.type === "Identifier") return node.value === name;
  return Object.values(nodes).some((part) => mentions(part, name));
}

/**
 * Sets a macro's parameters in its scope; defaults are evaluated there, in order.
 * @throws RaisedError for arguments the macro does not take
 */
export function callMacro(
  name: string,
  parameters: Node[],
  extras: Extras,
  args: Value[],
  kwargs: Kwargs,
  scope: Scope,
  evaluate: (node: Node) => Value,
): void {
  const named = new Map(kwargs);
  for (const [at, parameter] of parameters.entries()) {
    const key = parameter.type === "KeywordArgumentExpression" ? parameter.key : parameter;
    if (key.type !== "Identifier") throw new TemplateError(`a ${key.type} as a parameter`);
    if (at < args.length && named.has(key.value)) throw new RaisedError(`the argument ${key.value} of ${name} twice`);
    let value = at < args.length ? args[at]! : named.get(key.value);
    named.delete(key.value);
    if (value === undefined && parameter.type === "KeywordArgumentExpression") value = evaluate(parameter.value);
    scope.set(key.value, orUndefined(value, `parameter '${key.value}'`));
  }
  if (extras.caller) {
    scope.set("caller", orUndefined(named.get("caller"), "caller"));
    named.delete("caller");
  }
  if (extras.kwargs) scope.set("kwargs", named);
  else if (named.size > 0) throw new RaisedError(`the argument ${[...named.keys()][0]} of the macro ${name}`);
  const rest = args.slice(parameters.length);
  if (extras.varargs) scope.set("varargs", rest);
  else if (rest.length > 0)
    throw new RaisedError(`${args.length} arguments of the macro ${name}, which takes ${parameters.length}`);
}
