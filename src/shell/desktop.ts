// <oriel-desktop>: draws the windows the manager knows, hosts the apps in them, and hands keys, actions, dropped files and links to whom they concern.
import { html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { ModelEntry, Oriel } from "../api/types.ts";
import { describeDone } from "../apps/action-texts.ts";
import type { ActionName } from "../apps/actions.ts";
import type { AppElement, AppHost, AppId, AppParams, Command, GuideSource } from "../apps/app.ts";
import { apps, openingPair } from "../apps/registry.ts";
import { titles } from "../apps/titles.ts";
import type { Documents } from "../base/documents.ts";
import { OrielError } from "../base/errors.ts";
import { announce } from "../ui/announce.ts";
import { confirm } from "../ui/confirm.ts";
import { OrielElement } from "../ui/element.ts";
import { type Failure, failureOf } from "../ui/error-view.ts";
import { controls, shared } from "../ui/styles.ts";
import "../ui/window.ts";
import type { GestureDetail, NudgeDetail, UiWindow, WindowCommand } from "../ui/window.ts";
import { actionCommands } from "./action-commands.ts";
import { Actions, listedAsAction } from "./actions.ts";
import { type Appearance, applyAppearance, readAppearance } from "./appearance.ts";
import { choose } from "./choose.ts";
import { type ShellSurface, shellCommands } from "./commands.ts";
import { KeptConsents } from "./consent.ts";
import { emptyDesk, type PaletteResult, resultDialog, shortcutsDialog } from "./desktop-parts.ts";
import { desktopStyles } from "./desktop-styles.ts";
import { watchDrops } from "./drop-files.ts";
import { placeOf } from "./kept.ts";
import { writeLink } from "./link.ts";
import "./palette.ts";
import type { OrielPalette } from "./palette.ts";
import { matches } from "./shortcuts.ts";
import "./taskbar.ts";
import { text } from "./texts.ts";
import { WindowManager, type WindowState } from "./windows.ts";
import { WorkTitle } from "./work-title.ts";

const compactLayout = matchMedia("(max-width: 719px), (max-height: 419px)");

const noGuide: GuideSource = { state: { name: "absent" }, install: () => {}, onChange: () => () => {} };

@customElement("oriel-desktop")
export class OrielDesktop extends OrielElement {
  static override styles = [shared, controls, desktopStyles];

  @property({ attribute: false }) oriel!: Oriel;
  @property({ attribute: false }) documents!: Documents;
  @property({ attribute: false }) guide: GuideSource = noGuide;
  /** What the page's address asks for. */
  @property({ attribute: false }) link: { app?: AppId; params: AppParams } = { params: {} };
  @state() private appearance = readAppearance();
  @state() private dropping = false;
  @state() private shortcutsShown = false;
  @state() private failures = new Map<AppId, Failure>();
  @state() private result?: PaletteResult;
  @query(".desk") private desk!: HTMLElement;
  @query("oriel-palette") private palette!: OrielPalette;

  readonly #manager = new WindowManager(placeOf("oriel:windows"));
  readonly #consents = new KeptConsents(placeOf("oriel:consent"));
  readonly #elements = new Map<AppId, AppElement>();
  readonly #title = new WorkTitle();
  #listening?: AbortController;
  #models: ModelEntry[] = [];

  readonly host: AppHost = (() => {
    const desktop = this;
    return {
      get oriel() {
        return desktop.oriel;
      },
      get documents() {
        return desktop.documents;
      },
      get consents() {
        return desktop.#consents;
      },
      open: (app, params) => this.#open(app, params),
      link: (app, params) => writeLink(app, params, location.href),
      report: (work, line) => this.#title.report(work, line),
      perform: (name, given, options) => this.#actions.perform(name, given, options),
      guide: () => this.guide.state,
      installGuide: () => this.guide.install(),
      onGuide: (listener) => this.guide.onChange(listener),
    };
  })();

  readonly #surface: ShellSurface = {
    manager: this.#manager,
    setAppearance: (change) => this.#setAppearance(change),
    focusTitle: (app) => this.#frame(app)?.focusTitle(),
    focusActive: () => this.#focusActive(),
    askAgain: () => {
      this.#consents.clear();
      announce(text("askedAgain"));
    },
  };

  readonly #actions = (() => {
    const desktop = this;
    return new Actions({
      ...{ manager: this.#manager, choose, confirm },
      get oriel() {
        return desktop.oriel;
      },
      get appearance() {
        return desktop.appearance;
      },
      guide: () => this.guide.state,
      setAppearance: (change) => this.#setAppearance(change),
      open: (app) => this.#open(app),
      close: (app) => this.#close(app),
      showShortcuts: () => {
        this.shortcutsShown = true;
      },
      runIn: (app, command) => this.#runIn(app, command),
      report: (work, line) => this.#title.report(work, line),
    });
  })();

  override connectedCallback(): void {
    super.connectedCallback();
    applyAppearance(this.appearance, false);
    this.#listening = new AbortController();
    const options = { signal: this.#listening.signal };
    this.#manager.addEventListener("change", () => this.updateNextFrame(), options);
    document.addEventListener("keydown", this.#key, options);
    const over = (hanging: boolean) => {
      this.dropping = hanging;
    };
    watchDrops({ over, files: (files) => this.#open("models", { files }) }, options.signal);
    this.updateComplete.then(() => this.#watchSize(options.signal));
    const unsubscribe = this.oriel.onChange((what) => {
      if (what === "models") this.#readModels();
      this.updateNextFrame();
    });
    options.signal.addEventListener("abort", unsubscribe);
    this.#readModels();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening?.abort();
  }

  #measure = () => {
    this.#manager.setDesk({ width: this.desk.clientWidth, height: this.desk.clientHeight }, compactLayout.matches);
  };

  #watchSize(signal: AbortSignal): void {
    if (signal.aborted) return;
    const observer = new ResizeObserver(this.#measure);
    observer.observe(this.desk);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  protected override firstUpdated(): void {
    this.#measure();
    if (this.#manager.windows.length === 0) this.#manager.arrange(...openingPair);
    for (const { app } of this.#manager.windows) this.#start(app, {});
    if (this.link.app) this.#open(this.link.app, this.link.params);
  }

  protected override updated(_changed: PropertyValues): void {
    for (const window of this.#manager.windows) {
      const element = this.#elements.get(window.app);
      if (element) element.paused = this.#manager.hidden(window);
    }
  }

  override render() {
    const { windows, active, compact, preview, desk } = this.#manager;
    const shown = windows.filter(({ minimised }) => !minimised);
    return html`
      <main class="desk" aria-label="Oriel">
        <h1 class="visually-hidden">Oriel</h1>
        ${shown.length === 0 ? emptyDesk((app) => this.#open(app)) : nothing}
        ${repeat(
          windows,
          ({ app }) => app,
          (window) => this.#window(window, window.app === active),
        )}
        ${
          preview
            ? html`<div class="preview" .style=${place(this.#manager.rectOf({ ...windows[0]!, zone: preview }), 100000)}></div>`
            : nothing
        }
        ${
          this.dropping
            ? html`<div class="drop" .style=${`z-index:100001;width:${desk.width}px`}>
                <ui-icon name="download"></ui-icon><strong>${text("dropTitle")}</strong><span>${text("dropBody")}</span>
              </div>`
            : nothing
        }
      </main>
      <oriel-taskbar
        .open=${windows.map(({ app }) => ({ app, active: app === active }))}
        .appearance=${this.appearance}
        .loaded=${this.oriel.ps().filter(({ state }) => state !== "loading").length}
        ?compact=${compact}
        @task=${(event: CustomEvent<AppId>) => this.#task(event.detail)}
        @launch=${(event: CustomEvent<AppId>) => this.#open(event.detail)}
        @palette=${this.#showPalette}
        @appearance=${(event: CustomEvent<Partial<Appearance>>) => this.#setAppearance(event.detail)}
      ></oriel-taskbar>
      <oriel-palette></oriel-palette>
      ${shortcutsDialog(this.shortcutsShown ? this.#allCommands() : [], this.shortcutsShown, () => {
        this.shortcutsShown = false;
      })}
      ${resultDialog(this.result, () => {
        this.result = undefined;
      })}
    `;
  }

  #window(window: WindowState, active: boolean) {
    const { app } = window;
    const failure = this.failures.get(app);
    return html`
      <ui-window
        data-app=${app}
        .heading=${titles(app)}
        .icon=${apps[app].icon}
        .active=${active}
        .maximised=${window.zone === "full"}
        .compact=${this.#manager.compact}
        .style=${place(this.#manager.rectOf(window), window.z)}
        ?hidden=${this.#manager.hidden(window)}
        @ui-window-command=${(event: CustomEvent<WindowCommand>) => this.#windowCommand(app, event.detail)}
        @ui-nudge=${(event: CustomEvent<NudgeDetail>) =>
          this.#manager.nudge(app, event.detail.dx, event.detail.dy, event.detail.resize)}
        @ui-gesture=${(event: CustomEvent<GestureDetail>) => this.#gesture(app, event.detail)}
      >
        ${
          failure
            ? html`<div class="failed">
                <ui-error .failure=${failure} .effect=${text("appFailed")}>
                  <button class="button" @click=${() => this.#start(app, {})}>${text("retry")}</button>
                </ui-error>
              </div>`
            : this.#elements.get(app)
        }
      </ui-window>
    `;
  }

  async #open(app: AppId, params: AppParams = {}): Promise<void> {
    this.#manager.open(app);
    await this.#start(app, params);
    await this.#focusActive();
  }

  async #runIn(app: AppId, id: string): Promise<void> {
    this.#manager.open(app);
    await this.#start(app, {});
    const element = this.#elements.get(app);
    await element?.updateComplete;
    const command = element?.commands().find((known) => known.id === id);
    const failure = this.failures.get(app);
    if (failure) throw new OrielError(failure.code, failure.message, failure.data);
    if (!command) throw new OrielError("not-found", `Expected the command ${id} in ${app} but found none`, { app, id });
    command.run();
  }

  /** Loads an app where it is not yet running, and gives it what it was opened with. */
  async #start(app: AppId, params: AppParams): Promise<void> {
    try {
      await apps[app].load();
      if (!this.#manager.find(app)) return;
      let element = this.#elements.get(app);
      if (!element) {
        element = document.createElement(apps[app].tag) as AppElement;
        element.host = this.host;
        this.#elements.set(app, element);
      }
      this.failures.delete(app);
      element.receive(params);
    } catch (error) {
      this.failures.set(app, failureOf(error));
    }
    this.requestUpdate();
    await this.updateComplete;
  }

  #close(app: AppId): void {
    this.#manager.close(app);
    this.#elements.delete(app);
    this.updateComplete.then(() => this.#focusActive());
  }

  #windowCommand(app: AppId, command: WindowCommand): void {
    if (command === "close") this.#close(app);
    else if (command === "minimise") this.#manager.minimise(app);
    else if (command === "toggle-maximise") this.#manager.toggleMaximised(app);
    else this.#manager.focus(app);
  }

  /** A click on a task shows its window, or puts it away when it is already in front. */
  #task(app: AppId): void {
    if (this.#manager.active === app && !this.#manager.compact) this.#manager.minimise(app);
    else this.#open(app);
  }

  #gesture(app: AppId, detail: GestureDetail): void {
    const origin = this.desk.getBoundingClientRect();
    const [px, py] = [detail.clientX - origin.left, detail.clientY - origin.top];
    if (detail.phase === "start") this.#manager.beginGesture(app, detail.edges, px - detail.dx);
    else if (detail.phase === "move") this.#manager.gesture(app, detail.edges, detail.dx, detail.dy, px, py);
    else this.#manager.endGesture(app, detail.phase === "cancel");
  }

  #frame(app: AppId): UiWindow | null {
    return this.renderRoot.querySelector<UiWindow>(`ui-window[data-app="${app}"]`);
  }

  async #focusActive(): Promise<void> {
    await new Promise(requestAnimationFrame);
    await this.updateComplete;
    const app = this.#manager.active;
    const element = app && this.#elements.get(app);
    if (!element) return;
    await element.updateComplete;
    // With one window at a time the keyboard may be on the screen: it comes when a field is touched, not before.
    if (this.#manager.compact) this.#frame(app)?.focusTitle();
    else element.focusMain();
  }

  #setAppearance(change: Partial<Appearance>): void {
    this.appearance = { ...this.appearance, ...change };
    applyAppearance(this.appearance, true);
  }

  #allCommands(): Command[] {
    const { active } = this.#manager;
    const ofApps = (front: boolean) =>
      [...this.#elements]
        .filter(([app]) => (app === active) === front)
        .flatMap(([, element]) => element.commands())
        .filter(({ id }) => !listedAsAction(id));
    const scene = {
      models: this.#models,
      loaded: this.oriel.ps().map(({ ref }) => ref),
      open: this.#manager.windows.map(({ app }) => app),
      appearance: this.appearance,
    };
    const ofTable = actionCommands(scene, (name, given) => this.#performChosen(name, given));
    return [...ofApps(true), ...ofTable, ...shellCommands(this.#surface, this.appearance), ...ofApps(false)];
  }

  /** Carries out what was chosen in the palette; what there is to see of it is shown in a dialog. */
  async #performChosen(name: ActionName, given: Record<string, string>): Promise<void> {
    try {
      const outcome = await this.#actions.perform(name, given);
      if (outcome.outcome === "refused") return;
      if (outcome.models) this.result = { name, given, models: outcome.models };
      announce(describeDone(name, outcome.given));
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code !== "aborted") this.result = { name, given, failure };
    }
  }

  /** The palette lists the models that are stored now; where they cannot be read, the Models app says so. */
  async #readModels(): Promise<void> {
    this.#models = await this.oriel.models.list().catch(() => []);
  }

  #showPalette(): void {
    this.palette.show(this.#allCommands());
  }

  #key = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (matches(event, "Mod+K")) {
      event.preventDefault();
      this.#showPalette();
      return;
    }
    const inDialog = event.composedPath().some((target) => target instanceof HTMLDialogElement);
    if (!this.appearance.shortcuts || inDialog) return;
    const command = this.#allCommands().find(({ shortcut }) => shortcut && matches(event, shortcut));
    if (!command) return;
    event.preventDefault();
    command.run();
  };
}

function place({ x, y, width, height }: { x: number; y: number; width: number; height: number }, z: number): string {
  return `left:${x}px;top:${y}px;width:${width}px;height:${height}px;z-index:${z}`;
}
