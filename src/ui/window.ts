// <ui-window>: the frame of one window: title bar, buttons, edges to pull. It reports what the person does; the window manager decides where the window goes.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { OrielElement } from "./element.ts";
import type { Edges } from "./geometry.ts";
import "./icon.ts";
import type { IconName } from "./icon.ts";
import { controls, shared } from "./styles.ts";
import { text } from "./texts.ts";

/** `ui-gesture`: a window is being dragged or pulled; distances since the gesture began, pointer in client pixels. */
export interface GestureDetail {
  phase: "start" | "move" | "end" | "cancel";
  /** Absent: the whole window moves. */
  edges?: Edges;
  dx: number;
  dy: number;
  clientX: number;
  clientY: number;
}

/** `ui-window-command`: a button or key asked for something. */
export type WindowCommand = "close" | "minimise" | "toggle-maximise" | "focus";

/** `ui-nudge`: arrow keys on the title move the window (or its lower right corner) by one step in a direction. */
export interface NudgeDetail {
  dx: number;
  dy: number;
  resize: boolean;
}

const allEdges: Edges[] = ["n", "s", "e", "w", "ne", "nw", "se", "sw"];
const arrows: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

@customElement("ui-window")
export class UiWindow extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      :host {
        position: absolute;
        display: grid;
        grid-template-rows: var(--bar) minmax(0, 1fr);
        border: 1px solid var(--line);
        border-radius: var(--radius-large);
        background: var(--surface);
        box-shadow: var(--shadow);
        contain: layout paint style;
        overflow: hidden;
      }
      :host([active]) {
        border-color: var(--line-strong);
        box-shadow: var(--shadow-front);
      }
      :host([compact]) {
        border: 0;
        border-radius: 0;
        box-shadow: none;
      }
      header {
        display: flex;
        align-items: center;
        gap: 2px;
        padding: 0 6px 0 4px;
        border-bottom: 1px solid var(--line);
        background: var(--raised);
        touch-action: none;
        user-select: none;
      }
      :host(:not([active])) header {
        color: var(--muted);
      }
      h2 {
        display: flex;
        flex: 1;
        min-width: 0;
        font: inherit;
      }
      .grip {
        display: flex;
        align-items: center;
        gap: 8px;
        flex: 1;
        min-width: 0;
        height: calc(var(--bar) - 12px);
        padding: 0 8px;
        border: 0;
        border-radius: var(--radius);
        background: none;
        font-weight: 600;
        text-align: start;
        cursor: default;
      }
      .grip ui-icon {
        color: var(--accent);
      }
      :host(:not([active])) .grip ui-icon {
        color: var(--muted);
      }
      .body {
        position: relative;
        min-height: 0;
        overflow: hidden;
      }
      ::slotted(*) {
        width: 100%;
        height: 100%;
      }
      .edge {
        position: absolute;
        touch-action: none;
        z-index: 1;
      }
      .n,
      .s {
        left: 8px;
        right: 8px;
        height: 6px;
        cursor: ns-resize;
      }
      .e,
      .w {
        top: 8px;
        bottom: 8px;
        width: 6px;
        cursor: ew-resize;
      }
      .ne,
      .nw,
      .se,
      .sw {
        width: 16px;
        height: 16px;
        cursor: nwse-resize;
      }
      .ne,
      .sw {
        cursor: nesw-resize;
      }
      .n,
      .ne,
      .nw {
        top: 0;
      }
      .s,
      .se,
      .sw {
        bottom: 0;
      }
      .e,
      .ne,
      .se {
        right: 0;
      }
      .w,
      .nw,
      .sw {
        left: 0;
      }
      @media (max-height: 419px) {
        :host([compact]) {
          grid-template-rows: minmax(0, 1fr);
        }
        :host([compact]) header {
          display: none;
        }
      }
      @media (forced-colors: active) {
        :host([active]) {
          border-color: Highlight;
        }
      }
    `,
  ];

  @property() heading = "";
  @property() icon: IconName = "oriel";
  @property({ type: Boolean, reflect: true }) active = false;
  @property({ type: Boolean, reflect: true }) maximised = false;
  /** One window fills the screen: no edges, no moving. */
  @property({ type: Boolean, reflect: true }) compact = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "region");
    this.addEventListener("pointerdown", this.#focusRequest);
    this.addEventListener("focusin", this.#focusRequest);
  }

  protected override updated(): void {
    this.setAttribute("aria-label", this.heading);
  }

  /** Puts the keyboard focus on the title, from where arrow keys move the window. */
  focusTitle(): void {
    this.renderRoot.querySelector<HTMLElement>(".grip")?.focus();
  }

  override render() {
    const title = this.heading;
    return html`
      <header @pointerdown=${this.#begin} @dblclick=${this.#doubleClick}>
        <h2>
          <button
            class="grip"
            aria-label=${this.compact ? title : text("moveWindow", { title })}
            title=${this.compact ? nothing : text("moveHelp")}
            aria-description=${this.compact ? nothing : text("moveHelp")}
            @keydown=${this.#key}
          >
            <ui-icon name=${this.icon}></ui-icon><span class="clip">${title}</span>
          </button>
        </h2>
        <slot name="actions"></slot>
        ${
          this.compact
            ? nothing
            : html`${this.#button("minimise", text("minimiseWindow", { title }), "minimise")}
              ${this.#button(
                "toggle-maximise",
                this.maximised ? text("restoreWindow", { title }) : text("maximiseWindow", { title }),
                this.maximised ? "restore" : "maximise",
              )}`
        }
        ${this.#button("close", text("closeWindow", { title }), "close")}
      </header>
      <div class="body"><slot></slot></div>
      ${
        this.compact || this.maximised
          ? nothing
          : allEdges.map(
              (edges) => html`<div class="edge ${edges}" data-edges=${edges} @pointerdown=${this.#begin}></div>`,
            )
      }
    `;
  }

  #button(command: WindowCommand, label: string, icon: IconName) {
    return html`<button class="icon-button" aria-label=${label} title=${label} @click=${() => this.#command(command)}>
      <ui-icon name=${icon}></ui-icon>
    </button>`;
  }

  #focusRequest = () => {
    if (!this.active) this.#command("focus");
  };

  #command(command: WindowCommand): void {
    this.dispatchEvent(new CustomEvent<WindowCommand>("ui-window-command", { detail: command }));
  }

  #doubleClick(event: MouseEvent): void {
    if (!this.compact && !(event.target as Element).closest(".icon-button")) this.#command("toggle-maximise");
  }

  #key(event: KeyboardEvent): void {
    const direction = arrows[event.key];
    if (!direction || this.compact || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const detail: NudgeDetail = { dx: direction[0], dy: direction[1], resize: event.shiftKey };
    this.dispatchEvent(new CustomEvent<NudgeDetail>("ui-nudge", { detail }));
  }

  /** Follows one pointer from press to release; the pointer is captured only once it moves, so that clicks stay clicks. */
  #begin(event: PointerEvent): void {
    const handle = event.currentTarget as HTMLElement;
    if (event.button !== 0 || this.compact || (event.target as Element).closest(".icon-button, slot")) return;
    const edges = handle.dataset.edges as Edges | undefined;
    const [startX, startY] = [event.clientX, event.clientY];
    let started = false;
    const send = (phase: GestureDetail["phase"], at: PointerEvent) =>
      this.dispatchEvent(
        new CustomEvent<GestureDetail>("ui-gesture", {
          detail: {
            phase,
            edges,
            dx: at.clientX - startX,
            dy: at.clientY - startY,
            clientX: at.clientX,
            clientY: at.clientY,
          },
        }),
      );
    const onMove = (at: PointerEvent) => {
      if (at.pointerId !== event.pointerId) return;
      if (!started && Math.hypot(at.clientX - startX, at.clientY - startY) < 4) return;
      if (!started) {
        started = true;
        handle.setPointerCapture(event.pointerId);
        send("start", at);
      }
      send("move", at);
    };
    const finish = (phase: "end" | "cancel") => (at: PointerEvent) => {
      if (at.pointerId !== event.pointerId) return;
      stop.abort();
      if (started) send(phase, at);
    };
    const stop = new AbortController();
    const options = { signal: stop.signal };
    window.addEventListener("pointermove", onMove, options);
    window.addEventListener("pointerup", finish("end"), options);
    window.addEventListener("pointercancel", finish("cancel"), options);
  }
}
