// <oriel-chat-call>: an action that a model asks for: what it wants in words, the person's consent, and how it ended.
import { css, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { OrielElement } from "../../ui/element.ts";
import "../../ui/error-view.ts";
import "../../ui/icon.ts";
import "../../ui/progress.ts";
import { controls, shared } from "../../ui/styles.ts";
import { describeDone } from "../action-texts.ts";
import type { ActionName } from "../actions.ts";
import "../model-list.ts";
import type { CallAnswer, CallView } from "./chat-calls.ts";
import { text } from "./texts.ts";

/** Fires `answer` with a {@link CallAnswer}. It takes no focus by itself, so that no key typed into a message allows it. */
@customElement("oriel-chat-call")
export class OrielChatCall extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      :host {
        display: block;
        margin-top: 8px;
      }
      .card {
        display: grid;
        gap: 8px;
        padding: 12px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-large);
        overflow-wrap: anywhere;
      }
      .line {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .line ui-icon {
        color: var(--muted);
      }
      .line p {
        flex: 1;
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .running .button {
        margin-top: 4px;
      }
    `,
  ];

  @property({ attribute: false }) view!: CallView;
  @query(".card") private card!: HTMLElement;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "group");
  }

  protected override updated(): void {
    this.setAttribute("aria-label", text("call"));
  }

  override render() {
    // Not the host itself: a host that Tab passes by hides its buttons from Tab, too.
    return html`<div class="card" tabindex="-1">${this.#content()}</div>`;
  }

  #content() {
    const { call, running, undoable } = this.view;
    if (running) return this.#running(running.progress);
    if (call.state === "waiting") return this.#question();
    if (call.state === "failed")
      return html`<p>${this.#wants()}</p>
        <ui-error .failure=${call.failure} .effect=${text("callFailed")}></ui-error>`;
    const done = call.state === "done" && !call.undone;
    return html`
      <div class="line">
        <ui-icon name=${done ? "check" : "close"}></ui-icon>
        <p>${this.#ended()}</p>
        ${undoable ? html`<button class="button" @click=${() => this.#answer("undo")}>${text("undo")}</button>` : nothing}
      </div>
      ${call.models ? html`<oriel-model-list .models=${call.models}></oriel-model-list>` : nothing}
    `;
  }

  #wants(): string {
    const { who, what } = this.view;
    return what === undefined ? text("wantsUnknown", { who }) : text("wants", { who, what });
  }

  #ended(): string {
    const { call, what } = this.view;
    if (what === undefined) return this.#wants();
    if (call.undone) return text("callUndone", { what });
    if (call.state === "done") return describeDone(call.name as ActionName, call.given ?? {});
    return text(call.state === "started" ? "callUnknown" : "callRefused", { what });
  }

  #question() {
    const { who, scope } = this.view;
    return html`
      <p>${this.#wants()}</p>
      <div class="choices">
        <button class="button primary" @click=${() => this.#answer("allow")}>${text("allow")}</button>
        ${
          scope
            ? html`<button class="button" aria-describedby="scope" @click=${() => this.#answer("always")}>
                ${text("alwaysAllow")}
              </button>`
            : nothing
        }
        <button class="button" @click=${() => this.#answer("refuse")}>${text("refuse")}</button>
      </div>
      ${scope ? html`<p id="scope" class="muted small">${text("alwaysAllowHelp", { who, scope })}</p>` : nothing}
    `;
  }

  #running(progress: NonNullable<CallView["running"]>["progress"]) {
    const label = text("callRunning", { what: this.view.what ?? "" });
    return html`<div class="running">
      <p>${label}</p>
      ${
        progress
          ? html`<ui-progress .progress=${progress} .label=${label}></ui-progress>
              <button class="button" @click=${() => this.#answer("cancel")}>${text("cancel")}</button>`
          : nothing
      }
    </div>`;
  }

  /** The button that was pressed goes away: the keyboard stays at the card, unless the action takes it elsewhere. */
  #answer(answer: CallAnswer): void {
    this.card.focus();
    this.dispatchEvent(new CustomEvent<CallAnswer>("answer", { detail: answer }));
  }
}
