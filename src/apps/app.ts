// What an app is to the shell and the shell to an app: the element every app extends, and the host it is given.
import { property } from "lit/decorators.js";
import type { ModelEntry, Oriel, Progress } from "../api/types.ts";
import type { Documents } from "../base/documents.ts";
import type { Digest } from "../base/manifest.ts";
import { OrielElement } from "../ui/element.ts";
import type { Failure } from "../ui/error-view.ts";
import type { IconName } from "../ui/icon.ts";
import type { ActionName } from "./actions.ts";
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

/** A stored model as it is listed to the person. */
export interface ListedModel extends Pick<ModelEntry, "ref" | "bytes"> {
  loaded: boolean;
}

/** How an action ended that did not fail: `refused` by the person, who was asked for something and gave no answer. */
export type Outcome =
  | {
      outcome: "done";
      /** The arguments as they were understood, with the full name of a model that was meant by itself. */
      given: Record<string, string>;
      /** Of `list_models`. */
      models?: ListedModel[];
      /** Makes it undone, where that is possible. */
      undo?(): void;
    }
  | { outcome: "refused" };

export interface PerformOptions {
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

/** What the person has allowed a model to do without being asked again; a permission is for one version of one model. */
export interface Consents {
  has(model: Digest, action: ActionName): boolean;
  give(model: Digest, action: ActionName): void;
}

/** How far the built-in model is: it is stored at the first visit. */
export interface GuideState {
  name: "absent" | "preparing" | "ready" | "failed";
  /** The stored version that is Guide, by more than its own word; absent while none is known to be. */
  digest?: Digest;
  progress?: Progress;
  failure?: Failure;
}

/** Where {@link GuideState} comes from. */
export interface GuideSource {
  readonly state: GuideState;
  /** Stores and loads it because a person asks for it; how that goes is told by the state. */
  install(): void;
  /** Calls back after each change; returns the unsubscribe function. */
  onChange(listener: () => void): () => void;
}

export interface AppHost {
  readonly oriel: Oriel;
  readonly documents: Documents;
  readonly consents: Consents;
  /**
   * Carries out an action of the table, as the person's click would.
   * @throws OrielError `bad-request` for an unknown action and for arguments that the table does not have, `not-found`
   * for a model that is not there, `aborted`, and what the action itself throws
   */
  perform(name: string, given: unknown, options?: PerformOptions): Promise<Outcome>;
  guide(): GuideState;
  /** Brings the built-in model back, or tries again. */
  installGuide(): void;
  /** Calls back when {@link guide} would answer differently; returns the unsubscribe function. */
  onGuide(listener: () => void): () => void;
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
