// <ui-menu>: a button that opens a menu of commands or choices; arrow keys, Home, End and Escape work as in any menu.
import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { OrielElement } from "./element.ts";
import "./icon.ts";
import type { IconName } from "./icon.ts";
import { controls, shared } from "./styles.ts";

export interface MenuItem {
  id: string;
  label: string;
  icon?: IconName;
  /** Heading that consecutive items share. */
  group?: string;
  /** Present: the item is one of several choices of its group. */
  checked?: boolean;
  danger?: boolean;
}

/** Slot: the content of the button. Fires `ui-pick` with the chosen item's id. */
@customElement("ui-menu")
export class UiMenu extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      :host {
        display: inline-flex;
        color: var(--muted);
      }
      .trigger {
        height: 100%;
        width: auto;
        min-width: var(--control);
        min-height: var(--control);
        padding: 0 6px;
        gap: 8px;
        color: inherit;
      }
      [popover] {
        position: fixed;
        inset: auto;
        min-width: 200px;
        max-width: calc(100vw - 16px);
        max-height: calc(100dvh - 16px);
        margin: 0;
        padding: 6px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-large);
        background: var(--surface);
        color: var(--text);
        box-shadow: var(--shadow-front);
        overflow: auto;
      }
      .group {
        padding: 8px 10px 2px;
        color: var(--muted);
        font-size: var(--small);
        font-weight: 600;
      }
      .item {
        display: flex;
        align-items: center;
        gap: 10px;
        width: 100%;
        min-height: var(--row);
        padding: 4px 10px;
        border: 0;
        border-radius: var(--radius);
        background: none;
        text-align: start;
      }
      .item:hover,
      .item:focus-visible {
        background: var(--accent-soft);
        outline-offset: -2px;
      }
      .item span {
        flex: 1;
      }
      .item.danger {
        color: var(--danger);
      }
      .tick {
        color: var(--accent);
      }
    `,
  ];

  @property() label = "";
  @property({ attribute: false }) items: MenuItem[] = [];
  @state() private open = false;
  @query(".trigger") private trigger!: HTMLButtonElement;
  @query("[popover]") private popup!: HTMLElement;

  override render() {
    return html`
      <button
        class="trigger icon-button"
        aria-haspopup="menu"
        aria-expanded=${this.open}
        aria-label=${this.label}
        title=${this.label}
        @click=${this.#toggle}
      >
        <slot></slot>
      </button>
      <div popover role="menu" aria-label=${this.label} @toggle=${this.#toggled} @keydown=${this.#key}>
        ${this.open ? this.items.map((item, index) => this.#item(item, this.items[index - 1]?.group)) : nothing}
      </div>
    `;
  }

  #item(item: MenuItem, groupBefore?: string) {
    const choice = item.checked !== undefined;
    return html`
      ${item.group && item.group !== groupBefore ? html`<div class="group" role="presentation">${item.group}</div>` : nothing}
      <button
        class="item ${item.danger ? "danger" : ""}"
        role=${choice ? "menuitemradio" : "menuitem"}
        aria-checked=${choice ? item.checked! : nothing}
        tabindex="-1"
        @click=${() => this.#pick(item)}
      >
        ${item.icon ? html`<ui-icon name=${item.icon}></ui-icon>` : nothing}<span>${item.label}</span>
        ${item.checked ? html`<ui-icon class="tick" name="check"></ui-icon>` : nothing}
      </button>
    `;
  }

  async #toggle(): Promise<void> {
    if (this.open) return this.popup.hidePopover();
    this.open = true;
    await this.updateComplete;
    this.popup.showPopover();
    this.#place();
    this.#entries()[0]?.focus();
  }

  /** Below the button where there is room, else above it; inside the viewport in any case. */
  #place(): void {
    const button = this.trigger.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.popup;
    const below = button.bottom + 6;
    const top = below + height <= innerHeight - 8 ? below : Math.max(8, button.top - height - 6);
    const left = Math.max(8, Math.min(button.left, innerWidth - width - 8));
    Object.assign(this.popup.style, { top: `${top}px`, left: `${left}px` });
  }

  #entries(): HTMLElement[] {
    return [...this.popup.querySelectorAll<HTMLElement>(".item")];
  }

  #key(event: KeyboardEvent): void {
    const entries = this.#entries();
    const at = entries.indexOf(this.renderRoot.querySelector<HTMLElement>(".item:focus")!);
    const target: Record<string, number> = {
      ArrowDown: (at + 1) % entries.length,
      ArrowUp: (at - 1 + entries.length) % entries.length,
      Home: 0,
      End: entries.length - 1,
    };
    if (event.key in target) {
      event.preventDefault();
      entries[target[event.key]!]?.focus();
    } else if (event.key === "Tab" || event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.popup.hidePopover();
    }
  }

  #toggled(event: ToggleEvent): void {
    if (event.newState === "open") return;
    const hadFocus = this.popup.contains(this.renderRoot.querySelector(":focus"));
    this.open = false;
    if (hadFocus) this.trigger.focus();
  }

  #pick(item: MenuItem): void {
    this.popup.hidePopover();
    this.trigger.focus();
    this.dispatchEvent(new CustomEvent<string>("ui-pick", { detail: item.id }));
  }
}
