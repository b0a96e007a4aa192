// Sees to it that Guide is stored and loaded: at the first visit, and when this page brings a newer build. What a person decided about it holds: one they deleted stays away, a model of theirs with its name is left alone.
import type { Oriel } from "../api/types.ts";
import type { GuideSource, GuideState } from "../apps/app.ts";
import { ChatStore } from "../apps/chat/chat-store.ts";
import { GUIDE_REF, type GuideRecord } from "../apps/models/guide-record.ts";
import type { Documents } from "../base/documents.ts";
import { OrielError, toOrielError } from "../base/errors.ts";
import type { Digest } from "../base/manifest.ts";
import type { Report } from "../base/progress.ts";
import { digestOf } from "../store/digest.ts";
import { type Failure, failureOf } from "../ui/error-view.ts";
import { GuideMemory, type Stored, storedAs } from "./guide-memory.ts";

/** Held by the tab that stores Guide, so that another one waits instead of doing it again. */
const LOCK = "oriel:guide";

export interface GuideOptions {
  oriel: Oriel;
  documents: Documents;
  /** The build that this page brings. */
  record: Pick<GuideRecord, "name" | "build" | "bytes" | "sha256">;
  /** The file of that build. */
  fetch(bytes: number, report: Report): Promise<Blob>;
  /** Exclusion over all tabs; absent where the browser has none. */
  locks?: Pick<LockManager, "request">;
}

/** Guide, from its file to a loaded model. Nothing here rejects: a failure is a state. */
export class GuideSetup implements GuideSource {
  readonly #options: GuideOptions;
  readonly #memory: GuideMemory;
  readonly #listeners = new Set<() => void>();
  #state: GuideState = { name: "absent" };
  /** Of the version that is Guide, while it is stored under Guide's name. */
  #digest?: Digest;
  #running?: Promise<void>;
  #stored?: () => void;

  constructor(options: GuideOptions) {
    this.#options = options;
    this.#memory = new GuideMemory(options.documents);
  }

  get state(): GuideState {
    return this.#state;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Stores Guide unless a person has deleted it, and loads it unless they chat with another model. To be called once.
   * @param stored is called whenever a build was stored, now or later
   */
  start(stored?: () => void): Promise<void> {
    this.#stored = stored;
    this.#options.oriel.onChange((what) => (what === "models" ? this.#follow() : this.#followLoad()));
    return this.#begin(false);
  }

  /** Stores and loads it because a person asks for it: after they deleted it, and after a failure. A damaged one is stored again. */
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
      if (asked || !(await this.#memory.read())) this.#set({ name: "preparing" });
      const [stored, another] = await Promise.all([this.#exclusively(() => this.#look()), this.#chatsWithAnother()]);
      if (stored.kind === "foreign" && asked) throw nameTaken();
      if (stored.kind === "foreign" || (stored.kind === "removed" && !asked)) return this.#set({ name: "absent" });
      this.#set({ name: "preparing" });
      const failure = await this.#bringUpToDate(stored);
      if (asked) await this.#loadOrRepair();
      else if (!another) await this.#load();
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
    const old = () => this.#options.oriel.ps().find(({ digest }) => digest === stored.digest);
    if (stored.build === this.#options.record.build || old()?.state === "busy") return;
    try {
      await this.#store();
    } catch (error) {
      return failureOf(error);
    }
    const process = old();
    if (process && process.state !== "busy") await this.#options.oriel.kill(process.pid);
  }

  /** @param damaged the stored one is of no use, even if it is this page's build */
  #store(damaged = false): Promise<void> {
    const { oriel, record, fetch } = this.#options;
    return this.#exclusively(async () => {
      // Another tab may have stored it while this one waited.
      const stored = await this.#look();
      if (stored.kind === "foreign") throw nameTaken();
      if (stored.kind === "guide" && stored.build === record.build && !damaged) return;
      const file = await fetch(record.bytes, this.#report);
      await this.#verify(file);
      const known = await this.#memory.begin();
      const { digest } = await oriel.models
        .import(file, { name: record.name, onProgress: this.#report })
        .catch(async (error) => {
          await this.#memory.restore(known);
          throw error;
        });
      await this.#memory.keep({ build: record.build, digest });
      this.#digest = digest;
      this.#stored?.();
    });
  }

  /** @throws OrielError `corrupt` for any file but the one that the page's record names */
  async #verify(file: Blob): Promise<void> {
    const { build, sha256 } = this.#options.record;
    const expected: Digest = `sha256:${sha256}`;
    const found = await digestOf(new Uint8Array(await file.arrayBuffer()));
    if (found === expected) return;
    const message = `Expected the file of Guide, build ${build}, to have digest ${expected} but found ${found}`;
    throw new OrielError("corrupt", message, { build, expected, found });
  }

  async #load(): Promise<void> {
    try {
      await this.#options.oriel.models.load(GUIDE_REF, { onProgress: this.#report });
    } catch (error) {
      // Stopped by the person, who can load it when they like.
      if (toOrielError(error).code !== "aborted") throw error;
    }
  }

  async #loadOrRepair(): Promise<void> {
    try {
      await this.#load();
    } catch (error) {
      if (toOrielError(error).code !== "corrupt") throw error;
      await this.#store(true);
      await this.#load();
    }
  }

  #report: Report = (progress) => this.#set({ name: "preparing", progress });

  /** Not while another tab is between storing Guide and keeping its digest: it would look like a model of somebody else's. */
  #exclusively<T>(task: () => Promise<T>): Promise<T> {
    const { locks } = this.#options;
    return locks ? locks.request(LOCK, task) : task();
  }

  async #look(): Promise<Stored> {
    const [models, known] = await Promise.all([this.#options.oriel.models.list(), this.#memory.read()]);
    const stored = storedAs(models, known);
    this.#digest = stored.kind === "guide" ? stored.digest : undefined;
    return stored;
  }

  /** Whether the chat used last is with a stored model that is not Guide: the GPU's memory is for that one then. */
  async #chatsWithAnother(): Promise<boolean> {
    const store = new ChatStore(this.#options.documents);
    const [models] = await Promise.all([this.#options.oriel.models.list(), store.open()]);
    const used = store.list().filter(({ model, nodes }) => model !== null && nodes.length > 0);
    const last = used.sort((a, b) => b.updatedAt - a.updatedAt)[0]?.model;
    return last !== GUIDE_REF && models.some(({ ref }) => ref === last);
  }

  /** Takes in what a person or another tab did to the stored Guide; what cannot be read now is read at the next change. */
  async #follow(): Promise<void> {
    if (this.#running) return;
    await this.#exclusively(() => this.#look()).catch(() => {});
    if (this.#running || this.#digest === this.#state.digest) return;
    this.#set({ name: this.#digest ? "ready" : "absent" });
  }

  /** A load that failed is over once it was done by hand. */
  #followLoad(): void {
    const isLoaded = () =>
      this.#options.oriel.ps().some(({ digest, state }) => digest === this.#digest && state !== "loading");
    if (!this.#running && this.#state.name === "failed" && isLoaded()) this.#set({ name: "ready" });
  }

  #set(state: GuideState): void {
    this.#state = { ...state, digest: this.#digest };
    for (const listener of this.#listeners) listener();
  }
}

function nameTaken(): OrielError {
  const message = `Expected the name ${GUIDE_REF} to be free for Guide but found another model under it; delete that first`;
  return new OrielError("denied", message, { ref: GUIDE_REF });
}
