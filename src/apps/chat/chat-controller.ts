// What the Chat app does, apart from its looks: which chats there are, which one is open, and the answers being computed in them.
import type { ModelEntry, ProcessEntry, SamplingOptions } from "../../api/types.ts";
import type { Digest } from "../../base/manifest.ts";
import type { SamplingDefaults } from "../../protocol/backend.ts";
import { fileSampling } from "../../protocol/file-sampling.ts";
import { announce } from "../../ui/announce.ts";
import { type Failure, failureOf } from "../../ui/error-view.ts";
import { progressLine } from "../../ui/progress.ts";
import type { AppHost, GuideState } from "../app.ts";
import { type CallAnswer, type CallView, ChatCalls } from "./chat-calls.ts";
import {
  addNode,
  branch,
  type ChatDocument,
  type ChatNode,
  type NodeCall,
  newChat,
  removeNode,
  showVersion,
} from "./chat-document.ts";
import { ChatSession } from "./chat-session.ts";
import { ChatStore } from "./chat-store.ts";
import { text } from "./texts.ts";

/** Fires `change` whenever something to be drawn changed; many times per frame while an answer streams. */
export class ChatController extends EventTarget {
  models: ModelEntry[] = [];
  chat: ChatDocument;
  /** False until chats and models have been read. */
  ready = false;
  failure?: { failure: Failure; effect: string };
  readonly #store: ChatStore;
  readonly #sessions = new Map<string, ChatSession>();
  readonly #calls: ChatCalls;
  readonly #deleted = new WeakSet<ChatDocument>();
  readonly #stop = new AbortController();
  readonly #usual = new Map<Digest, SamplingDefaults>();
  #wanted?: string;

