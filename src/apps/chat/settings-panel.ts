// <oriel-chat-settings>: the system prompt and the sampling parameters of one chat.
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { SamplingOptions } from "../../api/types.ts";
import { OrielElement } from "../../ui/element.ts";
import { controls, shared } from "../../ui/styles.ts";
import { type Parameter, parameters, readParameter, readStops, type SamplingKey, writeStops } from "./sampling.ts";
import { text } from "./texts.ts";

/** What has changed; a sampling parameter that is undefined goes back to its usual value. */
export interface SettingsChange {
  system?: string;
  sampling?: SamplingOptions;
}

/** Fires `settings` with a {@link SettingsChange}. */
@customElement("oriel-chat-settings")
export class OrielChatSettings extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      :host {
        display: block;
        padding: 12px var(--pad);
        overflow-y: auto;
        background: var(--sunken);
      }
      h3 {
        font-size: var(--reading);
        font-weight: 600;
      }
      .rows {
        display: grid;
        gap: 10px;
        margin: 12px 0;
      }
      label,
      .label {
        display: block;
        margin-bottom: 2px;
        font-weight: 500;
      }
      .row {
        display: grid;
        grid-template-columns: 1fr 112px;
        gap: 2px 12px;
        align-items: center;
      }
      .row label {
        margin: 0;
      }
      .row .wrong {
        grid-column: 1 / -1;
      }
      .wrong {
        color: var(--danger);
      }
      [aria-invalid="true"] {
        border-color: var(--danger);
      }
      input {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  /** Id of the chat. */
  @property() chat = "";
  @property() system = "";
  @property({ attribute: false }) sampling: SamplingOptions = {};
  /** What the model's file asks for where a parameter is not set. */
  @property({ attribute: false }) usual: Partial<Record<SamplingKey, number>> = {};
  /** Why the model has no place for a system prompt; empty where it has one. */
  @property() noSystem = "";
  @state() private resets = 0;
  /** Fields whose text is no value: kept as typed until they are right. */
  @state() private wrong = new Map<SamplingKey, string>();

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("chat")) this.wrong = new Map();
  }

  override render() {
    // Another chat, or a reset, gets new fields: what was typed into the old ones is no part of it.
    return keyed(`${this.chat} ${this.resets}`, this.#fields());
  }

  #fields() {
    return html`
      <h3>${text("settings")}</h3>
      <p class="muted small">${text("settingsHelp")}</p>
      <div class="rows">
        <div>
          <label for="system">${text("system")}</label>
          <textarea
            id="system"
            class="field"
            rows="4"
            placeholder=${text("systemPlaceholder")}
            ?disabled=${this.noSystem !== ""}
            aria-describedby=${this.noSystem ? "no-system" : nothing}
            .value=${this.system}
            @change=${(event: Event) => this.#fire({ system: (event.target as HTMLTextAreaElement).value })}
          ></textarea>
          ${this.noSystem ? html`<p id="no-system" class="muted small">${this.noSystem}</p>` : nothing}
        </div>
        ${parameters.map((parameter) => this.#row(parameter))}
        <div>
          <label for="stop">${text("stop")}</label>
          <textarea
            id="stop"
            class="field mono"
            rows="2"
            aria-describedby="stop-help"
            .value=${writeStops(this.sampling.stop)}
            @change=${(event: Event) => this.#sample("stop", readStops((event.target as HTMLTextAreaElement).value))}
          ></textarea>
          <p id="stop-help" class="muted small">${text("stopHelp")}</p>
        </div>
      </div>
      <button class="button" @click=${this.#reset}>${text("reset")}</button>
    `;
  }

  #row(parameter: Parameter) {
    const { key, step, integer } = parameter;
    const usual = this.usual[key] ?? parameter.usual;
    const wrong = this.wrong.get(key);
    const name = `parameter.${key}` as const;
    const usualText = usual !== undefined ? String(usual) : key === "seed" ? text("seedRandom") : text("unlimited");
    return html`<div class="row">
      <label for=${key}>${text(name)}</label>
      <input
        id=${key}
        class="field"
        type="text"
        inputmode=${integer ? "numeric" : "decimal"}
        data-step=${step}
        autocomplete="off"
        placeholder=${usualText}
        title=${usualText}
        aria-invalid=${wrong !== undefined}
        aria-describedby=${wrong === undefined ? nothing : `${key}-wrong`}
        .value=${wrong ?? this.sampling[key]?.toString() ?? ""}
        @change=${(event: Event) => this.#change(parameter, (event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => this.#step(event, parameter)}
      />
      ${wrong === undefined ? nothing : html`<p class="wrong small" id="${key}-wrong" role="alert">${rangeOf(parameter)}</p>`}
    </div>`;
  }

  #change(parameter: Parameter, typed: string): void {
    const value = readParameter(parameter, typed);
    this.wrong = new Map(this.wrong);
    if (value === null) {
      this.wrong.set(parameter.key, typed);
      return;
    }
    this.wrong.delete(parameter.key);
    this.#sample(parameter.key, value);
  }

  /** The arrow keys change a number by its step. */
  #step(event: KeyboardEvent, parameter: Parameter): void {
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    const input = event.target as HTMLInputElement;
    const from =
      input.value.trim() === "" ? (this.usual[parameter.key] ?? parameter.usual ?? parameter.min) : Number(input.value);
    const next = Math.min(Math.max(from + direction * parameter.step, parameter.min), parameter.max);
    input.value = String(Number(next.toFixed(4)));
    this.#change(parameter, input.value);
  }

  #sample(key: keyof SamplingOptions, value: unknown): void {
    this.#fire({ sampling: { [key]: value } });
  }

  #reset(): void {
    this.wrong = new Map();
    this.resets++;
    const none = [...parameters.map(({ key }) => key), "stop"].map((key) => [key, undefined]);
    this.#fire({ sampling: Object.fromEntries(none), system: "" });
  }

  #fire(change: SettingsChange): void {
    this.dispatchEvent(new CustomEvent("settings", { detail: change }));
  }
}

function rangeOf({ min, max, above, integer }: Parameter): string {
  const range = text(above ? "rangeAbove" : "range", { min, max });
  return integer ? `${range}, ${text("whole")}` : range;
}
