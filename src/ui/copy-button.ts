// <ui-copy>: copies a text and says so. With a slot it is a labelled button, without one an icon.
import { css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { announce } from "./announce.ts";
import { OrielElement } from "./element.ts";
import "./icon.ts";
import { controls, shared } from "./styles.ts";
import { text } from "./texts.ts";

@customElement("ui-copy")
export class UiCopy extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      :host {
        display: inline-flex;
      }
      button.small-icon {
        width: 24px;
        height: 24px;
      }
      .small-icon ui-icon {
        width: 15px;
        height: 15px;
      }
    `,
  ];

  @property() value = "";
  /** Name of the button; absent: "Copy". */
  @property() label = "";
  /** Show the name beside the icon. */
  @property({ type: Boolean }) wide = false;
  @property({ type: Boolean }) little = false;
  @state() private copied = false;

  override render() {
    const label = this.copied ? text("copied") : this.label || text("copy");
    const icon = html`<ui-icon name=${this.copied ? "check" : "copy"}></ui-icon>`;
    return this.wide
      ? html`<button class="button" @click=${this.#copy}>${icon}${label}</button>`
      : html`<button class="icon-button ${this.little ? "small-icon" : ""}" aria-label=${label} title=${label} @click=${this.#copy}>
          ${icon}
        </button>`;
  }

  async #copy(): Promise<void> {
    if (!(await copyText(this.value))) return;
    this.copied = true;
    setTimeout(() => {
      this.copied = false;
    }, 1500);
  }
}

/** Puts a text on the clipboard and announces it; false where the browser does not allow it. */
export async function copyText(value: string): Promise<boolean> {
  const done = await navigator.clipboard.writeText(value).then(
    () => true,
    () => false,
  );
  announce(text(done ? "copied" : "copyRefused"));
  return done;
}
