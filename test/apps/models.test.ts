// The Models window in a real browser, over an Oriel in memory: importing, loading, deleting, finding.
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { GuideState } from "../../src/apps/app.ts";
import type { GuideRecord } from "../../src/apps/models/guide-record.ts";
import type { OrielDesktop } from "../../src/shell/desktop.ts";
import { Desktop, launch, type ServedPage, servePage } from "../shell/browser.ts";
import type { Script } from "./fake-oriel.ts";

let served: ServedPage;
let browser: Browser;
let desktop: Desktop;
let page: Page;

const open = async (script: Script = {}) => {
  desktop = await Desktop.open(browser, served, { script });
  page = desktop.page;
};
const models = () => page.locator("oriel-models-app");
const card = (ref: string) => models().getByRole("article", { name: ref });
const file = (name: string, bytes = 5_000_000) => ({ name, mimeType: "", buffer: Buffer.alloc(bytes, "x") });

beforeAll(async () => {
  [served, browser] = await Promise.all([servePage(), launch()]);
}, 60_000);

afterEach(async () => {
  await page.context().close();
  expect(desktop.complaints).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await served.close();
});

describe("importing", () => {
  test("shows its stage, bytes and time left, and ends in a card and a chat", async () => {
    await open({ step: 120 });
    await models().getByRole("heading", { name: "No models yet" }).waitFor();
    await models()
      .locator("input[type=file]")
      .setInputFiles([file("bay.gguf")]);
    await page.getByRole("dialog", { name: "Importing bay.gguf" }).waitFor();
    const dialog = page.locator("oriel-import-dialog");
    await dialog.getByRole("progressbar").waitFor();
    await dialog.getByText("Storing").waitFor();
    await dialog.getByText(/of 5 MB · .+\/s · .+ left/).waitFor();
    expect(await page.title()).toMatch(/^\d+% · Storing – Oriel$/);
    await dialog.getByText("Stored as bay:latest").waitFor();
    await page.getByRole("button", { name: "Chat with it" }).click();
    await page
      .locator("oriel-chat-app")
      .getByRole("button", { name: /^Model: bay:latest/ })
      .waitFor();
    await card("bay:latest").waitFor();
    expect(await page.title()).toBe("Oriel");
  });

  test("can be cancelled, and then nothing is stored", async () => {
    await open({ step: 200 });
    await models()
      .locator("input[type=file]")
      .setInputFiles([file("bay.gguf")]);
    await page.getByRole("button", { name: "Cancel import" }).click();
    await page.getByText("Cancelled. Nothing was stored.").waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    await models().getByRole("heading", { name: "No models yet" }).waitFor();
  });

  test("names what is wrong with a bad file, and goes on with the next", async () => {
    await open();
    await models()
      .locator("input[type=file]")
      .setInputFiles([file("hostile.gguf"), file("good.gguf")]);
    const alert = page.getByRole("alert");
    await alert.getByText("The file is not a valid model").waitFor();
    await alert.getByText('Expected the magic "GGUF" but found "xxxx"').waitFor();
    await alert.getByText(/Nothing was stored\./).waitFor();
    await alert.getByText("bad-model").waitFor();
    await page.getByText("Stored as good:latest").waitFor();
  });

  test("goes on in the background", async () => {
    await open({ step: 150 });
    await models()
      .locator("input[type=file]")
      .setInputFiles([file("bay.gguf")]);
    await page.getByRole("button", { name: "Continue in the background" }).click();
    await models().getByRole("region", { name: "Imports" }).getByRole("progressbar").waitFor();
    await card("bay:latest").waitFor();
  });

  test("is told in the page's title until it ends, also when the window is closed", async () => {
    await open({ step: 150 });
    await models()
      .locator("input[type=file]")
      .setInputFiles([file("bay.gguf")]);
    await page.getByRole("button", { name: "Continue in the background" }).click();
    await page.getByRole("button", { name: "Close Models" }).click();
    await expect.poll(() => page.title()).toMatch(/^[5-9]\d% · Storing – Oriel$/);
    await expect.poll(() => page.title(), { timeout: 5000 }).toBe("Oriel");
  });

  for (const granted of [true, false])
    test(`asks the browser to keep the models and ${granted ? "says nothing" : "hints at a refusal"}`, async () => {
      await open();
      await page.evaluate((granted) => {
        navigator.storage.persist = async () => granted;
      }, granted);
      await models()
        .locator("input[type=file]")
        .setInputFiles([file("bay.gguf")]);
      await page.getByRole("button", { name: "Done" }).click();
      await card("bay:latest").waitFor();
      const hint = models().getByText("This browser may delete models when storage runs low.");
      await expect.poll(() => hint.count()).toBe(granted ? 0 : 1);
      const summary = await models().getByText("1 model · 5 MB").textContent();
      expect(summary?.trim()).toMatch(granted ? /MB$/ : /MB · This browser/);
    });

  test("takes files dropped anywhere on the page", async () => {
    await open();
    await page.getByRole("button", { name: "Close Models" }).click();
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["GGUF"], "dropped.gguf"));
      return transfer;
    });
    await page.dispatchEvent("body", "dragover", { dataTransfer: data });
    await page.getByText("Drop to import").waitFor();
    await page.dispatchEvent("body", "drop", { dataTransfer: data });
    await page.getByText("Stored as dropped:latest").waitFor();
  });
});

