// What an app is to the shell and the shell to an app: the element every app extends, and the host it is given.
import { property } from "lit/decorators.js";
import type { Oriel } from "../api/types.ts";
import type { Documents } from "../base/documents.ts";
import { OrielElement } from "../ui/element.ts";
import type { IconName } from "../ui/icon.ts";
import type { AppId } from "./titles.ts";

export type { AppId };

/** What an app may be opened with; the strings also come from a link such as `/?app=models&ref=name:tag`. */
export interface AppParams {
  /** A model, `name:tag`. */
  ref?: string;
  /** Id of a chat. */
  chat?: string;
  /** Files to import. */
  files?: File[];
}

/** Something a person can do, offered in the command palette and by its shortcut. */
export interface Command {
  id: string;
  label: string;
  group: string;
  detail?: string;
  icon?: IconName;
  /** For instance `Mod+Shift+O`; Mod is Command on a Mac and Ctrl elsewhere. */
  shortcut?: string;
  run(): void;
}

export interface AppHost {
  readonly oriel: Oriel;
  readonly documents: Documents;
  /** Opens an app's window or brings it to the front. */
  open(app: AppId, params?: AppParams): void;
  /** The address that opens an app with parameters. */
  link(app: AppId, params: { ref?: string; chat?: string }): string;
  /** One line about running work for the tab's title; null when it has ended. */
  report(work: object, line: string | null): void;
}

export abstract class AppElement extends OrielElement {
  @property({ attribute: false }) host!: AppHost;

  /** Called when the app is opened, again and again while it is open. */
  receive(_params: AppParams): void {}

  /** What can be done in this app now. */
  commands(): Command[] {
    return [];
  }

  /** Puts the keyboard focus where a person starts. */
  focusMain(): void {}
}
