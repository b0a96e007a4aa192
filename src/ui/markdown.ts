// <ui-markdown>: a markdown text as safe DOM. While a text grows, only its last blocks are rendered again, so a long answer stays cheap.
import { css, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import { copyText } from "./copy-button.ts";
import { OrielElement } from "./element.ts";
import { locale } from "./i18n.ts";
import { blocksOf, renderBlocks } from "./sanitize.ts";
import { shared } from "./styles.ts";
import { text } from "./texts.ts";

@customElement("ui-markdown")
export class UiMarkdown extends OrielElement {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
        font-size: var(--reading);
        line-height: 1.6;
        overflow-wrap: anywhere;
        contain: content;
      }
      .block > * {
        margin: 0 0 12px;
      }
      .block:last-child > :last-child {
        margin-bottom: 0;
      }
      h4,
      h5,
      h6 {
        font-size: 1.15em;
        line-height: 1.4;
        font-weight: 600;
      }
      h5 {
        font-size: 1.05em;
      }
      h6 {
        font-size: 1em;
      }
      ul,
      ol {
        padding-inline-start: 24px;
      }
      ul {
        list-style: disc;
      }
      ol {
        list-style: decimal;
      }
      li:has(> input) {
        list-style: none;
      }
      li > input {
        margin: 0 8px 0 -20px;
        vertical-align: -1px;
      }
      blockquote {
        padding-inline-start: 12px;
        border-inline-start: 3px solid var(--line);
        color: var(--muted);
      }
      code {
        padding: 1px 4px;
        border-radius: 4px;
        background: var(--sunken);
        font-family: var(--mono);
        font-size: 0.88em;
      }
      .code {
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--sunken);
      }
      .code > div {
        display: flex;
        justify-content: space-between;
        align-items: center;
        padding: 2px 4px 2px 12px;
        border-bottom: 1px solid var(--line);
        color: var(--muted);
        font-size: var(--small);
      }
      .code button {
        padding: 2px 8px;
        border: 0;
        border-radius: 4px;
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }
      .code button:hover {
        background: var(--hover);
        color: var(--text);
      }
      pre {
        margin: 0;
        padding: 10px 12px;
        overflow-x: auto;
        line-height: 1.5;
        overflow-wrap: normal;
      }
      pre code {
        padding: 0;
        background: none;
      }
      .table {
        overflow-x: auto;
      }
      table {
        border-collapse: collapse;
      }
      th,
      td {
        padding: 4px 12px;
        border: 1px solid var(--line);
        text-align: start;
      }
      [align="right"] {
        text-align: right;
      }
      [align="center"] {
        text-align: center;
      }
      th {
        background: var(--raised);
        font-weight: 600;
      }
      hr {
        border: 0;
        border-top: 1px solid var(--line);
      }
    `,
  ];

  @property() text = "";
  /** True while the text still grows: link definitions further down are then not looked for. */
  @property({ type: Boolean }) growing = false;
  /** Per rendered block: its source and its element. */
  #blocks: { raw: string; element: HTMLElement }[] = [];
  /** Characters of {@link text} before the last rendered block, while it grows. */
  #settled = 0;
  #settledBlocks = 0;
  #rendered = "";
  #language = locale();

  protected override updated(changed: PropertyValues): void {
    const translated = this.#language !== locale();
    if (translated) {
      this.#language = locale();
      for (const { element } of this.#blocks.splice(0)) element.remove();
    }
    const appended = !translated && this.growing && this.text.startsWith(this.#rendered) && this.#rendered !== "";
    if (!changed.has("text") && !changed.has("growing") && this.#rendered === this.text && !translated) return;
    if (!appended) this.#settled = this.#settledBlocks = 0;
    this.#rendered = this.text;
    const tokens = blocksOf(this.text.slice(this.#settled));
    this.#reconcile(tokens, tokens.links);
    // The last two blocks may still change (a list goes on after a blank line, a heading gets its underline).
    const keep = Math.max(0, tokens.length - 2);
    this.#settled += tokens.slice(0, keep).reduce((sum, token) => sum + token.raw.length, 0);
    this.#settledBlocks += keep;
  }

  /** Renders the blocks after the settled ones, keeping the elements of those whose source is unchanged. */
  #reconcile(tokens: ReturnType<typeof blocksOf>, links: ReturnType<typeof blocksOf>["links"]): void {
    const usesLinks = Object.keys(links).length > 0;
    for (const [index, token] of tokens.entries()) {
      const at = this.#settledBlocks + index;
      const known = this.#blocks[at];
      if (known?.raw === token.raw && !usesLinks) continue;
      const element = document.createElement("div");
      element.className = "block";
      element.append(renderBlocks([token], links));
      this.#decorate(element);
      if (known) known.element.replaceWith(element);
      else this.renderRoot.append(element);
      this.#blocks[at] = { raw: token.raw, element };
    }
    for (const extra of this.#blocks.splice(this.#settledBlocks + tokens.length)) extra.element.remove();
  }

  /** Gives code blocks their language and a copy button, and wide tables a scroller. */
  #decorate(block: HTMLElement): void {
    for (const pre of block.querySelectorAll("pre")) {
      const code = pre.querySelector("code");
      const frame = document.createElement("div");
      const bar = document.createElement("div");
      const language = document.createElement("span");
      const button = document.createElement("button");
      frame.className = "code";
      language.textContent = /language-(\S+)/.exec(code?.className ?? "")?.[1] ?? "";
      button.textContent = text("copy");
      button.setAttribute("aria-label", text("copyCode"));
      button.addEventListener("click", () => copyText(code?.textContent ?? ""));
      bar.append(language, button);
      pre.tabIndex = 0;
      pre.replaceWith(frame);
      frame.append(bar, pre);
    }
    for (const table of block.querySelectorAll("table")) {
      const scroller = document.createElement("div");
      scroller.className = "table";
      scroller.tabIndex = 0;
      table.replaceWith(scroller);
      scroller.append(table);
    }
  }
}
