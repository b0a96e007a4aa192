// <ui-dialog>: a modal dialog on the browser's own <dialog>, which keeps everything behind it inert and gives the focus back.
import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { OrielElement } from "./element.ts";
import "./icon.ts";
import { controls, shared } from "./styles.ts";
import { text } from "./texts.ts";

/** Slots: the default one and `actions`. Fires `ui-close` whenever it has closed. */
@customElement("ui-dialog")
export class UiDialog extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      dialog {
        width: min(var(--dialog-width, 480px), calc(100vw - 24px));
        max-height: min(720px, calc(100dvh - 24px));
        padding: 0;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-large);
        background: var(--surface);
        color: var(--text);
        box-shadow: var(--shadow-front);
        overflow: hidden;
      }
      dialog:focus {
        outline: none;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: rgb(16 20 22 / 40%);
      }
      header {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 12px 8px 4px 20px;
      }
      h2 {
        flex: 1;
        font-size: var(--title);
        line-height: 1.3;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .body {
        padding: 4px 20px 20px;
        overflow: auto;
        min-height: 0;
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
        padding: 12px 20px;
        border-top: 1px solid var(--line);
        background: var(--raised);
      }
      footer:not(.filled) {
        display: none;
      }
    `,
  ];

  @property() heading = "";
  @property({ type: Boolean, reflect: true }) open = false;

  override render() {
    return html`
      <dialog autofocus aria-labelledby="heading" @close=${this.#closed}>
        <header>
          <h2 id="heading">${this.heading}</h2>
          <button class="icon-button" aria-label=${text("close")} title=${text("close")} @click=${this.close}>
            <ui-icon name="close"></ui-icon>
          </button>
        </header>
        <div class="body"><slot></slot></div>
        <footer><slot name="actions" @slotchange=${this.#actions}></slot></footer>
      </dialog>
    `;
  }

  protected override updated(): void {
    const dialog = this.renderRoot.querySelector("dialog")!;
    if (this.open && !dialog.open) {
      dialog.showModal();
      this.querySelector<HTMLElement>("[autofocus]")?.focus();
    } else if (!this.open && dialog.open) dialog.close();
  }

  close(): void {
    this.open = false;
  }

  #closed(): void {
    this.open = false;
    this.dispatchEvent(new CustomEvent("ui-close"));
  }

  #actions(event: Event): void {
    const slot = event.target as HTMLSlotElement;
    slot.parentElement!.classList.toggle("filled", slot.assignedElements().length > 0);
  }
}
