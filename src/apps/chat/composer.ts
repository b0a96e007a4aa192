// <oriel-chat-composer>: where a message is written and sent, and where an answer is stopped. Keeps its draft to itself.
import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { OrielElement } from "../../ui/element.ts";
import "../../ui/icon.ts";
import { controls, shared } from "../../ui/styles.ts";
import { text } from "./texts.ts";

/** Fires `send` with the text, and `stop`. */
@customElement("oriel-chat-composer")
export class OrielChatComposer extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      :host {
        display: block;
      }
      .box {
        display: flex;
        align-items: end;
        gap: 8px;
        padding: 6px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-large);
        background: var(--surface);
      }
      .box:focus-within {
        border-color: var(--accent);
        box-shadow: 0 0 0 1px var(--accent);
      }
      textarea {
        flex: 1;
        min-width: 0;
        min-height: var(--control);
        max-height: min(240px, 40vh);
        padding: calc((var(--control) - 1.5em) / 2) 8px;
        border: 0;
        background: none;
        font-size: var(--reading);
        line-height: 1.5;
        resize: none;
        field-sizing: content;
      }
      textarea:focus {
        outline: none;
      }
      textarea::placeholder {
        color: var(--muted);
        opacity: 1;
      }
      .send {
        width: var(--control);
        padding: 0;
      }
      .hint {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        padding: 4px 8px 0;
      }
      .context {
        margin-inline-start: auto;
      }
    `,
  ];

  @property({ type: Boolean }) running = false;
  @property({ type: Boolean }) disabled = false;
  @property({ type: Boolean }) plain = false;
  /** How much of the context is used, in words. */
  @property() context = "";
  @state() private draft = "";
  @query("textarea") private input!: HTMLTextAreaElement;

  focusInput(): void {
    this.input?.focus();
  }

  override render() {
    const label = text(this.plain ? "plainMessage" : "message");
    const send = text(this.plain ? "sendPlain" : "send");
    return html`
      <div class="box">
        <textarea
          rows="1"
          aria-label=${label}
          placeholder=${text(this.plain ? "plainPlaceholder" : "messagePlaceholder")}
          .value=${this.draft}
          ?disabled=${this.disabled}
          @input=${this.#type}
          @keydown=${this.#key}
        ></textarea>
        ${
          this.running
            ? html`<button class="button stop" @click=${() => this.dispatchEvent(new CustomEvent("stop"))}>
                <ui-icon name="stop"></ui-icon>${text("stopAnswer")}
              </button>`
            : html`<button
                class="button primary send"
                aria-label=${send}
                title=${send}
                ?disabled=${this.disabled || !this.draft.trim()}
                @click=${this.#send}
              >
                <ui-icon name="send"></ui-icon>
              </button>`
        }
      </div>
      <div class="hint muted small num">
        ${this.plain ? html`<span>${text("plainLabel")}</span>` : nothing}<span class="context">${this.context}</span>
      </div>
    `;
  }

  #type(): void {
    this.draft = this.input.value;
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  #send(): void {
    if (this.running || this.disabled || !this.draft.trim()) return;
    const content = this.plain ? this.draft : this.draft.trim();
    this.draft = "";
    this.dispatchEvent(new CustomEvent<string>("send", { detail: content }));
  }
}
