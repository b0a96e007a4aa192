// <oriel-chat-list>: the stored chats: find, open, rename, pin, export, delete.
import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import "../../ui/dialog.ts";
import { OrielElement } from "../../ui/element.ts";
import { formatDate } from "../../ui/format.ts";
import "../../ui/icon.ts";
import "../../ui/menu.ts";
import { controls, shared } from "../../ui/styles.ts";
import type { ChatDocument } from "./chat-document.ts";
import { text } from "./texts.ts";

export type ChatAction = "open" | "pin" | "export-json" | "export-markdown" | "delete";

/** Fires `new`, `chat-action` with a chat and an action, and `rename` with a chat and a title. */
@customElement("oriel-chat-list")
export class OrielChatList extends OrielElement {
  static override styles = [
    shared,
    controls,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 8px;
        padding: 10px;
        min-height: 0;
        background: var(--sunken);
      }
      ul {
        flex: 1;
        min-height: 0;
        margin: 0 -4px;
        padding: 2px 4px;
        overflow-y: auto;
      }
      li {
        display: flex;
        align-items: center;
        border-radius: var(--radius);
      }
      li:hover {
        background: var(--hover);
      }
      li.current {
        background: var(--accent-soft);
      }
      .open {
        display: flex;
        align-items: center;
        gap: 6px;
        flex: 1;
        min-width: 0;
        min-height: var(--row);
        padding: 0 10px;
        border: 0;
        border-radius: var(--radius);
        background: none;
        text-align: start;
      }
      .open ui-icon {
        width: 14px;
        height: 14px;
        color: var(--muted);
      }
      .current .open {
        font-weight: 600;
      }
      .dot {
        flex: none;
        width: 6px;
        height: 6px;
        border-radius: 3px;
        background: var(--accent);
      }
      ui-menu {
        color: var(--muted);
        opacity: 0;
      }
      li:hover ui-menu,
      li:focus-within ui-menu,
      .current ui-menu {
        opacity: 1;
      }
      @media (hover: none) {
        ui-menu {
          opacity: 1;
        }
      }
      .none {
        padding: 4px 6px;
      }
    `,
  ];

  @property({ attribute: false }) chats: ChatDocument[] = [];
  @property() current = "";
  /** Ids of chats in which an answer is being computed. */
  @property({ attribute: false }) running: ReadonlySet<string> = new Set();
  @state() private query = "";
  @state() private renaming?: ChatDocument;

  /** Asks for another title of a chat. */
  rename(chat: ChatDocument): void {
    this.renaming = chat;
  }

  override render() {
    const wanted = this.query.trim().toLowerCase();
    const holds = (chat: ChatDocument) =>
      `${chat.title}\n${chat.nodes.map(({ content }) => content).join("\n")}`.toLowerCase().includes(wanted);
    const shown = wanted ? this.chats.filter(holds) : this.chats;
    return html`
      <button class="button" @click=${() => this.dispatchEvent(new CustomEvent("new"))}>
        <ui-icon name="plus"></ui-icon>${text("newChat")}
      </button>
      <input
        type="search"
        class="field"
        aria-label=${text("searchChats")}
        placeholder=${text("searchChats")}
        .value=${this.query}
        @input=${(event: InputEvent) => {
          this.query = (event.target as HTMLInputElement).value;
        }}
      />
      <ul aria-label=${text("chats")}>
        ${repeat(
          shown,
          ({ id }) => id,
          (chat) => this.#chat(chat),
        )}
        ${
          shown.length > 0
            ? nothing
            : html`<li class="none muted small">${wanted ? text("noChatFound", { query: this.query }) : text("noChats")}</li>`
        }
      </ul>
      ${this.#renameDialog()}
    `;
  }

  #chat(chat: ChatDocument) {
    const title = chat.title || text("untitled");
    const current = chat.id === this.current;
    return html`<li class=${current ? "current" : ""}>
      <button
        class="open"
        title=${`${title} – ${formatDate(chat.updatedAt)}`}
        aria-current=${current ? "true" : nothing}
        @click=${() => this.#act(chat, "open")}
      >
        ${chat.pinned ? html`<ui-icon name="pin"></ui-icon>` : nothing}
        <span class="clip">${title}</span>
        ${this.running.has(chat.id) ? html`<span class="dot"></span>` : nothing}
      </button>
      <ui-menu
        .label=${text("chatActions", { title })}
        .items=${[
          { id: "rename", label: text("rename"), icon: "edit" as const },
          { id: "pin", label: chat.pinned ? text("unpin") : text("pin"), icon: "pin" as const },
          { id: "export-markdown", label: text("exportMarkdown"), icon: "download" as const },
          { id: "export-json", label: text("exportJson"), icon: "download" as const },
          { id: "delete", label: text("deleteChat"), icon: "trash" as const, danger: true },
        ]}
        @ui-pick=${(event: CustomEvent<ChatAction | "rename">) => {
          if (event.detail === "rename") this.renaming = chat;
          else this.#act(chat, event.detail);
        }}
      >
        <ui-icon name="more"></ui-icon>
      </ui-menu>
    </li>`;
  }

  #renameDialog() {
    const chat = this.renaming;
    const close = () => {
      this.renaming = undefined;
    };
    const submit = (event: SubmitEvent) => {
      event.preventDefault();
      const title = (event.target as HTMLFormElement).querySelector("input")!.value.trim();
      if (title) this.dispatchEvent(new CustomEvent("rename", { detail: { chat, title } }));
      close();
    };
    return html`<ui-dialog .heading=${text("renameChat")} .open=${chat !== undefined} @ui-close=${close}>
      <form id="rename" @submit=${submit}>
        <input class="field" autofocus aria-label=${text("chatTitle")} .value=${chat?.title ?? ""} />
      </form>
      <button slot="actions" class="button" @click=${close}>${text("cancel")}</button>
      <button slot="actions" class="button primary" form="rename">${text("save")}</button>
    </ui-dialog>`;
  }

  #act(chat: ChatDocument, action: ChatAction): void {
    this.dispatchEvent(new CustomEvent("chat-action", { detail: { chat, action } }));
  }
}
