// <oriel-models-app>: the installed models: import, find, load, unload, delete, chat.
import { html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { ModelEntry } from "../../api/types.ts";
import type { Digest } from "../../base/manifest.ts";
import { announce } from "../../ui/announce.ts";
import { confirm } from "../../ui/confirm.ts";
import { copyText } from "../../ui/copy-button.ts";
import "../../ui/error-view.ts";
import { type Failure, failureOf } from "../../ui/error-view.ts";
import { formatBytes } from "../../ui/format.ts";
import "../../ui/icon.ts";
import { controls, shared } from "../../ui/styles.ts";
import { AppElement, type AppParams, type Command } from "../app.ts";
import { BUILD_KEY, GUIDE_REF, isGuide } from "./guide-record.ts";
import "./guide-status.ts";
import "./import-dialog.ts";
import type { CardAction } from "./model-card.ts";
import "./model-card.ts";
import { modelsCommands } from "./models-commands.ts";
import { modelsStyles } from "./models-styles.ts";
import { removeModel, removeQuestion } from "./remove.ts";
import { text } from "./texts.ts";
import { type Work, workOf } from "./work.ts";

@customElement("oriel-models-app")
export class OrielModelsApp extends AppElement {
  static override styles = [shared, controls, modelsStyles];

  @state() private entries?: ModelEntry[];
  @state() private failure?: Failure;
  /** An action on a model that failed, shown above the list. */
  @state() private actionFailure?: { failure: Failure; effect: string };
  @state() private filter = "";
  @state() private linked?: string;
  @state() private importShown = false;
  @state() private tick = 0;
  /** The stored build of Guide. */
  @state() private guideBuild?: string;
  @query("input[type=file]") private fileInput!: HTMLInputElement;
  @query("input[type=search]") private searchInput?: HTMLInputElement;
  #listening?: AbortController;
  /** The version that was Guide when the list was last read for it. */
  #guideDigest?: Digest;

  get #work(): Work {
    return workOf(this.host);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.#work.addEventListener("change", this.#workChanged, { signal });
    signal.addEventListener(
      "abort",
      this.host.oriel.onChange((what) => {
        if (what === "models") this.#refresh();
        else this.updateNextFrame();
      }),
    );
    signal.addEventListener(
      "abort",
      this.host.onGuide(() => {
        const { digest } = this.host.guide();
        if (digest === this.#guideDigest) return this.updateNextFrame();
        this.#guideDigest = digest;
        this.#refresh();
      }),
    );
    this.#refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listening?.abort();
  }

  override receive({ ref, files }: AppParams): void {
    if (ref) {
      this.filter = "";
      this.linked = ref;
      this.#reveal(ref);
    }
    if (files) this.#import(files);
  }

  override commands(): Command[] {
    const work = [...this.#work.imports, ...this.#work.loads.values()];
    return modelsCommands(this.entries ?? [], work, {
      import: this.#chooseFiles,
      chat: (ref) => this.host.open("chat", { ref }),
      copyLink: (ref) => copyText(this.host.link("models", { ref })),
      installGuide: this.#guideAbsent ? () => this.host.installGuide() : undefined,
    });
  }

  override focusMain(): void {
    (this.searchInput ?? this.renderRoot.querySelector<HTMLElement>(".empty .button"))?.focus();
  }

  override render() {
    const { imports } = this.#work;
    return html`
      <input
        type="file"
        class="visually-hidden"
        tabindex="-1"
        accept=".gguf"
        multiple
        aria-label=${text("importModel")}
        @change=${this.#chosen}
      />
      <div class="top" ?hidden=${this.entries?.length === 0}>
        ${this.#search()}
        <button class="button primary" title=${text("importHelp")} @click=${this.#chooseFiles}>
          <ui-icon name="upload"></ui-icon>${text("importModel")}
        </button>
      </div>
      <div class="scroll">
        ${this.#imports()}
        ${
          this.actionFailure
            ? html`<ui-error .failure=${this.actionFailure.failure} .effect=${this.actionFailure.effect}></ui-error>`
            : nothing
        }
        ${this.#guide(false)} ${this.#list()} ${this.#guide(true)}
      </div>
      <oriel-import-dialog
        .jobs=${imports}
        .open=${this.importShown && imports.length > 0}
        .tick=${this.tick}
        @hide=${this.#hideImport}
        @chat=${(event: CustomEvent<string>) => {
          this.#hideImport();
          this.host.open("chat", { ref: event.detail });
        }}
      ></oriel-import-dialog>
    `;
  }

  #search() {
    const { entries } = this;
    if (!entries?.length) return html`<span class="grow"></span>`;
    return html`<div class="search grow">
      <ui-icon name="search"></ui-icon>
      <input
        type="search"
        class="field"
        aria-label=${text("filter")}
        placeholder=${text("filter")}
        .value=${this.filter}
        @input=${(event: InputEvent) => {
          this.filter = (event.target as HTMLInputElement).value;
        }}
      />
    </div>`;
  }

  /** Imports under way, when their dialog is not open. */
  #imports() {
    if (this.importShown) return nothing;
    const jobs = this.#work.imports.filter(
      ({ state }) => state === "running" || state === "waiting" || state === "failed",
    );
    if (jobs.length === 0) return nothing;
    return html`<section class="imports" aria-label=${text("imports")}>
      ${jobs.map(
        (job) => html`<div>
          ${
            job.progress && job.state === "running"
              ? html`<ui-progress .progress=${job.progress} .label=${text("importing", { file: job.subject })}></ui-progress>`
              : html`<p>${job.state === "failed" ? text("importFailedLine", { file: job.subject }) : job.subject}</p>`
          }
        </div>`,
      )}
      <button
        class="button"
        @click=${() => {
          this.importShown = true;
        }}
      >
        ${text("showImport")}
      </button>
    </section>`;
  }

  #list() {
    if (this.failure)
      return html`<ui-error .failure=${this.failure} .effect=${text("listFailed")}>
        <button class="button" @click=${this.#refresh}>${text("retry")}</button>
      </ui-error>`;
    if (!this.entries) return nothing;
    if (this.entries.length === 0) return this.#empty();
    const wanted = this.filter.trim().toLowerCase();
    const shown = this.entries.filter((entry) =>
      `${entry.ref} ${entry.name ?? ""} ${entry.arch} ${entry.quantization} ${entry.digest}`
        .toLowerCase()
        .includes(wanted),
    );
    if (shown.length === 0)
      return html`<p class="muted" role="status">${text("filterNone", { query: this.filter })}</p>
        <button
          class="button"
          @click=${() => {
            this.filter = "";
          }}
        >
          ${text("clearFilter")}
        </button>`;
    const processes = this.host.oriel.ps();
    const size = formatBytes(this.entries.reduce((sum, { bytes }) => sum + bytes, 0));
    return html`
      <p class="muted small num">
        ${[text("summary", { n: this.entries.length, size }), this.#work.refused ? text("evictable") : ""]
          .filter(Boolean)
          .join(" · ")}
      </p>
      ${repeat(
        shown,
        ({ ref }) => ref,
        (entry) => html`<oriel-model-card
          id=${`model-${entry.ref}`}
          .entry=${entry}
          .process=${processes.find(({ ref }) => ref === entry.ref)}
          .loadJob=${this.#work.loads.get(entry.ref)}
          .tick=${this.tick}
          ?guide=${isGuide(entry, this.host.guide())}
          .build=${this.guideBuild}
          ?linked=${this.linked === entry.ref}
          @action=${(event: CustomEvent<CardAction>) => this.#act(entry.ref, event.detail)}
        ></oriel-model-card>`,
      )}
    `;
  }

  /** Whether Guide could be installed: not where a person has given its name to another model. */
  get #guideAbsent(): boolean {
    return this.host.guide().name === "absent" && this.entries?.some(({ ref }) => ref === GUIDE_REF) === false;
  }

  /** What is being done with Guide stands above the list; that it is absent, below. */
  #guide(below: boolean) {
    const state = this.host.guide();
    const told = state.name === "preparing" || state.failure !== undefined;
    const shown = below ? this.#guideAbsent : told;
    if (!this.entries || !shown) return nothing;
    return html`<oriel-guide-status
      .state=${state}
      ?stored=${state.digest !== undefined}
      @install=${() => this.host.installGuide()}
    ></oriel-guide-status>`;
  }

  #empty() {
    return html`<div class="empty">
      <ui-icon name="models"></ui-icon>
      <h3>${text("emptyTitle")}</h3>
      <p class="muted">${text("emptyBody")}</p>
      <button class="button primary" @click=${this.#chooseFiles}>
        <ui-icon name="upload"></ui-icon>${text("importModel")}
      </button>
      <p class="muted small">${text("emptyFormats")}</p>
    </div>`;
  }

  #refresh = async () => {
    try {
      const entries = await this.host.oriel.models.list();
      const guide = this.host.guide();
      this.guideBuild = await this.#buildOf(entries.find((entry) => isGuide(entry, guide)));
      this.entries = entries;
      this.failure = undefined;
    } catch (error) {
      this.failure = failureOf(error);
    }
    if (this.linked) this.#reveal(this.linked);
  };

  async #buildOf(guide?: ModelEntry): Promise<string | undefined> {
    // Deleted since it was listed: another refresh is on its way.
    const model = guide && (await this.host.oriel.models.inspect(guide.ref).catch(() => undefined));
    const build = model?.manifest.metadata[BUILD_KEY];
    return typeof build === "string" ? build : undefined;
  }

  async #reveal(ref: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector(`#${CSS.escape(`model-${ref}`)}`)?.scrollIntoView({ block: "nearest" });
  }

  #workChanged = () => {
    this.tick++;
  };

  #chooseFiles = () => {
    this.fileInput.click();
  };

  #chosen(): void {
    this.#import([...(this.fileInput.files ?? [])]);
    this.fileInput.value = "";
  }

  #import(files: File[]): void {
    for (const job of this.#work.imports.filter(({ state }) => state !== "running" && state !== "waiting"))
      this.#work.dismiss(job);
    for (const file of files) this.#work.import(file);
    this.importShown = files.length > 0;
  }

  #hideImport = () => {
    this.importShown = false;
    for (const job of this.#work.imports.filter(({ state }) => state !== "running" && state !== "waiting"))
      this.#work.dismiss(job);
  };

  async #act(ref: string, action: CardAction): Promise<void> {
    this.actionFailure = undefined;
    if (action === "chat") this.host.open("chat", { ref });
    else if (action === "load") this.#work.load(ref);
    else if (action === "remove") await this.#remove(ref);
    else if (action === "unload") await this.#unload(ref);
    else await this.#cancelLoad(ref);
  }

  /** A load that another app started has no job here: it ends with its process. */
  async #cancelLoad(ref: string): Promise<void> {
    const job = this.#work.loads.get(ref);
    if (job?.state === "running") job.cancel();
    else await this.#unload(ref);
  }

  async #unload(ref: string): Promise<void> {
    const process = this.host.oriel.ps().find((running) => running.ref === ref);
    if (process) await this.#attempt(() => this.host.oriel.kill(process.pid), text("loadFailed"));
  }

  async #remove(ref: string): Promise<void> {
    const entry = this.entries?.find((known) => known.ref === ref);
    if (!entry) return;
    const { oriel } = this.host;
    if (!(await confirm(removeQuestion(entry, { guide: this.host.guide(), processes: oriel.ps() })))) return;
    await this.#attempt(async () => {
      const { freed } = await removeModel(oriel, entry);
      announce(text("removed", { ref, size: formatBytes(freed) }));
    }, text("removeFailed"));
    await this.#refresh();
  }

  async #attempt(task: () => Promise<void>, effect: string): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.actionFailure = { failure: failureOf(error), effect };
    }
  }
}
