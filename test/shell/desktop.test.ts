// The desktop in a real browser: windows by mouse and by keyboard, the palette, themes, languages, phones, and what a screen reader is told.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Locator } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Desktop, launch, type ServedPage, servePage } from "./browser.ts";

const models = [{ ref: "story:latest" }, { ref: "plain:latest", hasChatTemplate: false }];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let served: ServedPage;
let browser: Browser;
let desktop: Desktop;

const open = async (options?: Parameters<typeof Desktop.open>[2]) => {
  desktop = await Desktop.open(browser, served, { script: { models }, ...options });
  return desktop.page;
};
const frame = (name: string): Locator => desktop.page.locator(`ui-window[aria-label="${name}"]`);
const boxOf = async (name: string) => (await frame(name).boundingBox())!;

beforeAll(async () => {
  [served, browser] = await Promise.all([servePage(), launch()]);
}, 60_000);

afterEach(async () => {
  await desktop.page.context().close();
  expect(desktop.complaints).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await served.close();
});

test("opens with Chat in front and Models beside it, the keyboard in the message", async () => {
  await open();
  await frame("Models").waitFor();
  expect(await frame("Chat").getAttribute("active")).toBe("");
  const [chat, models] = [await boxOf("Chat"), await boxOf("Models")];
  expect(models.x).toBeGreaterThan(chat.x + chat.width);
});

describe("windows", () => {
  test("are dragged, snap to an edge, and are where they were after a reload", async () => {
    const page = await open();
    const before = await boxOf("Models");
    await page.mouse.move(before.x + 120, before.y + 20);
    await page.mouse.down();
    await page.mouse.move(before.x + 60, before.y + 90, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => boxOf("Models")).toMatchObject({ x: before.x - 60, y: before.y + 70 });
    await page.mouse.move(before.x + 60, before.y + 90);
    await page.mouse.down();
    await page.mouse.move(2, 300, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => boxOf("Models")).toMatchObject({ x: 8, y: 8 });
    const snapped = await boxOf("Models");
    await page.reload();
    await frame("Models").waitFor();
    await expect.poll(() => boxOf("Models")).toEqual(snapped);
  });

  test("are resized by an edge, no smaller than they may be", async () => {
    const page = await open();
    const { x, y, width, height } = await boxOf("Chat");
    await page.mouse.move(x + width - 6, y + height - 6);
    await page.mouse.down();
    await page.mouse.move(x + 20, y + 20, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => boxOf("Chat")).toMatchObject({ x, y, width: 320, height: 280 });
  });

  test("are moved, resized, snapped, maximised and minimised by keys", async () => {
    const page = await open();
    const before = await boxOf("Chat");
    await page.getByRole("button", { name: "Move or resize Chat" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+ArrowLeft");
    await expect.poll(() => boxOf("Chat")).toMatchObject({ y: before.y + 16, width: before.width - 16 });
    await page.keyboard.press("Control+Alt+ArrowRight");
    await expect.poll(async () => (await boxOf("Chat")).x).toBe(644);
    await page.keyboard.press("Control+Alt+ArrowUp");
    await expect.poll(async () => (await boxOf("Chat")).width).toBe(1264);
    expect(await frame("Models").isVisible()).toBe(false);
    await page.keyboard.press("Control+Alt+ArrowDown");
    await expect.poll(() => frame("Chat").isVisible()).toBe(false);
    expect(await frame("Models").isVisible()).toBe(true);
    await page.keyboard.press("F6");
    await frame("Chat").waitFor();
  });

  test("when all are closed, the desktop says how to open one", async () => {
    const page = await open();
    for (const name of ["Chat", "Models"]) await page.getByRole("button", { name: `Close ${name}` }).click();
    await page.getByRole("heading", { name: "All windows are closed" }).waitFor();
    await page.getByRole("button", { name: "Apps" }).click();
    await page.getByRole("menuitem", { name: "Models" }).click();
    await frame("Models").waitFor();
  });
});

describe("the palette", () => {
  test("opens by Ctrl+K, finds by words and runs what was found", async () => {
    const page = await open();
    await page.keyboard.press("Control+k");
    const input = page.getByRole("combobox", { name: "Command palette" });
    await input.fill("dark");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("dark");
    await page.keyboard.press("Control+k");
    await input.fill("load story");
    await page.getByRole("option", { name: "Load story:latest" }).click();
    await frame("Models").getByText("Loaded", { exact: true }).waitFor();
  });

  test("keeps everything behind it inert", async () => {
    const page = await open();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Command palette" }).waitFor();
    for (let presses = 0; presses < 6; presses++) await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => {
      let active = document.activeElement;
      const hosts: string[] = [];
      while (active?.shadowRoot?.activeElement) {
        active = active.shadowRoot.activeElement;
        hosts.push(active.tagName);
      }
      return hosts;
    });
    expect(inside).not.toContain("UI-WINDOW");
    expect(inside).not.toContain("ORIEL-TASKBAR");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("combobox", { name: "Command palette" }).isVisible()).toBe(false);
  });
});

describe("appearance", () => {
  test("a chosen theme and language are there before the page's own code has run", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Appearance" }).click();
    await page.getByRole("menuitemradio", { name: "Dark" }).click();
    await page.getByRole("button", { name: "Appearance" }).click();
    await page.getByRole("menuitemradio", { name: "简体中文" }).click();
    await page.locator('ui-window[aria-label="聊天"]').waitFor();
    await page.route("**/assets/*.js", (route) => route.abort());
    await page.reload();
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    desktop.complaints.length = 0;
  });

  test("shortcuts can be turned off, the palette's excepted", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Appearance" }).click();
    await page.getByRole("menuitemradio", { name: "Off" }).click();
    const { width } = await boxOf("Chat");
    await page.keyboard.press("Control+Alt+ArrowUp");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Command palette" }).waitFor();
    expect((await boxOf("Chat")).width).toBe(width);
  });
});