describe("a card", () => {
  const script = {
    step: 60,
    models: [
      { ref: "story:latest", name: "Story" },
      { ref: "other:q4", quantization: "Q4_0", frees: 100_000, bytes: 200_000, license: null },
    ],
  };

  test("shows what a person wants to know", async () => {
    await open(script);
    const facts = ["344 kB", "260K", "Q8_0", "512 tokens", "llama", "MIT", "story.gguf", "4718429f0371", /2026/];
    for (const fact of facts) await card("story:latest").locator("dd").filter({ hasText: fact }).waitFor();
    await card("other:q4").getByText("Not stated").waitFor();
  });

  test("loads with progress, unloads, and can be stopped on the way", async () => {
    await open(script);
    const story = card("story:latest");
    await story.getByRole("button", { name: "Load story:latest" }).click();
    await story.getByRole("button", { name: "Cancel loading" }).click();
    await story.getByRole("button", { name: "Load story:latest", exact: true }).click();
    await story.getByRole("progressbar").waitFor();
    await story.getByText("Loaded", { exact: true }).waitFor();
    await story.getByText("346 kB on the GPU · f32 · SwiftShader").waitFor();
    await story.getByRole("button", { name: "Unload story:latest" }).click();
    await story.getByRole("button", { name: "Load story:latest", exact: true }).waitFor();
  });

  test("stops a load that a chat has started", async () => {
    await open({ ...script, step: 400 });
    await page.getByRole("textbox", { name: "Message", exact: true }).fill("Hello");
    await page.keyboard.press("Enter");
    await card("story:latest").getByRole("button", { name: "Cancel loading" }).click();
    await page.locator("oriel-chat-message").getByText("Stopped").waitFor();
    await card("story:latest").getByRole("button", { name: "Load story:latest", exact: true }).waitFor();
  });

  test("names the kernel tiers that failed their self-test", async () => {
    await open({ ...script, fallbacks: ["f16: Expected 1 but found 2"] });
    await card("story:latest").getByRole("button", { name: "Load story:latest" }).click();
    await card("story:latest").getByText("1 kernel tier failed its self-test").click();
    await card("story:latest").getByText("f16: Expected 1 but found 2").waitFor();
  });

  test("is deleted after saying what that frees; a loaded model is unloaded first", async () => {
    await open(script);
    await card("other:q4").getByRole("button", { name: "Delete other:q4" }).click();
    await page.getByRole("dialog", { name: "Delete other:q4?" }).waitFor();
    const dialog = page.locator("ui-dialog[open]");
    await dialog.getByText(/frees 100 kB .+ shared with models that stay\. It cannot be undone/).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await card("other:q4").getByRole("button", { name: "Delete other:q4" }).click();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => models().getByRole("article").count()).toBe(1);
    await card("story:latest").getByRole("button", { name: "Load story:latest" }).click();
    await card("story:latest").getByText("Loaded", { exact: true }).waitFor();
    await card("story:latest").getByRole("button", { name: "Delete story:latest" }).click();
    await dialog.getByText(/^\s*It is loaded: it is unloaded first/).waitFor();
    await dialog.getByRole("button", { name: "Unload and delete" }).click();
    await models().getByRole("heading", { name: "No models yet" }).waitFor();
  });

  test("is found by name, type or digest", async () => {
    await open(script);
    const search = models().getByRole("searchbox", { name: "Search models" });
    await search.fill("q4_0");
    await expect.poll(() => models().getByRole("article").count()).toBe(1);
    await search.fill("nothing like it");
    await models().getByText("No installed model matches “nothing like it”.").waitFor();
    await models().getByRole("button", { name: "Clear the search" }).click();
    await expect.poll(() => models().getByRole("article").count()).toBe(2);
  });
});

