// Guide's way from its file to a loaded model, over an Oriel in memory: what is done at which visit, and what a person's decisions change.
import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Oriel, ProcessEntry, Progress } from "../../src/api/types.ts";
import type { GuideState } from "../../src/apps/app.ts";
import { newChat } from "../../src/apps/chat/chat-document.ts";
import { type Code, OrielError } from "../../src/base/errors.ts";
import type { Digest, Json } from "../../src/base/manifest.ts";
import { GuideSetup } from "../../src/shell/guide.ts";
import { entry, MemoryDocuments } from "../apps/fake-oriel.ts";

const FILE = "the file of b2";
const record = { name: "guide", build: "b2", bytes: 14, sha256: sha256(FILE) };
const REF = "guide:latest";
/** Digests of versions: of the builds of Guide, and of a model of somebody else's that has its name. */
const [B1, B2, FOREIGN]: Digest[] = ["sha256:b1", `sha256:${sha256(FILE)}`, "sha256:foreign"];

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What a browser keeps from visit to visit, and what its tabs share. */
class FakeBrowser {
  /** Digest by reference. */
  readonly stored = new Map<string, Digest>();
  documents = new MemoryDocuments();
  fetched = 0;
  /** The file that the server has. */
  served = FILE;
  /** Versions that cannot be loaded until they are stored again. */
  readonly damaged = new Set<Digest>();
  /** What fails, and how. */
  fails: Partial<Record<"fetch" | "import" | "load" | "list", Code>> = {};
  /** The page goes away before an import returns. */
  crashes = false;
  readonly #tabs = new Set<Tab>();
  #locked: Promise<unknown> = Promise.resolve();

  open(): Tab {
    const tab = new Tab(this);
    this.#tabs.add(tab);
    return tab;
  }

