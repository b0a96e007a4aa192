// Sees to it that Guide is stored and loaded: at the first visit, and when this page brings a newer build. What a person decided about it holds: one they deleted stays away, a model of theirs with its name is left alone.
import type { InspectedModel, Oriel } from "../api/types.ts";
import type { GuideSource, GuideState } from "../apps/app.ts";
import { ChatStore } from "../apps/chat/chat-store.ts";
import { BUILD_KEY, GUIDE_REF, type GuideRecord } from "../apps/models/guide-record.ts";
import type { Documents } from "../base/documents.ts";
import { OrielError, toOrielError } from "../base/errors.ts";
import type { Report } from "../base/progress.ts";
import { type Failure, failureOf } from "../ui/error-view.ts";
import { nameOf } from "./find-model.ts";

/** Held by the tab that stores Guide, so that another one waits instead of doing it again. */
const LOCK = "oriel:guide";

export interface GuideOptions {
  oriel: Oriel;
  documents: Documents;
  /** Remembers that Guide was stored once: if it is not there later, a person has deleted it. */
  place: { get(): string | null; set(value: string): void };
  /** The build that this page brings. */
  record: Pick<GuideRecord, "name" | "build" | "bytes">;
  /** The file of that build. */
  fetch(bytes: number, report: Report): Promise<Blob>;
  /** Exclusion over all tabs; absent where the browser has none. */
  locks?: Pick<LockManager, "request">;
}

/** What is stored under Guide's name; `foreign` is a model that is not Guide. */
type Stored = { kind: "none" } | { kind: "foreign" } | { kind: "guide"; build: string; model: InspectedModel };

/** Guide, from its file to a loaded model. Nothing here rejects: a failure is a state. */
export class GuideSetup implements GuideSource {
  readonly #options: GuideOptions;
  readonly #listeners = new Set<() => void>();
  #state: GuideState;
  #running?: Promise<void>;
  #watching = false;

  constructor(options: GuideOptions) {
    this.#options = options;
    this.#state = { name: options.place.get() === null ? "preparing" : "absent" };
  }

  get state(): GuideState {
    return this.#state;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stores Guide unless a person has deleted it, and loads it unless they chat with another model. */
  start(): Promise<void> {
    if (!this.#watching) this.#options.oriel.onChange((what) => what === "models" && this.#follow());
    this.#watching = true;
    return this.#begin(false);
  }

  /** Stores and loads it because a person asks for it: after they deleted it, and after a failure. */
  install(): Promise<void> {
    return this.#begin(true);
  }

  #begin(asked: boolean): Promise<void> {
    this.#running ??= this.#run(asked).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(asked: boolean): Promise<void> {
    try {
      const [stored, another] = await Promise.all([this.#stored(), this.#chatsWithAnother()]);
      if (stored.kind === "foreign" && asked) throw nameTaken();
      const removed = stored.kind === "none" && this.#options.place.get() !== null;
      if (stored.kind === "foreign" || (removed && !asked)) return this.#set({ name: "absent" });
      this.#set({ name: "preparing" });
      const failure = await this.#bringUpToDate(stored);
      this.#options.place.set("installed");
      if (!another) await this.#load();
      this.#set({ name: "ready", failure });
    } catch (error) {
      this.#set({ name: "failed", failure: failureOf(error) });
    }
  }

  /** Stores this page's build where another or none is stored. Failing that, an older one still serves: the failure is returned. */
  async #bringUpToDate(stored: Stored): Promise<Failure | undefined> {
    if (stored.kind !== "guide") {
      await this.#store();
      return;
    }
    if (stored.build === this.#options.record.build || this.#processOf(stored)?.state === "busy") return;
    try {
      await this.#store();
    } catch (error) {
      return failureOf(error);
    }
    const old = this.#processOf(stored);
    if (old && old.state !== "busy") await this.#options.oriel.kill(old.pid);
  }

  async #store(): Promise<void> {
    const { oriel, record, locks } = this.#options;
    const store = async () => {
      // Another tab may have stored it while this one waited.
      if (await this.#isCurrent()) return;
      const file = await this.#options.fetch(record.bytes, this.#report);
      await oriel.models.import(file, { name: record.name, onProgress: this.#report });
      if (await this.#isCurrent()) return;
      const message = `Expected build ${record.build} in the file of Guide but found another one`;
      throw new OrielError("corrupt", message, { build: record.build });
    };
    await (locks ? locks.request(LOCK, store) : store());
  }

  async #load(): Promise<void> {
    try {
      await this.#options.oriel.models.load(GUIDE_REF, { onProgress: this.#report });
    } catch (error) {
      // Stopped by the person, who can load it when they like.
      if (toOrielError(error).code !== "aborted") throw error;
    }
  }

  #report: Report = (progress) => this.#set({ name: "preparing", progress });

  async #stored(): Promise<Stored> {
    try {
      const model = await this.#options.oriel.models.inspect(GUIDE_REF);
      const build = model.manifest.metadata[BUILD_KEY];
      return typeof build === "string" ? { kind: "guide", build, model } : { kind: "foreign" };
    } catch (error) {
      if (toOrielError(error).code === "not-found") return { kind: "none" };
      throw error;
    }
  }

  async #isCurrent(): Promise<boolean> {
    const stored = await this.#stored();
    return stored.kind === "guide" && stored.build === this.#options.record.build;
  }

  #processOf(stored: Stored & { kind: "guide" }) {
    return this.#options.oriel.ps().find(({ digest }) => digest === stored.model.entry.digest);
  }

  /** Whether the chat used last is with a stored model that is not Guide: the GPU's memory is for that one then. */
  async #chatsWithAnother(): Promise<boolean> {
    const store = new ChatStore(this.#options.documents);
    const [models] = await Promise.all([this.#options.oriel.models.list(), store.open()]);
    const used = store.list().filter(({ model, nodes }) => model !== null && nodes.length > 0);
    const last = used.sort((a, b) => b.updatedAt - a.updatedAt)[0]?.model;
    return !!last && nameOf(last) !== nameOf(GUIDE_REF) && models.some(({ ref }) => ref === last);
  }

  /** Takes in what a person or another tab did to the stored models. */
  async #follow(): Promise<void> {
    if (this.#running) return;
    try {
      const { kind } = await this.#stored();
      if (this.#running) return;
      if (kind === "guide" && this.#state.name === "absent") this.#set({ name: "ready" });
      if (kind !== "guide" && this.#state.name === "ready") this.#set({ name: "absent" });
    } catch (error) {
      this.#set({ name: "failed", failure: failureOf(error) });
    }
  }

  #set(state: GuideState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function nameTaken(): OrielError {
  const message = `Expected the name ${GUIDE_REF} to be free for Guide but found another model under it; delete that first`;
  return new OrielError("denied", message, { ref: GUIDE_REF });
}
