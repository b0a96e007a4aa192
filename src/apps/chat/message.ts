// <oriel-chat-message>: one message: its text, how far its answer is, how fast and where it was computed, and what can be done with it.
import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { RunReport } from "../../api/types.ts";
import "../../ui/copy-button.ts";
import { OrielElement } from "../../ui/element.ts";
import "../../ui/error-view.ts";
import { formatDuration, formatNumber } from "../../ui/format.ts";
import "../../ui/icon.ts";
import type { IconName } from "../../ui/icon.ts";
import "../../ui/markdown.ts";
import "../../ui/progress.ts";
import { controls, shared } from "../../ui/styles.ts";
import "./call-card.ts";
import type { CallAnswer, CallView } from "./chat-calls.ts";
import type { ChatNode, NodeCall } from "./chat-document.ts";
import type { Phase } from "./chat-session.ts";
import { messageStyles } from "./message-styles.ts";
import { text } from "./texts.ts";

/** Fires `message-action` with one of these. */
export type MessageAction =
  | { do: "regenerate" | "continue" | "delete" | "stop" }
  | { do: "edit"; content: string }
  | { do: "version"; id: string }
  | { do: "answer"; call: NodeCall; answer: CallAnswer };

@customElement("oriel-chat-message")
export class OrielChatMessage extends OrielElement {
  static override styles = [shared, controls, messageStyles];

