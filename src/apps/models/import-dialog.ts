// <oriel-import-dialog>: what is being imported: stage, bytes, speed, time left, how it ended, and a way to stop it.
import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import "../../ui/dialog.ts";
import { OrielElement } from "../../ui/element.ts";
import "../../ui/error-view.ts";
import "../../ui/icon.ts";
import "../../ui/progress.ts";
import { controls, shared } from "../../ui/styles.ts";
import { text } from "./texts.ts";
import type { Job } from "./work.ts";

/** Fires `hide` when it is closed, and `chat` with the name of a model to chat with. */
@customElement("oriel-import-dialog")
export class OrielImportDialog extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      li + li {
        margin-top: 16px;
        padding-top: 16px;
        border-top: 1px solid var(--line);
      }
      h3 {
        margin-bottom: 6px;
        font-size: inherit;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .end {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .end.done ui-icon {
        color: var(--ok);
      }
      .cancel {
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) jobs: readonly Job[] = [];
  @property({ type: Boolean }) open = false;
  /** Changes with every report of a job, whose object stays the same. */
  @property({ attribute: false }) tick = 0;

  override render() {
    const running = this.jobs.some(({ state }) => state === "running" || state === "waiting");
    const stored = this.jobs.findLast(({ state }) => state === "done");
    const only = this.jobs.length === 1 ? this.jobs[0] : undefined;
    return html`
      <ui-dialog
        .heading=${only?.state === "running" ? text("importing", { file: only.subject }) : text("importTitle")}
        .open=${this.open}
        @ui-close=${() => this.#fire("hide")}
      >
        <ul>
          ${this.jobs.map((job) => this.#job(job, only))}
        </ul>
        ${
          running
            ? html`<button slot="actions" class="button" @click=${() => this.#fire("hide")}>${text("background")}</button>`
            : html`<button slot="actions" class="button" autofocus @click=${() => this.#fire("hide")}>${text("done")}</button>`
        }
        ${
          !running && stored?.ref
            ? html`<button slot="actions" class="button primary" @click=${() => this.#fire("chat", stored.ref)}>
                <ui-icon name="chat"></ui-icon>${text("chatNow")}
              </button>`
            : nothing
        }
      </ui-dialog>
    `;
  }

  #job(job: Job, only: Job | undefined) {
    const heading = job === only && job.state === "running" ? nothing : html`<h3>${job.subject}</h3>`;
    return html`<li>
      ${heading} ${this.#state(job)}
      ${
        job.state === "running" || job.state === "waiting"
          ? html`<button class="button cancel" @click=${() => job.cancel()}>${text("cancelImport")}</button>`
          : nothing
      }
    </li>`;
  }

  #state(job: Job) {
    switch (job.state) {
      case "waiting":
        return html`<p class="muted">${text("importWaiting")}</p>`;
      case "running":
        return job.progress
          ? html`<ui-progress .progress=${job.progress} .label=${text("importing", { file: job.subject })}></ui-progress>`
          : html`<p class="muted">${text("importStarting")}</p>`;
      case "done":
        return html`<p class="end done" role="status">
          <ui-icon name="check"></ui-icon>${text("importDone", { ref: job.ref ?? job.subject })}
        </p>`;
      case "cancelled":
        return html`<p class="end muted" role="status">${text("importCancelled")}</p>`;
      case "failed":
        return html`<ui-error .failure=${job.failure} .effect=${text("importNothing")}></ui-error>`;
    }
  }

  #fire(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
