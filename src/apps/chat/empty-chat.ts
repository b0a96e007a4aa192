// <oriel-chat-empty>: what is shown before the first message: what one can do, or what is missing for it.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { OrielElement } from "../../ui/element.ts";
import "../../ui/error-view.ts";
import "../../ui/icon.ts";
import "../../ui/progress.ts";
import { controls, shared } from "../../ui/styles.ts";
import type { GuideState } from "../app.ts";
import { text } from "./texts.ts";

const examples = ["example.install", "example.dark", "example.list", "example.quantization", "example.open"] as const;

/** Fires `import`, `choose` (a model), `install` (Guide, which failed), and `example` with a message to send. */
@customElement("oriel-chat-empty")
export class OrielChatEmpty extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      :host {
        display: grid;
        justify-items: center;
        gap: 8px;
        width: 100%;
        max-width: 420px;
        margin: auto;
        text-align: center;
      }
      .mark {
        width: 40px;
        height: 40px;
        color: var(--accent);
      }
      h2 {
        font-size: var(--title);
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      p {
        overflow-wrap: anywhere;
      }
      .main {
        margin-top: 8px;
      }
      ui-progress,
      ui-error {
        width: 100%;
        text-align: start;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 8px;
        margin-top: 8px;
      }
      li .button {
        max-width: 100%;
        padding-block: 4px;
        white-space: normal;
      }
    `,
  ];

  /** The chat's model; null where no model is installed. */
  @property({ attribute: false }) model: string | null = null;
  /** The model is installed. */
  @property({ type: Boolean }) installed = false;
  @property({ type: Boolean }) plain = false;
  /** It has built-in tools: there are examples for it. */
  @property({ type: Boolean }) builtIn = false;
  @property({ attribute: false }) guide: GuideState = { name: "absent" };

  override render() {
    const { model, plain } = this;
    if (model === null) return this.#none();
    if (!this.installed)
      return html`<h2>${text("modelMissing", { ref: model })}</h2>
        <button class="button primary main" @click=${() => this.#fire("choose")}>${text("chooseModel")}</button>`;
    return html`
      <ui-icon class="mark" name="oriel"></ui-icon>
      <h2>${text(plain ? "emptyPlainTitle" : "emptyTitle")}</h2>
      <p class="muted">${text(plain ? "emptyPlainBody" : "emptyBody", { ref: model })}</p>
      ${this.builtIn ? this.#examples() : nothing}
    `;
  }

  #none() {
    const { name, progress, failure } = this.guide;
    const preparing = name === "preparing";
    return html`
      <ui-icon class="mark" name="oriel"></ui-icon>
      <h2>${text(preparing ? "preparing" : "noModelTitle")}</h2>
      ${preparing && progress ? html`<ui-progress .progress=${progress} .label=${text("preparing")}></ui-progress>` : nothing}
      <p class="muted">${text(preparing ? "preparingBody" : "noModelBody")}</p>
      ${name === "failed" ? this.#failed(failure) : nothing}
      <button class="button ${preparing ? "" : "primary"} main" @click=${() => this.#fire("import")}>
        <ui-icon name="upload"></ui-icon>${text("importModel")}
      </button>
    `;
  }

  #failed(failure: GuideState["failure"]) {
    return html`<ui-error .failure=${failure} .effect=${text("prepareFailed")}>
      <button class="button" @click=${() => this.#fire("install")}>${text("retry")}</button>
    </ui-error>`;
  }

  #examples() {
    return html`<ul aria-label=${text("examples")}>
      ${examples.map(
        (key) => html`<li>
          <button class="button" @click=${() => this.#fire("example", text(key))}>${text(key)}</button>
        </li>`,
      )}
    </ul>`;
  }

  #fire(name: string, detail?: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
