// <oriel-desktop>: draws the windows the manager knows, hosts the apps in them, and hands keys, dropped files and links to whom they concern.
import { html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Oriel } from "../api/types.ts";
import type { AppElement, AppHost, AppId, AppParams, Command } from "../apps/app.ts";
import { appIds, apps, openingPair } from "../apps/registry.ts";
import { titles } from "../apps/titles.ts";
import type { Documents } from "../base/documents.ts";
import "../ui/dialog.ts";
import { OrielElement } from "../ui/element.ts";
import { type Failure, failureOf } from "../ui/error-view.ts";
import "../ui/picker.ts";
import type { UiPicker } from "../ui/picker.ts";
import { controls, shared } from "../ui/styles.ts";
import "../ui/window.ts";
import type { GestureDetail, NudgeDetail, UiWindow, WindowCommand } from "../ui/window.ts";
import { type Appearance, applyAppearance, readAppearance } from "./appearance.ts";
import { type ShellActions, shellCommands } from "./commands.ts";
import { desktopStyles } from "./desktop-styles.ts";
import { keep, readKept } from "./kept.ts";
import { writeLink } from "./link.ts";
import { describe, matches } from "./shortcuts.ts";
import "./taskbar.ts";
import { text } from "./texts.ts";
import { WindowManager, type WindowState } from "./windows.ts";

const compactLayout = matchMedia("(max-width: 719px), (max-height: 419px)");
const layoutKey = "oriel:windows";

@customElement("oriel-desktop")
export class OrielDesktop extends OrielElement {
  static override styles = [shared, controls, desktopStyles];

  @property({ attribute: false }) oriel!: Oriel;
  @property({ attribute: false }) documents!: Documents;
  /** What the page's address asks for. */
  @property({ attribute: false }) link: { app?: AppId; params: AppParams } = { params: {} };
  @state() private appearance = readAppearance();
  @state() private dropping = false;
  @state() private shortcutsShown = false;
  @state() private failures = new Map<AppId, Failure>();
  @query(".desk") private desk!: HTMLElement;
  @query("ui-picker") private palette!: UiPicker;

  readonly #manager = new WindowManager({
    get: () => readKept(layoutKey),
    set: (value) => keep(layoutKey, value),
  });
  readonly #elements = new Map<AppId, AppElement>();
  readonly #work = new Map<object, string>();
  #listening?: AbortController;
  #commands: Command[] = [];

  readonly #host: AppHost = (() => {
    const desktop = this;
    return {
      get oriel() {
        return desktop.oriel;
      },
      get documents() {
        return desktop.documents;
      },
      open: (app, params) => this.#open(app, params),
      link: (app, params) => writeLink(app, params, location.href),
      report: (work, line) => this.#report(work, line),
    };
  })();

  readonly #actions: ShellActions = {
    manager: this.#manager,
    open: (app) => this.#open(app),
    close: (app) => this.#close(app),
    setAppearance: (change) => this.#setAppearance(change),
    focusTitle: (app) => this.#frame(app)?.focusTitle(),
    focusActive: () => this.#focusActive(),
    showShortcuts: () => {
      this.shortcutsShown = true;
    },
  };

  override connectedCallback(): void {
    super.connectedCallback();
    applyAppearance(this.appearance, false);
    this.#listening = new AbortController();
    const options = { signal: this.#listening.signal };
    this.#manager.addEventListener("change", () => this.updateNextFrame(), options);
    document.addEventListener("keydown", this.#key, options);
    document.addEventListener("dragover", this.#dragOver, options);
    document.addEventListener("dragleave", this.#dragLeave, options);
    document.addEventListener("drop", this.#drop, options);
    this.updateComplete.then(() => this.#watchSize(options.signal));
    const unsubscribe = this.oriel.onChange(() => this.updateNextFrame());
    options.signal.addEventListener("abort", unsubscribe);
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
        ${shown.length === 0 ? this.#emptyDesk() : nothing}
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
      <ui-picker .label=${text("palette")} .placeholder=${text("paletteHint")} @ui-pick=${this.#run}></ui-picker>
      ${this.#shortcutsDialog()}
    `;
  }

  #emptyDesk() {
    return html`<div class="empty">
      <svg class="bay" viewBox="0 0 480 300" aria-hidden="true">
          <path d="M40 90 150 40v220L40 220zM150 40h180v220H150zM330 40l110 50v130l-110 40z" />
          <path d="M150 150h180M40 155l110-5M330 150l110 5M240 40v220" />
        </svg>
      <h2>${text("desktopEmpty")}</h2>
      <p class="muted">${text("desktopEmptyBody")}</p>
      <p>
        ${appIds.map(
          (app) => html`<button class="button" @click=${() => this.#open(app)}>
            <ui-icon name=${apps[app].icon}></ui-icon>${text("openApp", { app: titles(app) })}
          </button>`,
        )}
      </p>
    </div>`;
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

  #shortcutsDialog() {
    const withKeys = this.#allCommands().filter(({ shortcut }) => shortcut);
    return html`<ui-dialog
      .heading=${text("shortcuts")}
      .open=${this.shortcutsShown}
      @ui-close=${() => {
        this.shortcutsShown = false;
      }}
    >
      <dl class="keys">
        <div><dt>${text("palette")}</dt><dd><kbd>${describe("Mod+K")}</kbd></dd></div>
        ${withKeys.map(({ label, shortcut }) => html`<div><dt>${label}</dt><dd><kbd>${describe(shortcut!)}</kbd></dd></div>`)}
      </dl>
    </ui-dialog>`;
  }

  #open(app: AppId, params: AppParams = {}): void {
    this.#manager.open(app);
    this.#start(app, params).then(() => this.#focusActive());
  }

  /** Loads an app where it is not yet running, and gives it what it was opened with. */
  async #start(app: AppId, params: AppParams): Promise<void> {
    try {
      await apps[app].load();
      if (!this.#manager.find(app)) return;
      let element = this.#elements.get(app);
      if (!element) {
        element = document.createElement(apps[app].tag) as AppElement;
        element.host = this.#host;
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

  #report(work: object, line: string | null): void {
    if (line === null) this.#work.delete(work);
    else this.#work.set(work, line);
    const latest = [...this.#work.values()].at(-1);
    document.title = latest ? `${latest} – Oriel` : "Oriel";
  }

  #allCommands(): Command[] {
    const { active } = this.#manager;
    const ofApps = (front: boolean) =>
      [...this.#elements].filter(([app]) => (app === active) === front).flatMap(([, element]) => element.commands());
    return [...ofApps(true), ...shellCommands(this.#actions, this.appearance), ...ofApps(false)];
  }

  #showPalette(): void {
    this.#commands = this.#allCommands();
    this.palette.items = this.#commands.map(({ shortcut, ...item }) => ({
      ...item,
      keys: shortcut && describe(shortcut),
    }));
    this.palette.show();
  }

  #run(event: CustomEvent<string>): void {
    this.#commands.find(({ id }) => id === event.detail)?.run();
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

  #dragOver = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.dropping = true;
  };

  #dragLeave = (event: DragEvent) => {
    if (!event.relatedTarget) this.dropping = false;
  };

  #drop = (event: DragEvent) => {
    this.dropping = false;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.#open("models", { files });
  };
}

function place({ x, y, width, height }: { x: number; y: number; width: number; height: number }, z: number): string {
  return `left:${x}px;top:${y}px;width:${width}px;height:${height}px;z-index:${z}`;
}
