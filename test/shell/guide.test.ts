// Guide's way from its file to a loaded model, over an Oriel in memory: what is done at which visit, and what a person's decisions change.
import { beforeEach, describe, expect, test } from "vitest";
import type { Oriel, ProcessEntry, Progress } from "../../src/api/types.ts";
import type { GuideState } from "../../src/apps/app.ts";
import { newChat } from "../../src/apps/chat/chat-document.ts";
import { type Code, OrielError } from "../../src/base/errors.ts";
import type { Json } from "../../src/base/manifest.ts";
import { GuideSetup } from "../../src/shell/guide.ts";
import { entry, MemoryDocuments } from "../apps/fake-oriel.ts";

const record = { name: "guide", build: "b2", bytes: 3 };

/** What a browser keeps from visit to visit, and what its tabs share. */
class FakeBrowser {
  /** Build by reference; null where the model is not a Guide. */
  readonly stored = new Map<string, string | null>();
  readonly documents = new MemoryDocuments();
  kept: string | null = null;
  fetched = 0;
  /** Build of the file that the server has. */
  served = record.build;
  /** What fails, and how. */
  fails: Partial<Record<"fetch" | "import" | "load" | "list", Code>> = {};
  readonly #tabs = new Set<Tab>();
  #locked: Promise<unknown> = Promise.resolve();

  open(): Tab {
    const tab = new Tab(this);
    this.#tabs.add(tab);
    return tab;
  }

  changed(): void {
    for (const tab of this.#tabs) for (const listener of tab.listeners) listener("models");
  }

  fail(step: keyof FakeBrowser["fails"]): void {
    const code = this.fails[step];
    if (code) throw new OrielError(code, `Expected ${step} to work but found ${code}`);
  }

  locks = {
    request: (_name: string, run: () => Promise<unknown>) => {
      this.#locked = this.#locked.then(run, run);
      return this.#locked;
    },
  } as unknown as LockManager;

  async chatted(model: string, at: number): Promise<void> {
    const node = { id: "1", parent: null, role: "user", content: "Hello", createdAt: at } as const;
    const chat = { ...newChat(`${at}`, at, model), nodes: [node] };
    await this.documents.put("chats", chat.id, chat as unknown as Json);
  }
}

/** One page. */
class Tab {
  readonly listeners = new Set<(what: "models" | "processes") => void>();
  processes: ProcessEntry[] = [];
  readonly setup: GuideSetup;
  readonly states: GuideState[] = [];

  constructor(readonly browser: FakeBrowser) {
    const { documents, locks } = browser;
    this.setup = new GuideSetup({
      ...{ oriel: this.oriel as Oriel, documents, record, locks },
      place: {
        get: () => browser.kept,
        set: (value) => {
          browser.kept = value;
        },
      },
      fetch: async (bytes, report) => {
        browser.fetched++;
        await null;
        browser.fail("fetch");
        report({ stage: "read", done: bytes, total: bytes, unit: "bytes" });
        return new Blob(["abc"]);
      },
    });
    this.setup.onChange(() => this.states.push(this.setup.state));
  }

  readonly oriel = {
    models: {
      list: async () => {
        this.browser.fail("list");
        return [...this.browser.stored.keys()].map((ref) => entry({ ref }));
      },
      inspect: async (ref: string) => {
        const build = this.browser.stored.get(ref);
        if (build === undefined) throw new OrielError("not-found", `Expected ${ref} but found none`);
        const metadata = build === null ? {} : { "oriel.build": build };
        return { manifest: { metadata }, entry: entry({ ref, digest: digestOf(build) }) };
      },
      import: async (_file: Blob, { name, onProgress }: { name: string; onProgress(progress: Progress): void }) => {
        this.browser.fail("import");
        onProgress({ stage: "store", done: 3, total: 3, unit: "bytes" });
        this.browser.stored.set(`${name}:latest`, this.browser.served);
        this.browser.changed();
      },
      load: async (ref: string) => {
        this.browser.fail("load");
        this.run(ref, "ready");
      },
    },
    ps: () => this.processes,
    kill: async (pid: number) => {
      this.processes = this.processes.filter((process) => process.pid !== pid);
    },
    onChange: (listener: (what: "models" | "processes") => void) => {
      this.listeners.add(listener);
      return () => this.listeners.delete(listener);
    },
  } as unknown as Oriel;

  /** Has a model loaded. */
  run(ref: string, state: ProcessEntry["state"]): void {
    const digest = digestOf(this.browser.stored.get(ref) ?? null);
    const pid = this.processes.length + 1;
    if (!this.processes.some((process) => process.digest === digest))
      this.processes = [...this.processes, { pid, ref, digest, state } as ProcessEntry];
  }