describe("Guide", () => {
  const guide = { ref: "guide:latest", name: "Guide", digest: `sha256:${"6d1de".padEnd(64, "0")}` } as const;
  const ready: GuideState = { name: "ready", digest: guide.digest };
  const record: GuideRecord = {
    ...{ name: "guide", build: "b1", bytes: 1, sha256: "" },
    training: { conversations: 12_345, minutes: 67, machine: "an abacus" },
    evaluation: {
      ...{ date: "2026-11-25", adapter: "SwiftShader", tier: "f32" },
      rows: [
        { id: "toolCalls.en", right: 97, of: 100, low: 0.915, high: 0.9901 },
        { id: "facts.zh", right: 40, of: 40, low: 0.912, high: 1 },
      ],
    },
  };
  const about = () => card("guide:latest").locator("oriel-guide-about");
  /** Gives the card a record of the test's own, and the build that is stored. */
  const judge = (build: string) =>
    about().evaluate((element, given) => Object.assign(element, given), { record, build });

  /** Has the shell say something of Guide, and opens the Models window again. */
  const tell = async (state: GuideState) => {
    await page.getByRole("button", { name: "Close Models" }).click();
    await page.locator("oriel-desktop").evaluate((element, state) => {
      const desktop = element as OrielDesktop;
      let changed = () => {};
      const guide = {
        state,
        install: () => {
          guide.state = { name: "preparing", progress: { stage: "read", done: 3e6, total: 6e6, unit: "bytes" } };
          changed();
        },
        onChange: (listener: () => void) => {
          changed = listener;
          return () => {};
        },
      };
      desktop.guide = guide;
    }, state);
    await page.getByRole("button", { name: "Apps", exact: true }).click();
    await page.getByRole("menuitem", { name: "Models" }).click();
    await models().waitFor();
  };

  test("says what it is, and how well the judged build does, in a table", async () => {
    await open({ models: [guide, { ref: "story:latest", name: "Guide", builtInTools: ["open_app"] }] });
    await tell(ready);
    await about().getByText("it answers questions about Oriel and operates it").waitFor();
    expect(await card("story:latest").locator("oriel-guide-about").count()).toBe(0);
    await judge("b1");
    await about().getByText("on 12,345 generated conversations").waitFor();
    await about().getByText("(67 min on an abacus)").waitFor();
    await about().getByText("How well it does").focus();
    await page.keyboard.press("Enter");
    const table = about().getByRole("table", { name: "How Guide did at questions that it was not trained on" });
    expect(await table.getByRole("columnheader").allTextContents()).toEqual(["Task", "Right", "Share", "95% interval"]);
    const row = table.getByRole("row").filter({ has: page.getByRole("rowheader", { name: /asked, in English/ }) });
    expect(await row.getByRole("cell").allTextContents()).toEqual(["97 of 100", "97%", "91.5% – 99%"]);
    await about().getByText("It is small and may be wrong.").waitFor();
    await about().getByText("Judged on Nov 25, 2026 on SwiftShader, f32.").waitFor();
  });

  test("says nothing of how well another build does", async () => {
    await open({ models: [guide] });
    await tell(ready);
    await judge("b0");
    await about().getByText("it answers questions about Oriel and operates it").waitFor();
    expect(await about().locator("details").count()).toBe(0);
  });

  test("is installed again with one button after it was deleted, and its progress is shown", async () => {
    await open();
    await tell({ name: "absent" });
    await models().getByRole("heading", { name: "No models yet" }).waitFor();
    await models().getByRole("button", { name: "Install Guide again" }).click();
    const preparing = models().getByRole("region", { name: "Preparing Guide" });
    await preparing.getByRole("progressbar", { name: "Preparing Guide" }).waitFor();
    await preparing.getByText("3 MB of 6 MB").waitFor();
    expect(await models().getByRole("button", { name: "Install Guide again" }).count()).toBe(0);
  });

  test("is offered by the palette too, and not where the name is taken", async () => {
    await open();
    await models().getByRole("heading", { name: "No models yet" }).waitFor();
    await page.keyboard.press("Control+K");
    await page.getByRole("option", { name: /Install Guide again/ }).waitFor();
    await page.context().close();
    await open({ models: [{ ref: "guide:latest", name: "Guide", builtInTools: ["open_app"] }] });
    await card("guide:latest").waitFor();
    expect(await models().getByText("Install Guide again").count()).toBe(0);
    expect(await about().count()).toBe(0);
  });

  test("that failed says what that means, and can be tried again", async () => {
    await open();
    await tell({ name: "failed", failure: { code: "network", message: "Expected 3 bytes but found none" } });
    const alert = models().getByRole("alert");
    await alert.getByText(/Guide is not installed; everything else works without it/).waitFor();
    await alert.getByRole("button", { name: "Try again" }).click();
    await models().getByRole("region", { name: "Preparing Guide" }).waitFor();
  });

  test("says before it is deleted how it comes back", async () => {
    await open({ models: [guide] });
    await tell(ready);
    await card("guide:latest").getByRole("button", { name: "Delete guide:latest" }).click();
    await page.locator("ui-dialog[open]").getByText("it can be installed again in the Models window").waitFor();
  });
});