test("with storage blocked the desktop is there, and a choice holds until the page is closed", async () => {
  const page = await open({
    init: () => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("Access is denied for this document", "SecurityError");
        },
      });
    },
  });
  await page.getByRole("button", { name: "Appearance" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect.poll(() => page.locator("html").getAttribute("data-theme")).toBe("dark");
});

test("a link opens its app and marks its model", async () => {
  const page = await open({ path: "/?app=models&ref=plain:latest" });
  await page.locator('oriel-model-card[aria-label="plain:latest"][linked]').waitFor();
  expect(await frame("Models").getAttribute("active")).toBe("");
});

describe("the built-in model", () => {
  test("that could not be fetched is tried again from the chat, and how far it is stands in the tab's title", async () => {
    const init = () => {
      window.server = "fails";
      navigator.storage.persist = async () => Boolean(Object.assign(window, { asked: true }));
    };
    const page = await open({ script: { step: 120 }, init });
    const alert = page.locator("oriel-chat-empty").getByRole("alert");
    await alert.getByText("Expected 3 bytes but found none").waitFor();
    expect(await page.title()).toBe("Oriel");
    await page.evaluate(() => {
      window.server = "has Guide";
    });
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => page.title()).toMatch(/^\d+% · Storing – Oriel$/);
    await expect.poll(() => page.title(), { timeout: 5000 }).toBe("Oriel");
    await page.getByRole("article", { name: "guide:latest" }).getByText("Loaded", { exact: true }).waitFor();
    expect(await page.evaluate(() => "asked" in window)).toBe(true);
  });
});

describe("small screens", () => {
  test("show one window at a time and a bar to change it", async () => {
    const page = await open({ viewport: { width: 390, height: 700 } });
    expect(await frame("Models").isVisible()).toBe(false);
    await page.getByRole("navigation", { name: "Taskbar" }).getByRole("button", { name: "Models" }).click();
    await frame("Models").waitFor();
    expect(await frame("Chat").isVisible()).toBe(false);
  });

  test("at 400 % zoom nothing lies outside the page and a message can be sent", async () => {
    const page = await open({ viewport: { width: 320, height: 256 } });
    await page.getByRole("textbox", { name: "Message" }).fill("Hello");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("It works.", { exact: true }).waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBe(0);
    const send = (await page.getByRole("button", { name: "Send", exact: true }).boundingBox())!;
    expect(send.x + send.width).toBeLessThanOrEqual(320);
  });
});

describe("accessibility rules hold", () => {
  const violations = async () => {
    await desktop.page.evaluate(axe);
    return desktop.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      const { violations } = await axe.run(document, { resultTypes: ["violations"] });
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(" ")).join(" | ")}`,
      );
    });
  };

  for (const colorScheme of ["light", "dark"] as const) {
    test(`in a conversation, with the parameters open (${colorScheme})`, async () => {
      const page = await open({
        colorScheme,
        script: { models, answers: [["# Title\n\n```js\n1\n```\n\n|a|\n|-|\n|b|\n"]] },
      });
      await page.getByRole("textbox", { name: "Message" }).fill("Hello");
      await page.keyboard.press("Enter");
      await page.getByText("tok/s").waitFor();
      await page.getByRole("button", { name: "Parameters" }).click();
      await page.getByRole("textbox", { name: "Temperature" }).waitFor();
      expect(await violations()).toEqual([]);
    });
  }

  test("where a model asks for an action, and where it was carried out", async () => {
    const guide = { ref: "guide:latest", builtInTools: ["set_theme"] };
    const answers = [[{ call: "set_theme", given: '{"theme":"dark"}' }]];
    const page = await open({ script: { models: [guide], answers } });
    await page.getByRole("button", { name: "Switch to the dark theme" }).waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole("button", { name: "Switch to the dark theme" }).click();
    await page.getByRole("button", { name: "Allow", exact: true }).waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole("button", { name: "Allow", exact: true }).click();
    await page.getByRole("button", { name: "Undo" }).waitFor();
    expect(await violations()).toEqual([]);
  });

  test("in the palette, in dialogs and on an empty desk", async () => {
    const page = await open();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Command palette" }).waitFor();
    expect(await violations()).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Delete story:latest" }).click();
    await page.getByRole("dialog", { name: "Delete story:latest?" }).waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Appearance" }).click();
    await page.getByRole("menuitemradio", { name: "Dark" }).waitFor();
    expect(await violations()).toEqual([]);
  });
});

test("without WebGPU a page says so and what to do, and the person may go on", async () => {
  const blind = await launch(false);
  try {
    const context = await blind.newContext();
    const page = await context.newPage();
    await page.addInitScript((models) => {
      Object.defineProperty(navigator, "gpu", { value: undefined });
      window.script = { models };
    }, models);
    await page.goto(served.url);
    await page.getByRole("heading", { name: "Oriel needs WebGPU, and this browser offers none" }).waitFor();
    await page.getByRole("heading", { name: "What you can do" }).waitFor();
    await page.getByRole("button", { name: "Continue without running models" }).click();
    await page.getByRole("textbox", { name: "Message" }).fill("Hello");
    await page.keyboard.press("Enter");
    await page.getByText("It works.", { exact: true }).waitFor();
  } finally {
    await blind.close();
  }
  await open();
});
