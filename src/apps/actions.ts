// The table of actions: all that a model may ask the shell to do. The palette, Guide's training and its check read it; carrying out is the shell's.
import type { Json } from "../base/manifest.ts";
import { locales } from "../ui/i18n.ts";
import { titles } from "./titles.ts";

export const themes = ["system", "light", "dark"] as const;
export const densities = ["comfortable", "compact"] as const;

/**
 * When the person is asked before an action that a model wants is carried out: `never` (it only adds to the chat), `once`
 * (until they allow it for good), `always`.
 */
export type Consent = "never" | "once" | "always";

export interface ActionParameter {
  /** What it may be; absent: the name of a model. */
  values?: readonly string[];
  optional?: boolean;
  description: string;
}

export interface Action {
  description: string;
  consent: Consent;
  parameters: Record<string, ActionParameter>;
}

const appIds = Object.keys(titles.tables.en);
const app = { app: { values: appIds, description: "The app" } };
const model = {
  model: { optional: true, description: "Name of the model, as name or name:tag; absent where one is meant by itself" },
};

/** Every action by the name that a tool call has. */
export const actions = {
  open_app: { description: "Open an app's window", consent: "once", parameters: app },
  close_app: { description: "Close an app's window", consent: "once", parameters: app },
  set_theme: {
    description: "Change the colours of the interface; system follows the device",
    consent: "once",
    parameters: { theme: { values: themes, description: "The theme" } },
  },
  set_language: {
    description: "Change the language of the interface",
    consent: "once",
    parameters: { language: { values: locales, description: "A language tag" } },
  },
  set_density: {
    description: "Change how closely the interface is set",
    consent: "once",
    parameters: { density: { values: densities, description: "The density" } },
  },
  import_model: { description: "Ask the person for a model file and store it", consent: "always", parameters: {} },
  remove_model: { description: "Delete a stored model", consent: "always", parameters: model },
  load_model: { description: "Load a stored model onto the GPU", consent: "once", parameters: model },
  unload_model: { description: "Unload a model and free its memory", consent: "once", parameters: model },
  list_models: { description: "List the stored models", consent: "never", parameters: {} },
  new_chat: { description: "Begin a new chat", consent: "once", parameters: {} },
  show_shortcuts: { description: "Show the keyboard shortcuts", consent: "once", parameters: {} },
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof actions;

/** The actions that a person may allow for good. */
export type LastingAction = {
  [Name in ActionName]: (typeof actions)[Name]["consent"] extends "once" ? Name : never;
}[ActionName];

export function isLasting(name: ActionName): name is LastingAction {
  return actions[name].consent === "once";
}

/** The table as the tools of OpenAI's API: JSON Schema of each action's arguments. */
export function actionTools(): Json[] {
  return Object.entries(actions).map(([name, action]) => {
    const { description, parameters }: Action = action;
    const properties = Object.entries(parameters).map(([key, { values, description }]) => [
      key,
      { type: "string", description, ...(values && { enum: [...values] }) },
    ]);
    const required = Object.keys(parameters).filter((key) => !parameters[key]!.optional);
    const schema = {
      type: "object",
      properties: Object.fromEntries(properties),
      required,
      additionalProperties: false,
    };
    return { type: "function", function: { name, description, parameters: schema } };
  });
}
