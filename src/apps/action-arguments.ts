// Holds the arguments of an action to the table. Looks up no model and does nothing.
import { OrielError } from "../base/errors.ts";
import { isModelName } from "../base/model-name.ts";
import { type Action, type ActionName, actions } from "./actions.ts";

/** Whether a name is one of the table's actions. */
export function isAction(name: string): name is ActionName {
  return Object.hasOwn(actions, name);
}

/**
 * An action's name and arguments, as the table has them.
 * @throws OrielError `bad-request` naming the action, the argument or the value that the table does not have
 */
export function checkAction(name: string, given: unknown): { name: ActionName; given: Record<string, string> } {
  if (!isAction(name)) throw wrong(`one of ${Object.keys(actions).join(", ")}`, "action", name);
  const { parameters }: Action = actions[name];
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw wrong("an object", `arguments of ${name}`, given);
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(parameters, key));
  if (unknown !== undefined) throw wrong(listed(Object.keys(parameters)), `argument of ${name}`, unknown);
  const checked: Record<string, string> = {};
  for (const [key, { values, optional }] of Object.entries(parameters)) {
    const value: unknown = (given as Record<string, unknown>)[key];
    if (value === undefined && optional) continue;
    // What a model writes is shown to the person who is asked: a name of any other form could pose as more than a name.
    if (typeof value !== "string" || !(values ? values.includes(value) : isModelName(value)))
      throw wrong(values ? listed(values) : "the name of a model", `${name}'s ${key}`, value);
    checked[key] = value;
  }
  return { name, given: checked };
}

/**
 * {@link checkAction} for arguments as a tool call has them, as JSON text.
 * @throws OrielError `bad-request` also for what is no JSON
 */
export function checkCall(name: string, json: string): { name: ActionName; given: Record<string, string> } {
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch {
    throw wrong("JSON", `arguments of ${name}`, json);
  }
  return checkAction(name, given);
}

function listed(values: readonly string[]): string {
  return values.length === 0 ? "none" : `one of ${values.join(", ")}`;
}

function wrong(expected: string, what: string, found: unknown): OrielError {
  const shown = found === undefined ? "none" : `"${typeof found === "string" ? found : JSON.stringify(found)}"`;
  return new OrielError("bad-request", `Expected ${expected} as ${what} but found ${shown.slice(0, 200)}`, {
    what,
    found,
  });
}
