// <oriel-guide-status>: what there is to say of Guide while it is not simply there: it is being prepared, something failed, or it was deleted.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { OrielElement } from "../../ui/element.ts";
import "../../ui/error-view.ts";
import "../../ui/icon.ts";
import "../../ui/progress.ts";
import { controls, shared } from "../../ui/styles.ts";
import type { GuideState } from "../app.ts";
import { text } from "./texts.ts";

/** Fires `install` where it is to be stored and loaded. */
@customElement("oriel-guide-status")
export class OrielGuideStatus extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      .box {
        padding: 12px var(--pad);
        border: 1px solid var(--line);
        border-radius: var(--radius-large);
        background: var(--surface);
      }
      .absent {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 16px;
      }
    `,
  ];

  @property({ attribute: false }) state: GuideState = { name: "ready" };
  /** Whether Guide is among the stored models. */
  @property({ type: Boolean }) stored = false;

  override render() {
    const { name, progress, failure } = this.state;
    if (name === "preparing")
      return html`<section class="box" aria-label=${text("guidePreparing")}>
        <p>${text("guidePreparing")}</p>
        ${progress ? html`<ui-progress .progress=${progress} .label=${text("guidePreparing")}></ui-progress>` : nothing}
      </section>`;
    if (failure)
      return html`<ui-error .failure=${failure} .effect=${text(this.stored ? "guideKept" : "guideMissing")}>
        <button class="button" @click=${this.#install}>${text("retry")}</button>
      </ui-error>`;
    if (name !== "absent") return nothing;
    return html`<div class="box absent">
      <p class="muted">${text("guideAbsent")}</p>
      <button class="button" @click=${this.#install}>
        <ui-icon name="download"></ui-icon>${text("guideInstall")}
      </button>
    </div>`;
  }

  #install = () => {
    this.dispatchEvent(new CustomEvent("install"));
  };
}