  get loaded(): string[] {
    return this.processes.map(({ digest }) => digest);
  }
}

const digestOf = (build: string | null) => `sha256:${build}` as const;

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

test("the first visit stores and loads it, with progress; the second only loads it", async () => {
  const first = browser.open();
  expect(first.setup.state).toEqual({ name: "preparing" });
  await first.setup.start();
  expect(first.setup.state).toEqual({ name: "ready" });
  expect(first.states.map(({ progress }) => progress?.stage)).toEqual([undefined, "read", "store", undefined]);
  expect(first.loaded).toEqual(["sha256:b2"]);
  const second = browser.open();
  await second.setup.start();
  expect(second.setup.state).toEqual({ name: "ready" });
  expect(second.loaded).toEqual(["sha256:b2"]);
  expect(browser.fetched).toBe(1);
});

test("two tabs that open at once store it once", async () => {
  const tabs = [browser.open(), browser.open()];
  await Promise.all(tabs.map(({ setup }) => setup.start()));
  expect(tabs.map(({ setup }) => setup.state.name)).toEqual(["ready", "ready"]);
  expect(browser.fetched).toBe(1);
});

describe("a person's decision", () => {
  test("a deleted one stays away until it is asked for", async () => {
    const tab = browser.open();
    await tab.setup.start();
    browser.stored.delete("guide:latest");
    browser.changed();
    await expect.poll(() => tab.setup.state).toEqual({ name: "absent" });
    const next = browser.open();
    expect(next.setup.state).toEqual({ name: "absent" });
    await next.setup.start();
    expect(next.states).toEqual([{ name: "absent" }]);
    expect(browser.fetched).toBe(1);
    await next.setup.install();
    expect(next.setup.state).toEqual({ name: "ready" });
    expect(next.loaded).toEqual(["sha256:b2"]);
    await expect.poll(() => tab.setup.state).toEqual({ name: "ready" });
  });

  test("another model of that name is never replaced", async () => {
    browser.stored.set("guide:latest", null);
    const tab = browser.open();
    await tab.setup.start();
    expect(tab.setup.state).toEqual({ name: "absent" });
    await tab.setup.install();
    expect(tab.setup.state).toMatchObject({ name: "failed", failure: { code: "denied" } });
    expect([...browser.stored.values(), browser.fetched]).toEqual([null, 0]);
  });

  test("whose last chat was with another model has the GPU to that one", async () => {
    browser.stored.set("story:latest", null);
    await browser.chatted("guide:latest", 1);
    await browser.chatted("story:latest", 2);
    const tab = browser.open();
    await tab.setup.start();
    expect([tab.setup.state.name, tab.loaded, browser.fetched]).toEqual(["ready", [], 1]);
    await browser.chatted("guide:latest", 3);
    const next = browser.open();
    await next.setup.start();
    expect(next.loaded).toEqual(["sha256:b2"]);
  });

  test("whose last chat was with a model that is gone gets Guide loaded", async () => {
    await browser.chatted("story:latest", 2);
    const tab = browser.open();
    await tab.setup.start();
    expect(tab.loaded).toEqual(["sha256:b2"]);
  });
});

describe("a newer build", () => {
  beforeEach(() => {
    browser.stored.set("guide:latest", "b1");
    browser.kept = "installed";
  });

  test("takes the place of the older one, also of an idle process", async () => {
    const tab = browser.open();
    tab.run("guide:latest", "ready");
    await tab.setup.start();
    expect([browser.stored.get("guide:latest"), tab.loaded]).toEqual(["b2", ["sha256:b2"]]);
  });

  test("waits while the older one answers", async () => {
    const tab = browser.open();
    tab.run("guide:latest", "busy");
    await tab.setup.start();
    expect([browser.stored.get("guide:latest"), tab.loaded]).toEqual(["b1", ["sha256:b1"]]);
    expect(tab.setup.state).toEqual({ name: "ready" });
  });

  test("that cannot be had leaves the older one in use, and says so", async () => {
    browser.fails = { fetch: "network" };
    const tab = browser.open();
    await tab.setup.start();
    expect(tab.setup.state).toMatchObject({ name: "ready", failure: { code: "network" } });
    expect(tab.loaded).toEqual(["sha256:b1"]);
  });
});

describe("a failure is a state, and can be tried again", () => {
  test.each([
    ["fetch", "network"],
    ["import", "quota"],
    ["list", "corrupt"],
  ] as const)("of %s", async (step, code) => {
    browser.fails = { [step]: code };
    const tab = browser.open();
    await tab.setup.start();
    expect(tab.setup.state).toMatchObject({ name: "failed", failure: { code } });
    expect(browser.stored.size).toBe(0);
    browser.fails = {};
    await tab.setup.install();
    expect(tab.setup.state).toEqual({ name: "ready" });
  });

  test("without WebGPU it is stored all the same", async () => {
    browser.fails = { load: "no-webgpu" };
    const tab = browser.open();
    await tab.setup.start();
    expect(tab.setup.state).toMatchObject({ name: "failed", failure: { code: "no-webgpu" } });
    expect(browser.stored.get("guide:latest")).toBe("b2");
  });

  test("a file of another build than the page's is named", async () => {
    browser.served = "b1";
    const tab = browser.open();
    await tab.setup.start();
    expect(tab.setup.state).toMatchObject({ name: "failed", failure: { code: "corrupt", data: { build: "b2" } } });
  });

  test("a load that the person stops is none", async () => {
    browser.fails = { load: "aborted" };
    const tab = browser.open();
    await tab.setup.start();
    expect(tab.setup.state).toEqual({ name: "ready" });
  });
});
