// <oriel-chat-app>: conversations with the models of this device: the list, the open chat, its parameters, and where one writes.
import { html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { confirm } from "../../ui/confirm.ts";
import "../../ui/error-view.ts";
import { formatBytes, formatNumber } from "../../ui/format.ts";
import "../../ui/icon.ts";
import "../../ui/menu.ts";
import "../../ui/picker.ts";
import type { PickerItem, UiPicker } from "../../ui/picker.ts";
import { controls, shared } from "../../ui/styles.ts";
import { AppElement, type AppParams, type Command } from "../app.ts";
import { chatCommands } from "./chat-commands.ts";
import { ChatController, following } from "./chat-controller.ts";
import { branch, type ChatDocument, type ChatNode, toMarkdown, versions } from "./chat-document.ts";
import type { ChatAction, OrielChatList } from "./chat-list.ts";
import "./chat-list.ts";
import { chatStyles } from "./chat-styles.ts";
import type { OrielChatComposer } from "./composer.ts";
import "./composer.ts";
import { download } from "./download.ts";
import "./empty-chat.ts";
import type { MessageAction } from "./message.ts";
import "./message.ts";
import "./settings-panel.ts";
import type { SettingsChange } from "./settings-panel.ts";
import { StickToEnd } from "./stick-to-end.ts";
import { text } from "./texts.ts";

@customElement("oriel-chat-app")
export class OrielChatApp extends AppElement {
  static override styles = [shared, controls, chatStyles];

  /** Room for panels beside the conversation; without it they lie over it. */
  @state() private narrow = false;
  @state() private listShown = true;
  @state() private settingsShown = false;
  @query(".thread") private thread!: HTMLElement;
  @query("oriel-chat-composer") private composer?: OrielChatComposer;
  @query("ui-picker") private picker!: UiPicker;
  #control!: ChatController;
  #stick = new StickToEnd(this, () => this.thread);
  #observer?: ResizeObserver;
  #width = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#control?.disposed !== false) this.#control = new ChatController(this.host);
    this.#control.addEventListener("change", () => this.updateNextFrame());
    this.#control.open();
    this.#observer = new ResizeObserver(([entry]) => this.#measure(entry!.contentRect.width));
    this.#observer.observe(this);
    this.addEventListener("keydown", this.#key);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    this.#control.dispose();
  }

  override receive({ ref, chat }: AppParams): void {
    this.#control ??= new ChatController(this.host);
    if (chat) this.#control.select(chat);
    if (ref) this.#control.create(ref);
  }

  override focusMain(): void {
    this.composer?.focusInput();
  }

  override commands(): Command[] {
    return chatCommands(this.#control, {
      create: this.#new,
      toInput: () => this.#toInput(),
      pickModel: this.#pickModel,
      toggleSettings: () => this.#toggleSettings(),
      toggleList: () => this.#toggleList(),
      open: (chat) => this.host.open("chat", { chat: chat.id }),
      rename: (chat) => this.#rename(chat),
      export: (chat, format) => this.#export(chat, format),
      delete: (chat) => this.#deleteChat(chat),
    });
  }

  protected override updated(): void {
    this.#stick.updated(this.#control.chat.id);
  }

  override render() {
    const control = this.#control;
    const { chat } = control;
    const listOpen = this.listShown;
    return html`
      <div class="bar">
        ${this.#toggle("sidebar", text("toggleChats"), listOpen, () => this.#toggleList())}
        ${this.#modelButton()}
        <span class="grow"></span>
        ${
          chat.nodes.length > 0
            ? html`<ui-menu
                .label=${text("export")}
                .items=${[{ id: "md", label: text("exportMarkdown") }, { id: "json", label: text("exportJson") }]}
                @ui-pick=${(event: CustomEvent<"md" | "json">) => this.#export(chat, event.detail)}
              >
                <ui-icon name="download"></ui-icon>
              </ui-menu>`
            : nothing
        }
        ${this.#toggle("settings", text("settings"), this.settingsShown, () => this.#toggleSettings())}
        <button class="icon-button" aria-label=${text("newChat")} title=${text("newChat")} @click=${this.#new}>
          <ui-icon name="plus"></ui-icon>
        </button>
      </div>
      <div class="columns ${this.narrow ? "narrow" : ""}">
        ${listOpen ? this.#list() : nothing}
        <div class="main" ?inert=${this.narrow && (listOpen || this.settingsShown)}>
          <div class="thread" tabindex="0" role="log" aria-live="off" aria-label=${text("conversation")}>
            <div class="messages">${this.#conversation()}</div>
          </div>
          ${
            this.#stick.away
              ? html`<button class="button jump" @click=${() => this.#stick.jump()}>
                  <ui-icon name="down"></ui-icon>${text("jump")}
                </button>`
              : nothing
          }
          ${this.#composer()}
        </div>
        ${
          this.settingsShown
            ? html`<oriel-chat-settings
                .chat=${chat.id}
                .system=${chat.system}
                .sampling=${chat.sampling}
                .usual=${control.usual}
                .noSystem=${control.plain ? text("systemPlain") : control.isGuide ? text("systemBuiltIn") : ""}
                @settings=${(event: CustomEvent<SettingsChange>) => this.#applySettings(event.detail)}
              ></oriel-chat-settings>`
            : nothing
        }
      </div>
      <ui-picker
        .label=${text("chooseModel")}
        .placeholder=${text("searchModels")}
        .empty=${text("noModels")}
        @ui-pick=${(event: CustomEvent<string>) => this.#setModel(event.detail)}
      ></ui-picker>
    `;
  }

  #toggle(icon: "sidebar" | "settings", label: string, on: boolean, run: () => void) {
    return html`<button class="icon-button" aria-label=${label} title=${label} aria-expanded=${on} @click=${run}>
      <ui-icon name=${icon}></ui-icon>
    </button>`;
  }

  #modelButton() {
    const { model, modelRef, ready } = this.#control;
    if (!ready) return nothing;
    return html`<button class="button model" aria-haspopup="dialog" title=${text("chooseModel")} @click=${this.#pickModel}>
      ${modelRef ? html`<span class="visually-hidden">${text("model")}</span>` : nothing}
      <span class="clip">${modelRef ?? text("chooseModel")}</span>
      ${model ? html`<span class="badge">${model.quantization}</span>` : nothing}<ui-icon name="down"></ui-icon>
    </button>`;
  }

  #list() {
    const control = this.#control;
    const { chats } = control;
    return html`<oriel-chat-list
      .chats=${chats}
      .current=${control.chat.id}
      .running=${new Set(chats.filter((chat) => control.running(chat)).map(({ id }) => id))}
      @new=${this.#new}
      @chat-action=${(event: CustomEvent<{ chat: ChatDocument; action: ChatAction }>) =>
        this.#chatAction(event.detail.chat, event.detail.action)}
      @rename=${(event: CustomEvent<{ chat: ChatDocument; title: string }>) =>
        control.set({ title: event.detail.title }, event.detail.chat)}
    ></oriel-chat-list>`;
  }

  #conversation() {
    const control = this.#control;
    const { chat, session, failure } = control;
    const path = branch(chat);
    return html`
      ${
        failure
          ? html`<ui-error .failure=${failure.failure} .effect=${failure.effect}>
              <button class="button" @click=${() => control.dismissFailure()}>${text("dismiss")}</button>
            </ui-error>`
          : nothing
      }
      ${path.length === 0 ? this.#empty() : nothing}
      ${repeat(
        path,
        ({ id }) => id,
        (node) => html`<oriel-chat-message
          .node=${node}
          .calls=${control.calls(node)}
          .versions=${versions(chat, node).map(({ id }) => id)}
          .phase=${session?.node === node ? session.phase : undefined}
          .plain=${node.plain === true}
          .idle=${!session}
          .revision=${`${node.content.length} ${node.end}`}
          @message-action=${(event: CustomEvent<MessageAction>) => this.#messageAction(node, event.detail)}
        ></oriel-chat-message>`,
      )}
    `;
  }

  #empty() {
    const { ready, model, modelRef, plain, builtIn, guide } = this.#control;
    if (!ready) return nothing;
    return html`<oriel-chat-empty
      .model=${modelRef}
      .installed=${model !== undefined}
      .plain=${plain}
      .builtIn=${builtIn}
      .guide=${guide}
      @import=${() => this.host.open("models")}
      @install=${() => this.host.installGuide()}
      @choose=${this.#pickModel}
      @example=${(event: CustomEvent<string>) => this.#control.send(event.detail)}
    ></oriel-chat-empty>`;
  }

  #composer() {
    const { chat, session, model, modelRef, plain, ready, guide } = this.#control;
    const used = branch(chat).findLast(({ totalTokens }) => totalTokens !== undefined)?.totalTokens;
    const length =
      this.host.oriel.ps().find(({ ref }) => ref === model?.ref)?.info?.contextLength ?? model?.contextLength;
    const preparing = !modelRef && guide.name === "preparing" ? text("preparing") : "";
    const missing = ready && modelRef && !model ? text("modelMissing", { ref: modelRef }) : "";
    const context =
      used && length ? text("contextUsed", { used: formatNumber(used), length: formatNumber(length) }) : "";
    return html`<oriel-chat-composer
      .running=${session !== undefined}
      .disabled=${!ready || !model}
      .plain=${plain}
      .context=${preparing || missing || context}
      @send=${(event: CustomEvent<string>) => {
        this.#stick.jump();
        this.#control.send(event.detail);
      }}
      @stop=${() => this.#control.stop()}
    ></oriel-chat-composer>`;
  }

  #pickModel = () => {
    const { models, modelRef } = this.#control;
    this.picker.items = models.map(
      ({ ref, quantization, bytes, name }): PickerItem => ({
        id: ref,
        label: ref,
        group: text("installed"),
        detail: [name, quantization, formatBytes(bytes)].filter(Boolean).join(" · "),
        selected: ref === modelRef,
      }),
    );
    this.picker.show();
  };

  #setModel(ref: string): void {
    this.#control.setModel(ref);
    this.#toInput();
  }

  #new = () => {
    this.#control.create();
    if (this.narrow) this.listShown = false;
    this.host.open("chat");
  };

  async #toInput(): Promise<void> {
    if (this.narrow) this.listShown = this.settingsShown = false;
    this.host.open("chat");
  }

  #toggleSettings(): void {
    this.settingsShown = !this.settingsShown;
    if (this.#width < 860 && this.settingsShown) this.listShown = false;
  }

  #toggleList(): void {
    this.listShown = !this.listShown;
    if (this.#width < 860 && this.listShown) this.settingsShown = false;
  }

  #measure(width: number): void {
    this.#width = width || this.#width;
    const narrow = width > 0 && width < 680;
    if (width === 0 || narrow === this.narrow) return;
    this.narrow = narrow;
    this.listShown = !narrow;
    if (narrow) this.settingsShown = false;
  }

  #applySettings({ system, sampling }: SettingsChange): void {
    const { chat } = this.#control;
    const kept = Object.entries({ ...chat.sampling, ...sampling }).filter(([, value]) => value !== undefined);
    this.#control.set({ system: system ?? chat.system, sampling: Object.fromEntries(kept) });
  }

  async #rename(chat: ChatDocument): Promise<void> {
    this.listShown = true;
    await this.updateComplete;
    this.renderRoot.querySelector<OrielChatList>("oriel-chat-list")?.rename(chat);
  }

  #chatAction(chat: ChatDocument, action: ChatAction): void {
    if (action === "open") {
      this.#control.select(chat.id);
      if (this.narrow) this.listShown = false;
      this.#toInput();
    } else if (action === "pin") this.#control.set({ pinned: !chat.pinned }, chat);
    else if (action === "delete") this.#deleteChat(chat);
    else this.#export(chat, action === "export-json" ? "json" : "md");
  }

  async #deleteChat(chat: ChatDocument): Promise<void> {
    const heading = text("deleteChatTitle", { title: chat.title || text("untitled") });
    const body = text("deleteChatBody", { n: chat.nodes.length });
    if (await confirm({ heading, body, action: text("deleteChat") })) await this.#control.delete(chat);
  }

  #export(chat: ChatDocument, format: "md" | "json"): void {
    const roles = { user: text("you"), assistant: text("assistant"), system: text("system") };
    const ends = { waiting: text("state.waiting"), done: text("state.done"), refused: text("state.refused") };
    const more = { failed: text("state.failed"), started: text("state.started"), undone: text("state.undone") };
    const names = { ...roles, ...ends, ...more };
    const content = format === "json" ? JSON.stringify(chat, undefined, 2) : toMarkdown(chat, names);
    download(content, chat.title, format);
  }

  async #messageAction(node: ChatNode, action: MessageAction): Promise<void> {
    const control = this.#control;
    if (action.do === "edit") control.edit(node, action.content);
    else if (action.do === "regenerate") control.regenerate(node);
    else if (action.do === "continue") control.continue(node);
    else if (action.do === "stop") control.stop();
    else if (action.do === "answer") control.answerCall(action.call, action.answer);
    else if (action.do === "version") control.showVersion(action.id);
    else {
      const n = following(control.chat, node);
      const body = n === 0 ? text("deleteOneBody") : text("deleteMessageBody", { n });
      if (await confirm({ heading: text("deleteMessageTitle"), body, action: text("delete") }))
        control.removeMessage(node);
    }
  }

  #key = (event: KeyboardEvent) => {
    const inDialog = event.composedPath().some((target) => target instanceof HTMLDialogElement);
    if (event.key !== "Escape" || event.defaultPrevented || event.shiftKey || inDialog) return;
    if (this.#control.session) {
      event.preventDefault();
      this.#control.stop();
    } else if (this.narrow && (this.listShown || this.settingsShown)) this.listShown = this.settingsShown = false;
  };
}
