// Carries out the actions of the table through window.oriel and the desktop, as a person's click would. Whether a model may, is asked before.
import type { ModelEntry, Oriel } from "../api/types.ts";
import { checkAction } from "../apps/action-arguments.ts";
import type { ActionName } from "../apps/actions.ts";
import type { AppId, GuideState, Outcome, PerformOptions } from "../apps/app.ts";
import { workOf } from "../apps/models/work.ts";
import { OrielError, throwIfAborted } from "../base/errors.ts";
import type { Question } from "../ui/confirm.ts";
import { formatBytes } from "../ui/format.ts";
import type { PickerItem } from "../ui/picker.ts";
import type { Appearance } from "./appearance.ts";
import { matching } from "./find-model.ts";
import { text } from "./texts.ts";
import type { WindowManager } from "./windows.ts";

/** What the actions act on. */
export interface ActionSurface {
  readonly oriel: Oriel;
  readonly manager: WindowManager;
  readonly appearance: Appearance;
  guide(): GuideState;
  setAppearance(change: Partial<Appearance>): void;
  open(app: AppId): void;
  close(app: AppId): void;
  showShortcuts(): void;
  /** Opens an app and runs one of its commands. */
  runIn(app: AppId, command: string): Promise<void>;
  report(work: object, line: string | null): void;
  /** Lets the person choose; undefined when they do not. */
  choose(label: string, items: PickerItem[]): Promise<string | undefined>;
  confirm(question: Question): Promise<boolean>;
}

type Given = Record<string, string>;
type Carry = (given: Given, options: PerformOptions) => Promise<Outcome>;

/** The commands of apps that an action runs: the palette lists the action in their place. */
const importCommand = "models.import";
const newChatCommand = "chat.new";

/** Whether an app's command is there once more as an action of the table. */
export function listedAsAction(command: string): boolean {
  return command === importCommand || command === newChatCommand;
}

/** {@link AppHost.perform} over a desktop. */
export class Actions {
  constructor(private readonly surface: ActionSurface) {}

  async perform(name: string, given: unknown, options: PerformOptions = {}): Promise<Outcome> {
    const action = checkAction(name, given);
    throwIfAborted(options.signal);
    return this.#carry[action.name](action.given, options);
  }

