// Everything the shell itself can do, as commands: the palette lists them, shortcuts run them.
import type { AppId, Command } from "../apps/app.ts";
import { appIds, apps, openingPair } from "../apps/registry.ts";
import { titles } from "../apps/titles.ts";
import { locales } from "../ui/i18n.ts";
import { type Appearance, densities, themes } from "./appearance.ts";
import { languageNames, text } from "./texts.ts";
import type { WindowManager } from "./windows.ts";

export interface ShellActions {
  manager: WindowManager;
  open(app: AppId): void;
  close(app: AppId): void;
  setAppearance(change: Partial<Appearance>): void;
  focusTitle(app: AppId): void;
  /** Gives the keyboard to the window in front. */
  focusActive(): void;
  showShortcuts(): void;
}

function windowCommands(app: AppId, actions: ShellActions): Command[] {
  const { manager } = actions;
  const name = { app: titles(app) };
  const group = text("window");
  const maximised = manager.find(app)?.zone === "full";
  const close: Command = {
    id: "window.close",
    label: text("close", name),
    group,
    icon: "close",
    run: () => actions.close(app),
  };
  if (manager.compact) return [close];
  return [
    {
      id: "window.maximise",
      label: maximised ? text("restore", name) : text("maximise", name),
      group,
      icon: maximised ? "restore" : "maximise",
      shortcut: "Ctrl+Alt+ArrowUp",
      run: () => manager.toggleMaximised(app),
    },
    {
      id: "window.minimise",
      label: text("minimise", name),
      group,
      icon: "minimise",
      shortcut: "Ctrl+Alt+ArrowDown",
      run: () => {
        manager.minimise(app);
        actions.focusActive();
      },
    },
    {
      id: "window.left",
      label: text("snapLeft", name),
      group,
      icon: "left",
      shortcut: "Ctrl+Alt+ArrowLeft",
      run: () => manager.snap(app, "left"),
    },
    {
      id: "window.right",
      label: text("snapRight", name),
      group,
      icon: "right",
      shortcut: "Ctrl+Alt+ArrowRight",
      run: () => manager.snap(app, "right"),
    },
    { id: "window.move", label: text("moveResize", name), group, icon: "keyboard", run: () => actions.focusTitle(app) },
    close,
  ];
}

/** The shell's commands as they apply now. */
export function shellCommands(actions: ShellActions, appearance: Appearance): Command[] {
  const { manager } = actions;
  const cycle = (direction: 1 | -1) => () => {
    manager.cycle(direction);
    actions.focusActive();
  };
  const choice = (name: keyof Appearance, value: unknown, label: string, group: string): Command => ({
    id: `${name}.${value}`,
    label,
    group,
    icon: appearance[name] === value ? "check" : "theme",
    run: () => actions.setAppearance({ [name]: value }),
  });
  return [
    ...appIds.map(
      (app, index): Command => ({
        id: `open.${app}`,
        label: text("openApp", { app: titles(app) }),
        group: text("apps"),
        icon: apps[app].icon,
        shortcut: `Alt+${index + 1}`,
        run: () => actions.open(app),
      }),
    ),
    ...(manager.active ? windowCommands(manager.active, actions) : []),
    {
      id: "window.next",
      label: text("nextWindow"),
      group: text("window"),
      icon: "right",
      shortcut: "F6",
      run: cycle(1),
    },
    {
      id: "window.previous",
      label: text("previousWindow"),
      group: text("window"),
      icon: "left",
      shortcut: "Shift+F6",
      run: cycle(-1),
    },
    ...(manager.compact
      ? []
      : [
          {
            id: "window.sideBySide",
            label: text("sideBySide", { left: titles(openingPair[0]), right: titles(openingPair[1]) }),
            group: text("window"),
            icon: "sidebar",
            run: () => {
              for (const app of openingPair) manager.snap(app, null);
              manager.arrange(...openingPair);
            },
          } satisfies Command,
        ]),
    ...themes.map((id) => choice("theme", id, text(`theme.${id}`), text("theme"))),
    ...densities.map((id) => choice("density", id, text(`density.${id}`), text("density"))),
    ...locales.map((id) => choice("locale", id, languageNames[id], text("language"))),
    choice("shortcuts", true, text("shortcuts.on"), text("shortcuts")),
    choice("shortcuts", false, text("shortcuts.off"), text("shortcuts")),
    {
      id: "shortcuts.show",
      label: text("showShortcuts"),
      group: text("shortcuts"),
      icon: "keyboard",
      run: () => actions.showShortcuts(),
    },
  ];
}
