// <oriel-taskbar>: launcher, open windows, where models run, search and appearance, in one quiet bar at the bottom.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { densities, themes } from "../apps/actions.ts";
import type { AppId } from "../apps/app.ts";
import { appIds, apps } from "../apps/registry.ts";
import { titles } from "../apps/titles.ts";
import { OrielElement } from "../ui/element.ts";
import { locales } from "../ui/i18n.ts";
import "../ui/icon.ts";
import "../ui/menu.ts";
import type { MenuItem } from "../ui/menu.ts";
import { controls, shared } from "../ui/styles.ts";
import type { Appearance } from "./appearance.ts";
import { describe } from "./shortcuts.ts";
import { languageNames, text } from "./texts.ts";

/** Fires `task` (an app was clicked), `launch` (open an app), `palette`, and `appearance` with the changed part. */
@customElement("oriel-taskbar")
export class OrielTaskbar extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 4px;
        min-height: calc(var(--bar) + 4px);
        padding: 0 8px;
        border-top: 1px solid var(--line);
        background: var(--surface);
      }
      .tasks {
        display: flex;
        gap: 4px;
        flex: 1;
        min-width: 0;
        overflow-x: auto;
        padding: 3px;
      }
      .task {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        min-height: var(--control);
        padding: 0 12px 0 10px;
        border: 0;
        border-radius: var(--radius);
        background: none;
        color: var(--muted);
        font-weight: 500;
      }
      .task:hover {
        background: var(--hover);
      }
      .task[aria-pressed="true"] {
        background: var(--accent-soft);
        color: var(--accent);
      }
      .where {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        padding: 0 8px;
        white-space: nowrap;
      }
      .where ui-icon {
        color: var(--ok);
      }
      .launcher {
        color: var(--accent);
      }
      .find {
        color: var(--muted);
      }
      .find kbd {
        font: inherit;
        font-size: var(--small);
      }
      :host([compact]) {
        padding: 0 4px;
        gap: 0;
      }
      :host([compact]) .tasks {
        justify-content: center;
      }
      :host([compact]) .find kbd,
      :host([compact]) .where span {
        display: none;
      }
      @media (max-width: 380px) {
        :host([compact]) .where {
          display: none;
        }
        .task {
          padding: 0 8px;
        }
      }
    `,
  ];

  @property({ attribute: false }) open: { app: AppId; active: boolean }[] = [];
  @property({ attribute: false }) appearance!: Appearance;
  /** How many models are loaded. */
  @property({ type: Number }) loaded = 0;
  @property({ type: Boolean, reflect: true }) compact = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "navigation");
  }

  protected override updated(): void {
    this.setAttribute("aria-label", text("taskbar"));
  }

  override render() {
    const launch: MenuItem[] = appIds.map((id) => ({
      id,
      label: titles(id),
      icon: apps[id].icon,
      group: text("apps"),
    }));
    const loaded = this.loaded > 0 ? text("loadedModels", { n: this.loaded }) : text("noModelLoaded");
    return html`
      <ui-menu class="launcher" .label=${text("apps")} .items=${launch} @ui-pick=${this.#relay("launch")}>
        <ui-icon name="oriel"></ui-icon>
      </ui-menu>
      <div class="tasks" role="group" aria-label=${text("openApps")}>
        ${this.open.map(
          ({ app, active }) => html`<button class="task" aria-pressed=${active} @click=${() => this.#fire("task", app)}>
            <ui-icon name=${apps[app].icon}></ui-icon>${titles(app)}
          </button>`,
        )}
      </div>
      <span class="where muted small" title=${`${text("onDeviceHelp")} ${loaded}`}>
        <ui-icon name="device"></ui-icon><span>${text("onDevice")}${this.loaded > 0 ? html` · ${loaded}` : nothing}</span>
      </span>
      <button class="button find" title=${text("searchCommands")} @click=${() => this.#fire("palette")}>
        <ui-icon name="search"></ui-icon><span class="visually-hidden">${text("searchCommands")}</span><kbd>${describe("Mod+K")}</kbd>
      </button>
      <ui-menu .label=${text("appearance")} .items=${this.#choices()} @ui-pick=${this.#choose}>
        <ui-icon name="theme"></ui-icon>
      </ui-menu>
    `;
  }

  #choices(): MenuItem[] {
    const { theme, density, locale, shortcuts } = this.appearance;
    return [
      ...themes.map((id) => ({
        id: `theme:${id}`,
        label: text(`theme.${id}`),
        group: text("theme"),
        checked: id === theme,
      })),
      ...densities.map((id) => ({
        id: `density:${id}`,
        label: text(`density.${id}`),
        group: text("density"),
        checked: id === density,
      })),
      ...locales.map((id) => ({
        id: `locale:${id}`,
        label: languageNames[id],
        group: text("language"),
        checked: id === locale,
      })),
      ...([true, false] as const).map((on) => ({
        id: `shortcuts:${on}`,
        label: text(on ? "shortcuts.on" : "shortcuts.off"),
        group: text("shortcuts"),
        checked: on === shortcuts,
      })),
    ];
  }

  #choose(event: CustomEvent<string>): void {
    const [name, value] = event.detail.split(":") as [string, string];
    this.#fire("appearance", { [name]: name === "shortcuts" ? value === "true" : value });
  }

  #relay = (name: string) => (event: CustomEvent<string>) => this.#fire(name, event.detail);

  #fire(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