  changed(): void {
    for (const tab of this.#tabs) tab.changed("models");
  }

  /** A person deletes it, in any tab. */
  delete(): void {
    this.stored.delete(REF);
    this.changed();
  }

  /** All that is kept for the site, as a person or the browser clears it. */
  clear(): void {
    this.stored.clear();
    this.documents = new MemoryDocuments();
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
  readonly #listeners = new Set<(what: "models" | "processes") => void>();
  processes: ProcessEntry[] = [];
  readonly setup: GuideSetup;
  readonly states: GuideState[] = [];
  /** How often it was told that a build was stored. */
  told = 0;

  constructor(readonly browser: FakeBrowser) {
    const { documents, locks } = browser;
    this.setup = new GuideSetup({
      ...{ oriel: this.oriel as Oriel, documents, record, locks },
      fetch: async (bytes, report) => {
        browser.fetched++;
        await null;
        browser.fail("fetch");
        report({ stage: "read", done: bytes, total: bytes, unit: "bytes" });
        return new Blob([browser.served]);
      },
    });
    this.setup.onChange(() => this.states.push(this.setup.state));
  }

  readonly oriel = {
    models: {
      list: async () => {
        this.browser.fail("list");
        return [...this.browser.stored].map(([ref, digest]) => entry({ ref, digest }));
      },
      import: async (file: Blob, { name, onProgress }: { name: string; onProgress(progress: Progress): void }) => {
        const digest: Digest = `sha256:${sha256(await file.text())}`;
        this.browser.fail("import");
        onProgress({ stage: "store", done: 3, total: 3, unit: "bytes" });
        this.browser.stored.set(`${name}:latest`, digest);
        this.browser.damaged.delete(digest);
        this.browser.changed();
        if (this.browser.crashes) await new Promise(() => {});
        return { digest };
      },
      load: async (ref: string) => {
        this.browser.fail("load");
        const digest = this.browser.stored.get(ref)!;
        if (this.browser.damaged.has(digest)) throw new OrielError("corrupt", "Expected a chunk but found none");
        this.run(digest, "ready");
      },
    },
    ps: () => this.processes,
    kill: async (pid: number) => {
      this.processes = this.processes.filter((process) => process.pid !== pid);
    },
    onChange: (listener: (what: "models" | "processes") => void) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  } as unknown as Oriel;

  start(): Promise<void> {
    return this.setup.start(() => this.told++);
  }

  changed(what: "models" | "processes"): void {
    for (const listener of this.#listeners) listener(what);
  }

  /** Has a model loaded. */
  run(digest: Digest, state: ProcessEntry["state"]): void {
    const pid = this.processes.length + 1;
    if (!this.processes.some((process) => process.digest === digest))
      this.processes = [...this.processes, { pid, ref: REF, digest, state } as ProcessEntry];
    this.changed("processes");
  }

  get loaded(): string[] {
    return this.processes.map(({ digest }) => digest);
  }
}

let browser: FakeBrowser;

beforeEach(() => {
  browser = new FakeBrowser();
});

/** A page that has done all it does at a visit. */
async function visit(): Promise<Tab> {
  const tab = browser.open();
  await tab.start();
  return tab;
}

test("the first visit stores and loads it, with progress; the second only loads it", async () => {
  const first = await visit();
  expect(first.setup.state).toEqual({ name: "ready", digest: B2 });
  const stages = first.states.map(({ name, progress }) => progress?.stage ?? name);
  expect(stages).toEqual(["preparing", "preparing", "read", "store", "ready"]);
  expect([first.loaded, first.told]).toEqual([[B2], 1]);
  const second = await visit();
  expect(second.setup.state).toEqual({ name: "ready", digest: B2 });
  expect([second.loaded, second.told, browser.fetched]).toEqual([[B2], 0, 1]);
});

test("two tabs that open at once store it once", async () => {
  const tabs = await Promise.all([visit(), visit()]);
  const ready = { name: "ready", digest: B2 };
  expect(tabs.map(({ setup }) => setup.state)).toEqual([ready, ready]);
  expect(browser.fetched).toBe(1);
});

test("a tab that looks while another one stores it does not take it for somebody else's", async () => {
  const first = browser.open();
  const states: string[] = [];
  let second: Promise<Tab> | undefined;
  first.setup.onChange(() => {
    if (first.setup.state.progress?.stage !== "store" || second) return;
    second = visit().then((tab) => {
      states.push(...tab.states.map(({ name }) => name));
      return tab;
    });
  });
  await first.start();
  expect((await second)?.setup.state).toEqual({ name: "ready", digest: B2 });
  expect(states).not.toContain("absent");
});

describe("a person's decision", () => {
  test("a deleted one stays away until it is asked for", async () => {
    const tab = await visit();
    browser.delete();
    await expect.poll(() => tab.setup.state).toEqual({ name: "absent" });
    const next = await visit();
    expect(next.states).toEqual([{ name: "absent" }]);
    expect(browser.fetched).toBe(1);
    await next.setup.install();
    expect(next.setup.state).toEqual({ name: "ready", digest: B2 });
    expect(next.loaded).toEqual([B2]);
    await expect.poll(() => tab.setup.state).toEqual({ name: "ready", digest: B2 });
  });

  test("is forgotten with all else that is kept: then it is a first visit", async () => {
    await visit();
    browser.delete();
    browser.clear();
    expect((await visit()).setup.state).toEqual({ name: "ready", digest: B2 });
  });

  test("another model of that name is never replaced, nor taken for Guide", async () => {
    browser.stored.set(REF, FOREIGN!);
    const tab = await visit();
    expect(tab.setup.state).toEqual({ name: "absent" });
    await tab.setup.install();
    expect(tab.setup.state).toMatchObject({ name: "failed", failure: { code: "denied" } });
    expect([...browser.stored.values(), browser.fetched]).toEqual([FOREIGN, 0]);
  });

  test("a model that takes Guide's name later is not Guide", async () => {
    const tab = await visit();
    browser.stored.set(REF, FOREIGN!);
    browser.changed();
    await expect.poll(() => tab.setup.state).toEqual({ name: "absent" });
    expect((await visit()).setup.state).toEqual({ name: "absent" });
    expect(browser.stored.get(REF)).toBe(FOREIGN);
  });

  test("whose last chat was with another model has the GPU to that one", async () => {
    browser.stored.set("story:latest", FOREIGN!);
    await browser.chatted(REF, 1);
    await browser.chatted("story:latest", 2);
    const tab = await visit();
    expect([tab.setup.state.name, tab.loaded, browser.fetched]).toEqual(["ready", [], 1]);
    await browser.chatted(REF, 3);
    expect((await visit()).loaded).toEqual([B2]);
  });

  test("whose last chat was with a model that is gone gets Guide loaded", async () => {
    await browser.chatted("story:latest", 2);
    expect((await visit()).loaded).toEqual([B2]);
  });
});

describe("a newer build", () => {
  beforeEach(async () => {
    browser.stored.set(REF, B1!);
    await browser.documents.put("settings", "guide", { build: "b1", digest: B1! });
  });

  test("takes the place of the older one, also of an idle process", async () => {
    const tab = browser.open();
    tab.run(B1!, "ready");
    await tab.start();
    expect([browser.stored.get(REF), tab.loaded]).toEqual([B2, [B2]]);
    expect(tab.setup.state).toEqual({ name: "ready", digest: B2 });
  });

  test("waits while the older one answers", async () => {
    const tab = browser.open();
    tab.run(B1!, "busy");
    await tab.start();
    expect([browser.stored.get(REF), tab.loaded]).toEqual([B1, [B1]]);
    expect(tab.setup.state).toEqual({ name: "ready", digest: B1 });
  });

  test.each([
    ["fetch", "network"],
    ["import", "quota"],
  ] as const)("that cannot be had (%s) leaves the older one in use, and says so", async (step, code) => {
    browser.fails = { [step]: code };
    const tab = await visit();
    expect(tab.setup.state).toMatchObject({ name: "ready", digest: B1, failure: { code } });
    expect(tab.loaded).toEqual([B1]);
    browser.fails = {};
    expect((await visit()).setup.state).toEqual({ name: "ready", digest: B2 });
  });

  test("that another tab has stored is known here too", async () => {
    browser.fails = { fetch: "network" };
    const tab = await visit();
    browser.fails = {};
    await visit();
    await expect.poll(() => tab.setup.state).toEqual({ name: "ready", digest: B2 });
  });
});

test("a page that goes away amid storing leaves something that the next one makes whole", async () => {
  browser.crashes = true;
  void visit();
  await expect.poll(() => browser.stored.size).toBe(1);
  const next = new FakeBrowser();
  for (const [ref, digest] of browser.stored) next.stored.set(ref, digest);
  for (const [id, value] of browser.documents.all) next.documents.all.set(id, value);
  browser = next;
  expect((await visit()).setup.state).toEqual({ name: "ready", digest: B2 });
});

describe("a failure is a state, and can be tried again", () => {
  test.each([
    ["fetch", "network"],
    ["import", "quota"],
    ["list", "corrupt"],
  ] as const)("of %s", async (step, code) => {
    browser.fails = { [step]: code };
    const tab = await visit();
    expect(tab.setup.state).toMatchObject({ name: "failed", failure: { code } });
    expect([browser.stored.size, browser.documents.all.size]).toEqual([0, 0]);
    browser.fails = {};
    await tab.setup.install();
    expect(tab.setup.state).toEqual({ name: "ready", digest: B2 });
  });

  test("without WebGPU it is stored all the same", async () => {
    browser.fails = { load: "no-webgpu" };
    const tab = await visit();
    expect(tab.setup.state).toMatchObject({ name: "failed", digest: B2, failure: { code: "no-webgpu" } });
    expect(browser.stored.get(REF)).toBe(B2);
  });

  test("a file that is not the one the page speaks of is refused before it is stored, with both digests", async () => {
    browser.served = "the file of b3";
    const tab = await visit();
    const data = { build: "b2", expected: B2, found: `sha256:${sha256(browser.served)}` };
    expect(tab.setup.state).toMatchObject({ name: "failed", failure: { code: "corrupt", data } });
    expect(browser.stored.size).toBe(0);
  });

  test("a damaged one is stored again when a person tries again, whatever they chat with", async () => {
    browser.stored.set("story:latest", FOREIGN!);
    await visit();
    browser.damaged.add(B2!);
    const tab = await visit();
    expect(tab.setup.state).toMatchObject({ name: "failed", failure: { code: "corrupt" } });
    await browser.chatted("story:latest", 1);
    await tab.setup.install();
    expect(tab.setup.state).toEqual({ name: "ready", digest: B2 });
    expect([tab.loaded, browser.fetched]).toEqual([[B2], 2]);
  });

  test("a load that the person stops is none", async () => {
    browser.fails = { load: "aborted" };
    expect((await visit()).setup.state).toEqual({ name: "ready", digest: B2 });
  });

  test("is over once another tab has stored it", async () => {
    browser.fails = { fetch: "network" };
    const tab = await visit();
    browser.fails = {};
    await visit();
    await expect.poll(() => tab.setup.state).toEqual({ name: "ready", digest: B2 });
  });

  test("of a load is over once it was loaded by hand, and stays while other models come and go", async () => {
    browser.fails = { load: "out-of-memory" };
    const tab = await visit();
    browser.stored.set("story:latest", FOREIGN!);
    browser.changed();
    tab.run(FOREIGN!, "ready");
    await new Promise((resolve) => setTimeout(resolve));
    expect(tab.setup.state.name).toBe("failed");
    tab.run(B2!, "loading");
    expect(tab.setup.state.name).toBe("failed");
    tab.processes = [];
    tab.run(B2!, "ready");
    expect(tab.setup.state).toEqual({ name: "ready", digest: B2 });
  });

  test("one look that fails while other models change is none", async () => {
    const tab = await visit();
    browser.fails = { list: "corrupt" };
    browser.changed();
    await new Promise((resolve) => setTimeout(resolve));
    expect(tab.setup.state).toEqual({ name: "ready", digest: B2 });
  });
});
