// <ui-error>: a failure in four parts: what happened, what it means for the person's data, what to do next, and a code to copy.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { type Code, toOrielError } from "../base/errors.ts";
import "./copy-button.ts";
import { OrielElement } from "./element.ts";
import { causes, steps } from "./error-texts.ts";
import "./icon.ts";
import { controls, shared } from "./styles.ts";
import { text } from "./texts.ts";

export interface Failure {
  code: Code;
  message: string;
  data?: Record<string, unknown>;
}

/** Any thrown value as the plain data of a failure, fit for storing. */
export function failureOf(error: unknown): Failure {
  const { code, message, data } = toOrielError(error);
  return { code, message, data };
}

/** Slot: further actions. */
@customElement("ui-error")
export class UiError extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      :host {
        display: block;
        padding: 12px 12px 12px 16px;
        border: 1px solid var(--line);
        border-inline-start: 3px solid var(--danger);
        border-radius: var(--radius);
        background: var(--danger-soft);
        overflow-wrap: anywhere;
      }
      h3 {
        font-size: inherit;
        font-weight: 600;
      }
      .message {
        margin: 4px 0;
        font-family: var(--mono);
        font-size: var(--small);
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        margin-top: 8px;
      }
      .code {
        margin-inline-end: auto;
      }
    `,
  ];

  @property({ attribute: false }) failure?: Failure;
  /** What the failure means for the person's data, one sentence. */
  @property() effect = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "alert");
  }

  override render() {
    const { failure, effect } = this;
    if (!failure) return nothing;
    const details = JSON.stringify(
      { code: failure.code, message: failure.message, data: failure.data ?? {} },
      undefined,
      2,
    );
    return html`
      <h3>${causes(failure.code)}</h3>
      <p class="message">${failure.message}</p>
      <p>${effect} ${steps(failure.code)}</p>
      <footer>
        <span class="code muted small">${text("errorCode")}: <span class="mono">${failure.code}</span></span>
        <ui-copy wide .value=${details} .label=${text("copyDetails")}></ui-copy>
        <slot></slot>
      </footer>
    `;
  }
}
