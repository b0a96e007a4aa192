// <oriel-guide-about>: what Guide is, how it was made, and how well it does; the last only of the build that was judged.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { OrielElement } from "../../ui/element.ts";
import { locale } from "../../ui/i18n.ts";
import { shared } from "../../ui/styles.ts";
import { type GuideRecord, type GuideResult, guideRecord } from "./guide-record.ts";
import { text } from "./texts.ts";

@customElement("oriel-guide-about")
export class OrielGuideAbout extends OrielElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: 6px;
        margin-bottom: 12px;
      }
      summary {
        width: fit-content;
        cursor: pointer;
      }
      .scroll {
        overflow-x: auto;
      }
      table {
        width: 100%;
        margin: 8px 0;
        border-collapse: collapse;
      }
      th,
      td {
        padding: 4px 12px 4px 0;
        border-bottom: 1px solid var(--line);
        text-align: start;
        vertical-align: baseline;
      }
      th {
        font-weight: 400;
      }
      thead th {
        color: var(--muted);
      }
      td {
        white-space: nowrap;
      }
    `,
  ];

  /** The stored build. */
  @property() build?: string;
  @property({ attribute: false }) record: GuideRecord = guideRecord;

  override render() {
    const { record } = this;
    const { conversations, minutes, machine } = record.training;
    const judged = this.build === record.build && record.evaluation.rows.length > 0;
    return html`
      <p>${text("guideWhat")}</p>
      ${
        this.build === record.build
          ? html`<p class="muted small">${text("guideMade", { n: conversations, minutes, machine })}</p>`
          : nothing
      }
      ${judged ? this.#results(record.evaluation) : nothing}
    `;
  }

  #results({ date, adapter, tier, rows }: GuideRecord["evaluation"]) {
    return html`<details class="small">
      <summary>${text("guideHow")}</summary>
      <div class="scroll" tabindex="0" role="group" aria-label=${text("guideHow")}>
        <table class="num">
          <caption class="visually-hidden">${text("guideCaption")}</caption>
          <thead>
            <tr>
              <th scope="col">${text("guideTask")}</th>
              <th scope="col">${text("guideRight")}</th>
              <th scope="col">${text("guideShare")}</th>
              <th scope="col">${text("guideInterval")}</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map((row) => this.#row(row))}
          </tbody>
        </table>
      </div>
      <p class="muted">${text("guideLimits")}</p>
      <p class="muted">${text("guideJudged", { date: day(date), adapter, tier })}</p>
    </details>`;
  }

  #row({ id, right, of, low, high }: GuideResult) {
    return html`<tr>
      <th scope="row">${text(`guide.${id}`)}</th>
      <td>${text("guideOf", { right, of })}</td>
      <td>${share(right / of)}</td>
      <td>${share(low)} – ${share(high)}</td>
    </tr>`;
  }
}

/** A share of 1 in per cent, with the digit that keeps 99.6 % from reading as all. */
function share(value: number): string {
  return value.toLocaleString(locale(), { style: "percent", maximumFractionDigits: 1 });
}

/** A date without a time of day, the same in every time zone. */
function day(date: string): string {
  return new Date(date).toLocaleDateString(locale(), { dateStyle: "medium", timeZone: "UTC" });
}
