// <oriel-notice>: the page shown instead of the desktop when Oriel cannot run here: why, and what to do about it.
import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { OrielElement } from "../ui/element.ts";
import "../ui/error-view.ts";
import type { Failure } from "../ui/error-view.ts";
import "../ui/icon.ts";
import { controls, shared } from "../ui/styles.ts";
import { text } from "./texts.ts";

/** Why there is no WebGPU: not a secure page, not in this browser, or no adapter. */
export type GpuLack = "insecure" | "absent" | "no-adapter";

/** Fires `continue` when the person wants the desktop all the same. */
@customElement("oriel-notice")
export class OrielNotice extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      :host {
        display: block;
        height: 100%;
        overflow: auto;
        background: var(--desk);
      }
      main {
        max-width: 640px;
        margin: 0 auto;
        padding: max(24px, 10vh) 24px 24px;
        font-size: var(--reading);
      }
      .mark {
        width: 40px;
        height: 40px;
        color: var(--accent);
      }
      h1 {
        margin: 16px 0 8px;
        font-size: var(--display);
        line-height: 1.25;
        font-weight: 600;
      }
      h2 {
        margin: 24px 0 8px;
        font-size: var(--reading);
        font-weight: 600;
      }
      ul {
        padding-inline-start: 20px;
        list-style: disc;
      }
      li {
        margin: 4px 0;
      }
      p + p {
        margin-top: 8px;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 24px;
      }
      ui-error {
        margin-top: 16px;
      }
    `,
  ];

  @property() lack?: GpuLack;
  /** Why the start failed, when it was not for want of WebGPU. */
  @property({ attribute: false }) failure?: Failure;

  override render() {
    return html`<main>
      <ui-icon class="mark" name="oriel"></ui-icon>
      ${this.lack ? this.#noGpu(this.lack) : this.#failed()}
    </main>`;
  }

  #noGpu(lack: GpuLack) {
    return html`
      <h1>${text("noGpu.title")}</h1>
      <p>${text("noGpu.body")}</p>
      ${lack === "insecure" ? html`<p>${text("noGpu.insecure")}</p>` : ""}
      ${lack === "no-adapter" ? html`<p>${text("noGpu.noAdapter")}</p>` : ""}
      <h2>${text("noGpu.todo")}</h2>
      <ul>
        <li>${text("noGpu.browser")}</li>
        <li>${text("noGpu.acceleration")}</li>
        <li>${text("noGpu.driver")}</li>
        <li>${text("noGpu.check")}</li>
      </ul>
      <div class="actions">
        <button class="button primary" @click=${() => location.reload()}>${text("noGpu.again")}</button>
        <button class="button" @click=${() => this.dispatchEvent(new CustomEvent("continue"))}>${text("noGpu.continue")}</button>
      </div>
    `;
  }

  #failed() {
    return html`
      <h1>${text("failed.title")}</h1>
      <ui-error .failure=${this.failure} .effect=${text("failed.effect")}></ui-error>
      <div class="actions">
        <button class="button primary" @click=${() => location.reload()}>${text("failed.again")}</button>
      </div>
    `;
  }
}

/** Why this page has no WebGPU, or undefined when it has an adapter. */
export async function gpuLack(): Promise<GpuLack | undefined> {
  if (!isSecureContext) return "insecure";
  if (!navigator.gpu) return "absent";
  return (await navigator.gpu.requestAdapter()) ? undefined : "no-adapter";
}
