// <oriel-model-list>: the stored models in a few words each, as the answer to "which models do I have?".
import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { OrielElement } from "../ui/element.ts";
import { formatBytes } from "../ui/format.ts";
import { shared } from "../ui/styles.ts";
import type { ListedModel } from "./app.ts";
import { text } from "./model-list-texts.ts";

@customElement("oriel-model-list")
export class OrielModelList extends OrielElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
      }
      .ref {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) models: readonly ListedModel[] = [];

  override render() {
    if (this.models.length === 0) return html`<p class="muted">${text("none")}</p>`;
    return html`<ul>
      ${this.models.map(
        ({ ref, bytes, loaded }) => html`<li>
          <span class="ref">${ref}</span>
          <span class="muted num">${[formatBytes(bytes), loaded ? text("loaded") : ""].filter(Boolean).join(" · ")}</span>
        </li>`,
      )}
    </ul>`;
  }
}