  @property({ attribute: false }) node!: ChatNode;
  /** Ids of the versions of this message, oldest first. */
  @property({ attribute: false }) versions: string[] = [];
  /** The actions that the answer asks for. */
  @property({ attribute: false }) calls: CallView[] = [];
  /** Where the answer is, while it is computed. */
  @property({ attribute: false }) phase?: Phase;
  /** The model continues text: shown as it is, not as markdown. */
  @property({ type: Boolean }) plain = false;
  /** False while another answer of the chat is computed. */
  @property({ type: Boolean }) idle = true;
  /** Changes whenever the node, whose object stays the same, has changed. */
  @property() revision = "";
  @state() private editing = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "article");
  }

  protected override updated(): void {
    this.toggleAttribute("mine", this.node.role === "user");
    this.setAttribute("aria-label", this.#who());
  }

  override render() {
    return html`
      <h3 class="who small">${this.#who()}</h3>
      ${this.editing ? this.#editor() : html`${this.#content()} ${this.#calls()} ${this.#phase()} ${this.#failure()} ${this.#footer()}`}
    `;
  }

  #who(): string {
    const { node } = this;
    if (node.role === "user") return this.plain ? text("yourText") : text("you");
    return node.model ?? text("assistant");
  }

  #content() {
    const { node } = this;
    if (!node.content) return nothing;
    if (node.role === "user" || this.plain) return html`<div class="text">${node.content}</div>`;
    return html`<ui-markdown .text=${node.content} .growing=${this.phase !== undefined}></ui-markdown>`;
  }

  /** Only an answer that has ended asks: while it is computed, nothing of it is settled. */
  #calls() {
    if (this.phase) return nothing;
    return this.calls.map(
      (view) => html`<oriel-chat-call
        .view=${view}
        @answer=${(event: CustomEvent<CallAnswer>) => this.#act({ do: "answer", call: view.call, answer: event.detail })}
      ></oriel-chat-call>`,
    );
  }

  #phase() {
    const { phase, node } = this;
    if (!phase || phase.name === "writing") return nothing;
    if (phase.name === "prefill")
      return html`<p class="muted num">${text("prefill", { done: phase.done, total: phase.total })}</p>`;
    if (phase.name === "waiting") return html`<p class="muted">${text("waiting")}</p>`;
    return html`<div class="loading">
      <p>${text("loadingModel", { ref: node.model ?? "" })}</p>
      <ui-progress .progress=${phase.progress} .label=${text("loadingModel", { ref: node.model ?? "" })}></ui-progress>
      <button class="button" @click=${() => this.#act({ do: "stop" })}>${text("cancelLoad")}</button>
    </div>`;
  }

  #failure() {
    const { failure } = this.node;
    if (!failure) return nothing;
    return html`<ui-error .failure=${failure} .effect=${text("kept")}>
      <button class="button" ?disabled=${!this.idle} @click=${() => this.#act({ do: "regenerate" })}>${text("retry")}</button>
    </ui-error>`;
  }

  #footer() {
    const { node, phase } = this;
    if (phase) return nothing;
    const ended =
      node.end === "stopped"
        ? text("stopped")
        : node.end === "length"
          ? text(node.report?.context_full ? "contextFull" : "lengthEnd")
          : undefined;
    return html`
      <footer>
        ${this.#stats(ended)}
        <div class="actions">
          ${this.#versionSwitch()} ${node.content ? html`<ui-copy .value=${node.content} .label=${text("copyMessage")}></ui-copy>` : nothing}
          ${
            node.role === "user"
              ? this.#action("edit", text("editMessage"), () => {
                  this.editing = true;
                })
              : html`${this.#action("refresh", text("regenerate"), () => this.#act({ do: "regenerate" }))}
                ${this.plain ? this.#action("play", text("continueText"), () => this.#act({ do: "continue" })) : nothing}`
          }
          ${this.#action("trash", text("deleteMessage"), () => this.#act({ do: "delete" }))}
        </div>
      </footer>
    `;
  }

  #stats(ended: string | undefined) {
    const { report } = this.node;
    if (!report) return ended ? html`<p class="stats muted small">${ended}</p>` : nothing;
    return html`<p class="stats muted small num">
      <span title=${text("ttftHelp")}>${text("ttft", { time: formatDuration(report.timings.ttftMs / 1000) })}</span>
      ${speedOf(report) === undefined ? nothing : html`<span>${text("speed", { rate: formatNumber(speedOf(report)!, 1) })}</span>`}
      <span>${text("answerTokens", { n: report.timings.decodeTokens })}</span>
      <span>${report.tier}</span><span class="where">${report.adapter}, ${text("onDevice")}</span>
      ${ended ? html`<span>${ended}</span>` : nothing}
    </p>`;
  }

  #versionSwitch() {
    const { versions, node } = this;
    const at = versions.indexOf(node.id);
    if (versions.length < 2) return nothing;
    const go = (id: string | undefined) => () => id && this.#act({ do: "version", id });
    return html`<span class="versions num" role="group" aria-label=${text("version", { at: at + 1, count: versions.length })}>
      ${this.#action("left", text("previousVersion"), go(versions[at - 1]), at === 0)}
      <span aria-hidden="true">${at + 1}/${versions.length}</span>
      ${this.#action("right", text("nextVersion"), go(versions[at + 1]), at === versions.length - 1)}
    </span>`;
  }

  #action(icon: IconName, label: string, run: () => void, off = false) {
    return html`<button class="icon-button" aria-label=${label} title=${label} ?disabled=${off || !this.idle} @click=${run}>
      <ui-icon name=${icon}></ui-icon>
    </button>`;
  }

  #editor() {
    const close = () => {
      this.editing = false;
    };
    const resend = () => {
      const content = this.renderRoot.querySelector("textarea")!.value;
      close();
      if (content.trim()) this.#act({ do: "edit", content });
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    };
    return html`<div class="editor">
      <textarea class="field" rows="4" aria-label=${text("editing")} .value=${this.node.content} @keydown=${key}></textarea>
      <div>
        <button class="button" @click=${close}>${text("cancel")}</button>
        <button class="button primary" ?disabled=${!this.idle} @click=${resend}>${text("resend")}</button>
      </div>
    </div>`;
  }

  #act(action: MessageAction): void {
    this.dispatchEvent(new CustomEvent<MessageAction>("message-action", { detail: action }));
  }
}

/** Decoded tokens per second, or undefined where too little was decoded to say. */
function speedOf({ timings }: RunReport): number | undefined {
  return timings.decodeMs > 0 && timings.decodeTokens > 1
    ? timings.decodeTokens / (timings.decodeMs / 1000)
    : undefined;
}
