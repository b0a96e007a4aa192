// The actions of the table as commands of the palette: one for each value that an action's argument may have now.
import type { ModelEntry } from "../api/types.ts";
import { labelOfAction } from "../apps/action-texts.ts";
import { type Action, type ActionName, actions } from "../apps/actions.ts";
import type { AppId, Command } from "../apps/app.ts";
import { appIds, apps } from "../apps/registry.ts";
import { titles } from "../apps/titles.ts";
import type { IconName } from "../ui/icon.ts";
import type { Appearance } from "./appearance.ts";
import { languageNames, text } from "./texts.ts";

/** What the palette's list depends on. */
export interface ActionScene {
  models: readonly Pick<ModelEntry, "ref">[];
  /** References of the models that are loaded. */
  loaded: readonly string[];
  open: readonly AppId[];
  appearance: Appearance;
}

type Given = Record<string, string>;

/** How an action looks in the palette, and which of its values would change something now. */
interface Look {
  group(): string;
  icon: IconName;
  shortcut?: string;
  applies?(value: string, scene: ActionScene): boolean;
  /** The value is the one that is chosen now. */
  current?(value: string, appearance: Appearance): boolean;
}

const ofModels = () => titles("models");

const looks: Record<ActionName, Look> = {
  open_app: { group: () => text("apps"), icon: "oriel" },
  close_app: { group: () => text("apps"), icon: "close", applies: (app, { open }) => open.includes(app as AppId) },
  set_theme: { group: () => text("theme"), icon: "theme", current: (value, { theme }) => value === theme },
  set_language: { group: () => text("language"), icon: "theme", current: (value, { locale }) => value === locale },
  set_density: { group: () => text("density"), icon: "theme", current: (value, { density }) => value === density },
  import_model: { group: ofModels, icon: "upload" },
  remove_model: { group: ofModels, icon: "trash" },
  load_model: { group: ofModels, icon: "play", applies: (ref, { loaded }) => !loaded.includes(ref) },
  unload_model: { group: ofModels, icon: "eject", applies: (ref, { loaded }) => loaded.includes(ref) },
  list_models: { group: ofModels, icon: "models" },
  new_chat: { group: () => titles("chat"), icon: "plus", shortcut: "Mod+Shift+O" },
  show_shortcuts: { group: () => text("shortcuts"), icon: "keyboard" },
};

/** The actions as they apply now, in the order of the table. */
export function actionCommands(scene: ActionScene, perform: (name: ActionName, given: Given) => void): Command[] {
  const names = Object.keys(actions) as ActionName[];
  return names.flatMap((name) =>
    choices(actions[name], scene)
      .filter((given) => Object.values(given).every((value) => looks[name].applies?.(value, scene) ?? true))
      .map((given) => command(name, given, scene, () => perform(name, given))),
  );
}

/** Every combination of the values of an action's parameters; a parameter without fixed values is a model. */
function choices({ parameters }: Action, { models }: ActionScene): Given[] {
  return Object.entries(parameters).reduce<Given[]>(
    (all, [key, { values }]) =>
      all.flatMap((given) => (values ?? models.map(({ ref }) => ref)).map((value) => ({ ...given, [key]: value }))),
    [{}],
  );
}

function command(name: ActionName, given: Given, { appearance }: ActionScene, run: () => void): Command {
  const { group, icon, shortcut, current } = looks[name];
  const [value] = Object.values(given);
  const app = name === "open_app" ? (value as AppId) : undefined;
  return {
    id: [name, ...Object.values(given)].join("."),
    label: labelOfAction(name, given),
    group: group(),
    // A language is found by its own name, whatever language is shown now.
    detail: name === "set_language" ? languageNames[value as keyof typeof languageNames] : undefined,
    icon: value !== undefined && current?.(value, appearance) ? "check" : app ? apps[app].icon : icon,
    shortcut: app ? `Alt+${appIds.indexOf(app) + 1}` : shortcut,
    run,
  };
}