  readonly #carry: Record<ActionName, Carry> = {
    open_app: async (given) => this.#open(given),
    close_app: async (given) => this.#close(given),
    set_theme: async (given) => this.#set(given, "theme", given.theme as Appearance["theme"]),
    set_language: async (given) => this.#set(given, "locale", given.language as Appearance["locale"]),
    set_density: async (given) => this.#set(given, "density", given.density as Appearance["density"]),
    import_model: async (given) => {
      await this.surface.runIn("models", importCommand);
      return { outcome: "done", given };
    },
    remove_model: (given) => this.#remove(given),
    load_model: (given, options) => this.#load(given, options),
    unload_model: (given) => this.#unload(given),
    list_models: async (given) => {
      const models = (await this.surface.oriel.models.list()).map(({ ref, bytes }) => ({
        ref,
        bytes,
        loaded: this.#loaded().includes(ref),
      }));
      return { outcome: "done", given, models };
    },
    new_chat: async (given) => {
      await this.surface.runIn("chat", newChatCommand);
      return { outcome: "done", given };
    },
    show_shortcuts: async (given) => {
      this.surface.showShortcuts();
      return { outcome: "done", given };
    },
  };

  #open(given: Given): Outcome {
    const { manager } = this.surface;
    const app = given.app as AppId;
    const before = manager.find(app);
    const { active } = manager;
    const wasMinimised = before?.minimised;
    this.surface.open(app);
    if (active === app) return { outcome: "done", given };
    const undo = () => {
      if (!before) this.surface.close(app);
      else if (wasMinimised) manager.minimise(app);
      else if (active) manager.focus(active);
    };
    return { outcome: "done", given, undo };
  }

  /** Closing what is closed is done without doing anything. */
  #close(given: Given): Outcome {
    const { manager } = this.surface;
    const app = given.app as AppId;
    const window = manager.find(app);
    if (!window) return { outcome: "done", given };
    const before = { ...window };
    this.surface.close(app);
    const undo = () => {
      manager.reopen(before);
      this.surface.open(app);
    };
    return { outcome: "done", given, undo };
  }

  #set<K extends keyof Appearance>(given: Given, key: K, value: Appearance[K]): Outcome {
    const before = this.surface.appearance[key];
    this.surface.setAppearance({ [key]: value });
    if (before === value) return { outcome: "done", given };
    return { outcome: "done", given, undo: () => this.surface.setAppearance({ [key]: before }) };
  }

  async #load({ model }: Given, { signal, onProgress }: PerformOptions): Promise<Outcome> {
    const { oriel } = this.surface;
    const entries = await oriel.models.list();
    const loaded = this.#loaded();
    const candidates = model === undefined ? entries.filter(({ ref }) => !loaded.includes(ref)) : entries;
    if (candidates.length === 0 && entries.length > 0)
      throw new OrielError("not-found", `Expected a model to load but found all loaded: ${loaded.join(", ")}`, {
        loaded,
      });
    const ref = await this.#which(model, candidates, "installed", text("which.load"));
    if (ref === undefined) return { outcome: "refused" };
    throwIfAborted(signal);
    await workOf(this.surface).untilLoaded(ref, { signal, onProgress });
    return { outcome: "done", given: { model: ref } };
  }

  async #unload({ model }: Given): Promise<Outcome> {
    const { oriel } = this.surface;
    const loaded = this.#loaded();
    const entries = (await oriel.models.list()).filter(({ ref }) => loaded.includes(ref));
    const ref = await this.#which(model, entries, "loaded", text("which.unload"));
    if (ref === undefined) return { outcome: "refused" };
    const process = oriel.ps().find((running) => running.ref === ref);
    if (process) await oriel.kill(process.pid);
    return { outcome: "done", given: { model: ref } };
  }

  /** Asks as the Models app does, whoever wants it: what is deleted cannot be brought back. */
  async #remove({ model }: Given): Promise<Outcome> {
    const { oriel, confirm, guide } = this.surface;
    const entries = await oriel.models.list();
    const ref = await this.#which(model, entries, "installed", text("which.remove"));
    const entry = entries.find((known) => known.ref === ref);
    if (!entry) return { outcome: "refused" };
    const { removeModel, removeQuestion } = await import("../apps/models/remove.ts");
    const question = removeQuestion(entry, { guide: guide(), processes: oriel.ps() });
    if (!(await confirm(question))) return { outcome: "refused" };
    await removeModel(oriel, entry);
    return { outcome: "done", given: { model: entry.ref } };
  }

  #loaded(): string[] {
    return this.surface.oriel.ps().map(({ ref }) => ref);
  }

  /**
   * The model that is meant: by its name, or the only one there is; the person chooses among several.
   * @throws OrielError `not-found` where none can be meant
   */
  async #which(
    name: string | undefined,
    entries: readonly ModelEntry[],
    kind: "installed" | "loaded",
    question: string,
  ): Promise<string | undefined> {
    const refs = entries.map(({ ref }) => ref);
    const found = name === undefined ? refs : matching(name, refs);
    if (found.length === 0) {
      const expected = name === undefined ? `a model that is ${kind}` : `a model that is ${kind} and named "${name}"`;
      const message = `Expected ${expected} but found ${refs.length > 0 ? `only ${refs.join(", ")}` : "none"}`;
      throw new OrielError("not-found", message, { name, [kind]: refs });
    }
    if (found.length === 1) return found[0];
    const items = entries
      .filter(({ ref }) => found.includes(ref))
      .map(({ ref, quantization, bytes }) => ({
        id: ref,
        label: ref,
        detail: `${quantization} · ${formatBytes(bytes)}`,
      }));
    return this.surface.choose(question, items);
  }
}
