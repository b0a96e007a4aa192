// <oriel-model-card>: one installed model: what it is, whether it is loaded, and what can be done with it.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ModelEntry, ProcessEntry } from "../../api/types.ts";
import "../../ui/copy-button.ts";
import { OrielElement } from "../../ui/element.ts";
import "../../ui/error-view.ts";
import { formatBytes, formatCount, formatDate } from "../../ui/format.ts";
import "../../ui/icon.ts";
import "../../ui/progress.ts";
import { controls, shared } from "../../ui/styles.ts";
import "./guide-about.ts";
import { text } from "./texts.ts";
import type { Job } from "./work.ts";

/** Fires `action` with one of these. */
export type CardAction = "chat" | "load" | "unload" | "remove" | "cancel-load";

@customElement("oriel-model-card")
export class OrielModelCard extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      :host {
        display: block;
        padding: var(--pad);
        border: 1px solid var(--line);
        border-radius: var(--radius-large);
        background: var(--surface);
        content-visibility: auto;
        contain-intrinsic-size: auto 180px;
      }
      :host([linked]) {
        border-color: var(--accent);
        box-shadow: inset 0 0 0 1px var(--accent);
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
      }
      h3 {
        font-size: var(--reading);
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      h3 span {
        color: var(--muted);
        font-weight: 400;
      }
      .name {
        margin-top: 2px;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(120px, 1fr));
        gap: 10px 16px;
        margin: 12px 0;
      }
      dt {
        color: var(--muted);
        font-size: var(--small);
        line-height: 1.3;
      }
      dd {
        overflow-wrap: anywhere;
      }
      .digest {
        display: flex;
        align-items: center;
        gap: 2px;
        height: 20px;
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      footer .danger {
        margin-inline-start: auto;
      }
      .about {
        margin-top: 8px;
      }
      ui-progress,
      ui-error,
      .detail {
        margin-bottom: 12px;
      }
    `,
  ];

  @property({ attribute: false }) entry!: ModelEntry;
  @property({ attribute: false }) process?: ProcessEntry;
  @property({ attribute: false }) loadJob?: Job;
  @property({ type: Boolean }) guide = false;
  /** Of Guide: which build is stored. */
  @property() build?: string;
  /** A link led here. */
  @property({ type: Boolean, reflect: true }) linked = false;
  /** Changes with every report of the job, whose object stays the same. */
  @property({ attribute: false }) tick = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "article");
  }

  protected override updated(): void {
    this.setAttribute("aria-label", this.entry.ref);
  }

  override render() {
    const { entry, process } = this;
    const [name, tag] = splitRef(entry.ref);
    const loading = this.loadJob?.state === "running" || process?.state === "loading";
    return html`
      <header>
        <h3>${name}<span>:${tag}</span></h3>
        ${entry.hasChatTemplate ? nothing : html`<span class="badge" title=${text("plainHelp")}>${text("plain")}</span>`}
        ${process ? html`<span class="badge on">${text(stateText(process))}</span>` : nothing}
      </header>
      ${entry.name ? html`<p class="name muted">${entry.name}</p>` : nothing}
      ${this.guide ? html`<oriel-guide-about class="about" .build=${this.build}></oriel-guide-about>` : nothing}
      <dl class="num">
        ${this.#fact(text("size"), formatBytes(entry.bytes))}
        ${this.#fact(text("parameters"), formatCount(entry.parameters))}
        ${this.#fact(text("type"), entry.quantization)}
        ${this.#fact(text("context"), entry.contextLength === null ? text("unknown") : text("tokens", { n: entry.contextLength }))}
        ${this.#fact(text("architecture"), entry.arch)}
        ${this.#fact(text("licence"), entry.license ?? text("unknown"))}
        ${this.#fact(text("source"), sourceOf(entry))}
        ${this.#fact(text("imported"), formatDate(entry.importedAt))}
        <div>
          <dt>${text("digest")}</dt>
          <dd class="digest mono" title=${entry.digest}>
            ${shortDigest(entry.digest)}
            <ui-copy little .value=${entry.digest} .label=${text("copyDigest", { ref: entry.ref })}></ui-copy>
          </dd>
        </div>
      </dl>
      ${this.#loading()}
      ${process?.info ? html`<p class="detail muted small num">${detail(process)}</p>` : nothing}
      ${this.#fallbacks()}
      <footer>
        ${this.#action("chat", text("chat"), text("chatWith", { ref: entry.ref }), "chat", "primary")}
        ${
          process && !loading
            ? this.#action("unload", text("unload"), text("unloadModel", { ref: entry.ref }), "eject")
            : loading
              ? this.#action("cancel-load", text("stopLoading"), text("stopLoading"), "close")
              : this.#action("load", text("load"), text("loadModel", { ref: entry.ref }), "play")
        }
        ${this.#action("remove", text("remove"), text("removeModel", { ref: entry.ref }), "trash", "danger")}
      </footer>
    `;
  }

  #fact(label: string, value: string) {
    return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  }

  #loading() {
    const job = this.loadJob;
    if (job?.state === "failed")
      return html`<ui-error .failure=${job.failure} .effect=${text("loadFailed")}>
        <button class="button" @click=${() => this.#act("load")}>${text("retry")}</button>
      </ui-error>`;
    if (job?.state !== "running" || !job.progress) return nothing;
    return html`<ui-progress .progress=${job.progress} .label=${text("loadModel", { ref: this.entry.ref })}></ui-progress>`;
  }

  /** Kernel tiers that failed their self-test; the model runs on others, which may be slower. */
  #fallbacks() {
    const fallbacks = this.process?.info?.fallbacks ?? [];
    if (fallbacks.length === 0) return nothing;
    return html`<details class="detail small">
      <summary>${text("fallbacks", { n: fallbacks.length })}</summary>
      <p class="muted">${text("fallbacksHelp")}</p>
      <ul class="mono">
        ${fallbacks.map((fallback) => html`<li>${fallback}</li>`)}
      </ul>
    </details>`;
  }

  #action(
    action: CardAction,
    label: string,
    name: string,
    icon: "chat" | "play" | "eject" | "close" | "trash",
    kind = "",
  ) {
    return html`<button class="button ${kind}" aria-label=${name} @click=${() => this.#act(action)}>
      <ui-icon name=${icon}></ui-icon>${label}
    </button>`;
  }

  #act(action: CardAction): void {
    this.dispatchEvent(new CustomEvent<CardAction>("action", { detail: action }));
  }
}

/** `name:tag` in its two parts. */
export function splitRef(ref: string): [name: string, tag: string] {
  const at = ref.lastIndexOf(":");
  return at < 0 ? [ref, "latest"] : [ref.slice(0, at), ref.slice(at + 1)];
}

/** The first twelve digits of a digest, which tell versions apart for a person. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, "").slice(0, 12);
}

function stateText({ state }: ProcessEntry): "loading" | "loaded" | "busy" {
  return state === "ready" ? "loaded" : state;
}

function detail({ info, bytes }: ProcessEntry): string {
  const memory = formatBytes(bytes.weights + bytes.kv + bytes.scratch);
  return text("loadedDetail", { memory, tier: info!.tier, adapter: info!.adapter });
}

function sourceOf({ source }: ModelEntry): string {
  const kinds = ["file", "url", "hub", "derived"] as const;
  const kind = kinds.find((known) => known === source.kind);
  return source.uri ?? (kind ? text(`source.${kind}`) : source.kind);
}
