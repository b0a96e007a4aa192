// <ui-picker>: a dialog to find one of many things by typing: the command palette and the model picker are this. Knows nothing of what it lists.
import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { OrielElement } from "./element.ts";
import "./icon.ts";
import type { IconName } from "./icon.ts";
import { controls, shared } from "./styles.ts";
import { text } from "./texts.ts";

export interface PickerItem {
  id: string;
  label: string;
  /** Heading that consecutive items share. */
  group?: string;
  detail?: string;
  icon?: IconName;
  /** Shortcut keys. */
  keys?: string;
  selected?: boolean;
}

/** Items whose label, detail or group hold every word of the query, those whose label starts with it first. */
export function search<T extends PickerItem>(items: readonly T[], query: string): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  const hits = items.filter((item) => {
    const all = `${item.label} ${item.detail ?? ""} ${item.group ?? ""}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const starts = (item: T) => (item.label.toLowerCase().startsWith(words[0]!) ? 0 : 1);
  return hits.sort((a, b) => starts(a) - starts(b));
}

/** Fires `ui-pick` with the chosen item's id, and `ui-close` whenever it has closed, after that. */
@customElement("ui-picker")
export class UiPicker extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      dialog {
        width: min(560px, calc(100vw - 24px));
        max-height: min(480px, calc(100dvh - 24px));
        margin: max(12px, 12dvh) auto auto;
        padding: 0;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-large);
        background: var(--surface);
        color: var(--text);
        box-shadow: var(--shadow-front);
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: rgb(16 20 22 / 25%);
      }
      .query {
        display: flex;
        align-items: center;
        gap: 10px;
        padding: 0 16px;
        border-bottom: 1px solid var(--line);
        color: var(--muted);
      }
      input {
        flex: 1;
        min-width: 0;
        height: 48px;
        padding: 0;
        border: 0;
        background: none;
        color: var(--text);
        font-size: var(--reading);
      }
      input:focus {
        outline: none;
      }
      input::placeholder {
        color: var(--muted);
        opacity: 1;
      }
      .list {
        padding: 6px;
        overflow-y: auto;
        min-height: 0;
      }
      .group {
        padding: 8px 10px 2px;
        color: var(--muted);
        font-size: var(--small);
        font-weight: 600;
      }
      .option {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: var(--row);
        padding: 4px 10px;
        border-radius: var(--radius);
        cursor: default;
      }
      .option ui-icon {
        color: var(--muted);
      }
      .option[aria-selected="true"] {
        background: var(--accent-soft);
        outline: 1px solid transparent;
      }
      .label {
        overflow-wrap: anywhere;
      }
      .detail {
        flex: 1;
        text-align: end;
      }
      kbd {
        padding: 0 6px;
        border: 1px solid var(--line);
        border-radius: 4px;
        font: inherit;
        font-size: var(--small);
        color: var(--muted);
        white-space: nowrap;
      }
      .none {
        padding: 16px;
      }
      @media (forced-colors: active) {
        .option[aria-selected="true"] {
          outline-color: Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false }) items: PickerItem[] = [];
  @property() label = "";
  @property() placeholder = "";
  /** What to say when there are no items at all. */
  @property() empty = "";
  @state() private opened = false;
  @state() private query = "";
  @state() private active = 0;
  @query("dialog") private dialog!: HTMLDialogElement;

  show(): void {
    if (this.opened) return;
    this.query = "";
    this.active = Math.max(
      0,
      this.items.findIndex((item) => item.selected),
    );
    this.opened = true;
  }

  get open(): boolean {
    return this.opened;
  }

  protected override updated(): void {
    if (this.opened && !this.dialog.open) {
      this.dialog.showModal();
      this.renderRoot.querySelector("input")!.focus();
    }
    if (this.opened) this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  override render() {
    const found = this.opened ? search(this.items, this.query) : [];
    const active = Math.min(this.active, found.length - 1);
    return html`
      <dialog aria-label=${this.label} @close=${this.#closed} @pointerdown=${this.#outside}>
        <div class="query">
          <ui-icon name="search"></ui-icon>
          <input
            role="combobox"
            aria-label=${this.label}
            aria-expanded="true"
            aria-controls="list"
            aria-autocomplete="list"
            aria-activedescendant=${active >= 0 ? `option-${active}` : nothing}
            autocomplete="off"
            spellcheck="false"
            placeholder=${this.placeholder}
            .value=${this.query}
            @input=${this.#type}
            @keydown=${(event: KeyboardEvent) => this.#key(event, found)}
          />
        </div>
        <div class="list" id="list" role="listbox" aria-label=${this.label} tabindex="-1">
          ${found.map((item, index) => this.#option(item, index, index === active, found[index - 1]?.group))}
        </div>
        ${
          found.length > 0
            ? html`<p class="visually-hidden" role="status">${text("results", { n: found.length })}</p>`
            : html`<p class="none muted" role="status">
                ${this.items.length === 0 && this.empty ? this.empty : text("noResults", { query: this.query })}
              </p>`
        }
      </dialog>
    `;
  }

  #option(item: PickerItem, index: number, active: boolean, groupBefore?: string) {
    return html`
      ${item.group && item.group !== groupBefore ? html`<div class="group" role="presentation">${item.group}</div>` : nothing}
      <div
        class="option"
        id="option-${index}"
        role="option"
        aria-selected=${active}
        @click=${() => this.#pick(item)}
        @pointermove=${() => {
          this.active = index;
        }}
      >
        ${item.icon ? html`<ui-icon name=${item.icon}></ui-icon>` : nothing}
        <span class="label">${item.label}</span>
        <span class="detail clip muted small num">${item.detail ?? ""}</span>
        ${item.selected ? html`<ui-icon name="check"></ui-icon>` : nothing}
        ${item.keys ? html`<kbd>${item.keys}</kbd>` : nothing}
      </div>
    `;
  }

  #type(event: InputEvent): void {
    this.query = (event.target as HTMLInputElement).value;
    this.active = 0;
  }

  #key(event: KeyboardEvent, found: PickerItem[]): void {
    const last = found.length - 1;
    const active = Math.min(this.active, last);
    const next: Record<string, number> = {
      ArrowDown: active >= last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
      PageDown: Math.min(active + 8, last),
      PageUp: Math.max(active - 8, 0),
    };
    if (event.isComposing) return;
    if (event.key in next) {
      event.preventDefault();
      this.active = Math.max(0, next[event.key]!);
    } else if (event.key === "Enter" && found[active]) {
      event.preventDefault();
      this.#pick(found[active]);
    }
  }

  #pick(item: PickerItem): void {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent<string>("ui-pick", { detail: item.id }));
  }

  #outside(event: PointerEvent): void {
    if (event.target === this.dialog) this.dialog.close();
  }

  #closed(): void {
    this.opened = false;
    this.dispatchEvent(new CustomEvent("ui-close"));
  }
}
