// <ui-progress>: how far some work is: its stage in words, a bar, the amount, the speed and the time left.
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { type Progress, TimeLeft } from "../base/progress.ts";
import { OrielElement } from "./element.ts";
import { formatBytes, formatDuration, formatNumber, formatPercent } from "./format.ts";
import { stages } from "./stages.ts";
import { shared } from "./styles.ts";
import { text } from "./texts.ts";

@customElement("ui-progress")
export class UiProgress extends OrielElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 16px;
      }
      .track {
        height: 4px;
        margin: 6px 0;
        border-radius: 2px;
        background: var(--line);
        overflow: hidden;
      }
      .bar {
        width: 100%;
        height: 100%;
        background: var(--accent);
        transform-origin: left;
      }
      @media (forced-colors: active) {
        .bar {
          background: Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false }) progress?: Progress;
  /** What the work is, for the accessible name. */
  @property() label = "";
  @state() private left?: number;
  @state() private rate?: number;
  #timeLeft = new TimeLeft();

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const { progress } = this;
    if (!progress || !changed.has("progress")) return;
    this.left = this.#timeLeft.update(progress, performance.now());
    this.rate = this.left && (progress.total - progress.done) / this.left;
  }

  override render() {
    const { progress, left, rate } = this;
    if (!progress) return nothing;
    const share = progress.total > 0 ? Math.min(progress.done / progress.total, 1) : 0;
    const amount = progress.unit === "bytes" ? formatBytes : (steps: number) => formatNumber(steps);
    const details = [
      text("ofTotal", { done: amount(progress.done), total: amount(progress.total) }),
      progress.unit === "bytes" && rate ? text("perSecond", { amount: formatBytes(rate) }) : undefined,
      left ? text("timeLeft", { time: formatDuration(Math.max(1, Math.round(left))) }) : undefined,
    ];
    return html`
      <div class="line">
        <span>${stages(progress.stage)}</span><span class="num">${formatPercent(share)}</span>
      </div>
      <div
        class="track"
        role="progressbar"
        aria-label=${this.label || stages(progress.stage)}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.floor(share * 100)}
        aria-valuetext=${`${stages(progress.stage)} ${formatPercent(share)}`}
      >
        <div class="bar" .style=${`transform:scaleX(${share})`}></div>
      </div>
      <div class="line muted small num"><span>${details.filter(Boolean).join(" · ")}</span></div>
    `;
  }
}

/** One line of a progress for a title: "42 % · Storing". */
export function progressLine(progress: Progress): string {
  return `${formatPercent(progress.total > 0 ? progress.done / progress.total : 0)} · ${stages(progress.stage)}`;
}
