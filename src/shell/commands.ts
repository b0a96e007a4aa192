// What the shell can do beside the actions of the table, as commands: the palette lists them, shortcuts run them.
import type { AppId, Command } from "../apps/app.ts";
import { openingPair } from "../apps/registry.ts";
import { titles } from "../apps/titles.ts";
import type { Appearance } from "./appearance.ts";
import { text } from "./texts.ts";
import type { WindowManager } from "./windows.ts";

export interface ShellSurface {
  manager: WindowManager;
  setAppearance(change: Partial<Appearance>): void;
  focusTitle(app: AppId): void;
  /** Gives the keyboard to the window in front. */
  focusActive(): void;
  /** Forgets what models were allowed to do without being asked again. */
  askAgain(): void;
}

function windowCommands(app: AppId, surface: ShellSurface): Command[] {
  const { manager } = surface;
  const name = { app: titles(app) };
  const group = text("window");
  const maximised = manager.find(app)?.zone === "full";
  if (manager.compact) return [];
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
        surface.focusActive();
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
    { id: "window.move", label: text("moveResize", name), group, icon: "keyboard", run: () => surface.focusTitle(app) },
  ];
}

/** The commands as they apply now. */
export function shellCommands(surface: ShellSurface, appearance: Appearance): Command[] {
  const { manager } = surface;
  const cycle = (direction: 1 | -1) => () => {
    manager.cycle(direction);
    surface.focusActive();
  };
  const shortcuts = (on: boolean): Command => ({
    id: `shortcuts.${on}`,
    label: text(on ? "turnShortcutsOn" : "turnShortcutsOff"),
    group: text("shortcuts"),
    icon: appearance.shortcuts === on ? "check" : "keyboard",
    run: () => surface.setAppearance({ shortcuts: on }),
  });
  return [
    ...(manager.active ? windowCommands(manager.active, surface) : []),
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
    shortcuts(true),
    shortcuts(false),
    {
      id: "consents.clear",
      label: text("askAgain"),
      group: text("permissions"),
      icon: "refresh",
      run: () => surface.askAgain(),
    },
  ];
}