  constructor(private readonly host: AppHost) {
    super();
    this.#store = new ChatStore(host.documents);
    this.#calls = new ChatCalls(host, this.#store, (chat) => this.#touched(chat));
    this.chat = this.#blank();
    const { signal } = this.#stop;
    this.#store.addEventListener("failure", (event) => this.#fail((event as CustomEvent).detail, text("saveFailed")), {
      signal,
    });
    signal.addEventListener(
      "abort",
      host.onGuide(() => this.#changed()),
    );
    window.addEventListener("pagehide", () => this.#store.flush(), { signal });
    signal.addEventListener(
      "abort",
      host.oriel.onChange((what) => {
        if (what === "models") this.#readModels();
        else this.#changed();
      }),
    );
  }

  async open(): Promise<void> {
    try {
      await this.#store.open();
    } catch (error) {
      this.#fail(error, text("listFailed"));
    }
    await this.#readModels();
    const first = this.#store.list()[0];
    if (first && this.chat.nodes.length === 0 && !this.#wanted) this.chat = first;
    if (this.#wanted) this.chat = this.#store.get(this.#wanted) ?? this.chat;
    this.ready = true;
    this.#changed();
  }

  /** Stops what runs, writes what is unsaved and lets go of the host. */
  dispose(): void {
    for (const session of this.#sessions.values()) session.stop();
    this.#store.flush();
    this.#stop.abort();
  }

  /** True once it has let go of the host; it is of no further use then. */
  get disposed(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Stored chats, pinned first, newest first. */
  get chats(): ChatDocument[] {
    return this.#store.list();
  }

  /** The answer being computed in the open chat. */
  get session(): ChatSession | undefined {
    return this.#sessions.get(this.chat.id);
  }

  running(chat: ChatDocument): boolean {
    return this.#sessions.has(chat.id);
  }

  /** The model of the open chat, where it is installed. */
  get model(): ModelEntry | undefined {
    return this.models.find(({ ref }) => ref === this.modelRef);
  }

  /** The chosen model, or the one used last, or the first. */
  get modelRef(): string | null {
    const installed = (ref: string | null) => this.models.some((model) => model.ref === ref);
    const last = this.chats.map(({ model }) => model).find(installed);
    return this.chat.model ?? last ?? this.models[0]?.ref ?? null;
  }

  /** True when the open chat's model continues text instead of answering. */
  get plain(): boolean {
    return this.model !== undefined && !this.model.hasChatTemplate;
  }

  /** True when it calls tools that are in its weights. */
  get builtIn(): boolean {
    return this.#builtIn(this.modelRef);
  }

  /** True when it is Guide, which takes no system prompt; what another model with built-in tools takes, its template says. */
  get isGuide(): boolean {
    return this.#isGuide(this.modelRef);
  }

  /** What the model's file asks for where the chat sets nothing; read when it is first wanted. */
  get usual(): SamplingDefaults {
    const { model } = this;
    if (!model) return {};
    if (!this.#usual.has(model.digest)) this.#readUsual(model);
    return this.#usual.get(model.digest) ?? {};
  }

  get guide(): GuideState {
    return this.host.guide();
  }

  create(model: string | null = null): void {
    if (this.chat.nodes.length > 0 || model) this.chat = this.#blank(model ?? this.chat.model);
    this.#wanted = this.chat.id;
    this.#changed();
  }

  select(id: string): void {
    this.#wanted = id;
    this.chat = this.#store.get(id) ?? this.chat;
    this.#changed();
  }

  setModel(ref: string): void {
    this.chat.model = ref;
    this.#touched();
  }

  set(
    change: Partial<Pick<ChatDocument, "title" | "system" | "pinned"> & { sampling: SamplingOptions }>,
    chat = this.chat,
  ) {
    Object.assign(chat, change);
    this.#touched(chat);
  }

  async delete(chat: ChatDocument): Promise<void> {
    this.#deleted.add(chat);
    this.#sessions.get(chat.id)?.stop();
    try {
      await this.#store.delete(chat.id);
    } catch (error) {
      this.#fail(error, text("listFailed"));
    }
    if (this.chat === chat) this.chat = this.#store.list()[0] ?? this.#blank();
    this.#changed();
  }

  /** Sends a message and computes the answer. */
  send(content: string): void {
    const { chat } = this;
    if (this.session || !this.model) return;
    chat.model = this.model.ref;
    this.#calls.pass(chat);
    const question = addNode(chat, { ...this.#node("user", chat.leaf), content });
    this.#answer(question.id);
  }

  /** Sends another version of a message of the person; the old one and what followed it stay reachable. */
  edit(node: ChatNode, content: string): void {
    if (this.session || !this.model) return;
    const question = addNode(this.chat, { ...this.#node("user", node.parent), content });
    this.#answer(question.id);
  }

  /** Computes another version of an answer. */
  regenerate(node: ChatNode): void {
    if (!this.session && this.model) this.#answer(node.role === "user" ? node.id : node.parent);
  }

  /** Goes on where an answer ended; for models that continue text. */
  continue(node: ChatNode): void {
    if (!this.session && this.model) this.#run(node);
  }

  stop(): void {
    this.session?.stop();
  }

  /** The actions that a message asks for. */
  calls(node: ChatNode): CallView[] {
    return this.#calls.views(node);
  }

  answerCall(call: NodeCall, answer: CallAnswer): void {
    this.#calls.answer(this.chat, call, answer);
  }

  showVersion(id: string): void {
    showVersion(this.chat, id);
    this.#touched();
  }

  removeMessage(node: ChatNode): void {
    removeNode(this.chat, node.id);
    this.#touched();
  }

  dismissFailure(): void {
    this.failure = undefined;
    this.#changed();
  }

  #blank(model: string | null = null): ChatDocument {
    return newChat(crypto.randomUUID(), Date.now(), model);
  }

  #node(role: ChatNode["role"], parent: string | null): ChatNode {
    const node: ChatNode = { id: crypto.randomUUID(), parent, role, content: "", createdAt: Date.now() };
    return this.plain ? { ...node, plain: true } : node;
  }

  #answer(parent: string | null): void {
    this.#run(addNode(this.chat, { ...this.#node("assistant", parent), model: this.model!.ref }));
  }

  async #run(node: ChatNode): Promise<void> {
    const { chat } = this;
    const takes = { calls: this.#builtIn(node.model), system: !this.#isGuide(node.model) };
    const session = new ChatSession(this.host.oriel, chat, node, takes, (model) => this.#processOf(model));
    this.#sessions.set(chat.id, session);
    this.#touched(chat);
    session.addEventListener("change", () => {
      this.host.report(session, session.phase.name === "loading" ? progressLine(session.phase.progress) : null);
      this.#touched(chat);
    });
    await session.run();
    this.#sessions.delete(chat.id);
    this.host.report(session, null);
    this.#touched(chat);
    if (node.end !== "failed" && node.content) announce(text("answered", { answer: node.content.slice(0, 2000) }));
    const tools = session.process?.info?.builtInTools ?? [];
    const refs = this.models.map(({ ref }) => ref);
    if (node.calls) await this.#calls.offer(chat, node, tools, refs);
    this.#store.flush();
  }

  #builtIn(model: string | null | undefined): boolean {
    return this.models.some(({ ref, builtInTools }) => ref === model && builtInTools.length > 0);
  }

  #isGuide(model: string | null | undefined): boolean {
    const { digest } = this.host.guide();
    return digest !== undefined && this.models.some((known) => known.ref === model && known.digest === digest);
  }

  /** The process that answers for a model now: of its version, or of the one before where its name has just moved on. */
  #processOf(model: string): ProcessEntry | undefined {
    const digest = this.models.find(({ ref }) => ref === model)?.digest;
    const processes = this.host.oriel.ps();
    return processes.find((process) => process.digest === digest) ?? processes.findLast(({ ref }) => ref === model);
  }

  async #readUsual({ ref, digest }: ModelEntry): Promise<void> {
    this.#usual.set(digest, {});
    try {
      const { manifest } = await this.host.oriel.models.inspect(ref);
      this.#usual.set(digest, fileSampling(new Map(Object.entries(manifest.metadata))));
    } catch {
      // What the file asks for cannot be told of a model that cannot be read; whoever uses it is told why.
      return;
    }
    this.#changed();
  }

  async #readModels(): Promise<void> {
    try {
      this.models = await this.host.oriel.models.list();
    } catch (error) {
      this.#fail(error, "");
    }
    this.#changed();
  }

  /** A chat is stored from its first message on, or once it was given a title, prompt or parameters. */
  #touched(chat = this.chat): void {
    const stored = this.#store.get(chat.id) === chat;
    if (this.#deleted.has(chat)) return;
    if (stored || chat.nodes.length > 0) this.#store.changed(chat);
    // An action may have closed the window that asked for it.
    if (this.disposed) this.#store.flush();
    this.#changed();
  }

  #fail(error: unknown, effect: string): void {
    this.failure = { failure: failureOf(error), effect };
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

/** How many messages of the open branch come after one. */
export function following(chat: ChatDocument, node: ChatNode): number {
  const path = branch(chat);
  return path.length - 1 - path.findIndex(({ id }) => id === node.id);
}
