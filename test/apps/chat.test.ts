// The Chat window in a real browser, over an Oriel in memory: sending, stopping, editing, choosing, keeping.
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ChatRequest, CompletionRequest } from "../../src/api/types.ts";
import { Desktop, launch, type ServedPage, servePage } from "../shell/browser.ts";
import type { Script } from "./fake-oriel.ts";

const models = [{ ref: "story:latest" }, { ref: "plain:latest", hasChatTemplate: false }];

let served: ServedPage;
let browser: Browser;
let desktop: Desktop;
let page: Page;

const open = async (script: Script = {}) => {
  desktop = await Desktop.open(browser, served, { script: { models, ...script } });
  page = desktop.page;
};
const chat = () => page.locator("oriel-chat-app");
const message = () => chat().getByRole("textbox", { name: "Message", exact: true });
const answers = () => chat().locator("oriel-chat-message:not([mine])");
const questions = () => chat().locator("oriel-chat-message[mine]");
const say = async (content: string) => {
  await message().fill(content);
  await message().press("Enter");
};
const ended = () => answers().last().getByText("tok/s").waitFor();
const requests = () => page.evaluate(() => window.fake.requests) as Promise<(ChatRequest & CompletionRequest)[]>;

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

test("a message is answered, with how fast and where", async () => {
  await open();
  await say("Hello");
  await answers().getByText("It works.").waitFor();
  for (const fact of ["TTFT 120 ms", "45.0 tok/s", "90 tokens", "f32", "SwiftShader, on this device"])
    await answers().getByText(fact).waitFor();
  expect(await requests()).toMatchObject([
    { model: "story:latest", stream: true, messages: [{ role: "user", content: "Hello" }] },
  ]);
});

describe("stopping", () => {
  const slow = { answers: [Array.from({ length: 200 }, (_, index) => `word${index} `)], pace: 20 };

  test("by the button keeps what has arrived", async () => {
    await open(slow);
    await say("Go");
    await answers().getByText("word3").waitFor();
    await chat().getByRole("button", { name: "Stop" }).click();
    await answers().getByText("Stopped").waitFor();
    const kept = await answers().locator("ui-markdown p").textContent();
    expect(kept).toContain("word0 word1 word2 word3");
    expect(kept).not.toContain("word199");
  });

  test("by Escape", async () => {
    await open(slow);
    await say("Go");
    await answers().getByText("word1").waitFor();
    await page.keyboard.press("Escape");
    await answers().getByText("Stopped").waitFor();
  });

  test("is not what Escape does in a dialog", async () => {
    await open(slow);
    await say("Go");
    await answers().getByText("word1").waitFor();
    await chat()
      .getByRole("button", { name: /^Model:/ })
      .click();
    await page.getByRole("combobox", { name: "Choose a model" }).press("Escape");
    await expect.poll(() => page.getByRole("combobox", { name: "Choose a model" }).count()).toBe(0);
    await answers().getByText("word60").waitFor();
  });

  test("is part of deleting a chat, which stays deleted", async () => {
    await open(slow);
    await say("Go");
    await answers().getByText("word30").waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Command palette" }).fill("delete chat");
    await page.keyboard.press("Enter");
    await page.locator("ui-dialog[open]").getByRole("button", { name: "Delete chat" }).click();
    await expect.poll(() => answers().count()).toBe(0);
    await page.waitForTimeout(800);
    expect(await page.evaluate(() => window.documents.all.size)).toBe(0);
  });

  test("while the model loads cancels the load", async () => {
    await open({ step: 200 });
    await say("Go");
    await chat().getByRole("progressbar", { name: "Loading story:latest" }).waitFor();
    await expect.poll(() => page.title()).toContain("Loading onto the GPU");
    await chat().getByRole("button", { name: "Cancel loading" }).click();
    await answers().getByText("Stopped").waitFor();
    expect(await page.title()).toBe("Oriel");
    expect(await page.evaluate(() => window.fake.oriel.ps())).toEqual([]);
  });
});

describe("versions", () => {
  test("an answer that is computed again is a second version of it", async () => {
    await open({ answers: [["First."], ["Second."]] });
    await say("Hello");
    await ended();
    await answers().getByRole("button", { name: "Regenerate" }).click();
    await answers().getByText("Second.").waitFor();
    await answers().getByRole("button", { name: "Previous version" }).click();
    await answers().getByText("First.").waitFor();
  });

  test("an edited message starts a branch, and the old one stays", async () => {
    await open({ answers: [["One."], ["Two."]] });
    await say("Hello");
    await ended();
    await questions().getByRole("button", { name: "Edit and resend" }).click();
    await questions().getByRole("textbox", { name: "Edited message" }).fill("Goodbye");
    await questions().getByRole("button", { name: "Send again" }).click();
    await answers().getByText("Two.").waitFor();
    expect((await requests()).at(-1)!.messages).toEqual([{ role: "user", content: "Goodbye" }]);
    await questions().getByRole("button", { name: "Previous version" }).click();
    await answers().getByText("One.").waitFor();
    await questions().getByText("Hello").waitFor();
  });

  test("a deleted message is gone after being asked for", async () => {
    await open();
    await say("Hello");
    await ended();
    await questions().getByRole("button", { name: "Delete message" }).click();
    await page.locator("ui-dialog[open]").getByText("The 1 message that follows it is deleted too.").waitFor();
    await page.locator("ui-dialog[open]").getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => questions().count()).toBe(0);
  });
});

describe("parameters", () => {
  test("go with the request and are checked as they are typed", async () => {
    await open();
    await chat().getByRole("button", { name: "Parameters" }).click();
    const temperature = chat().getByRole("textbox", { name: "Temperature" });
    await temperature.fill("5");
    await temperature.press("Tab");
    await chat().getByText("Between 0 and 2").waitFor();
    await temperature.fill("0");
    await temperature.press("Tab");
    await chat().getByRole("textbox", { name: "System prompt" }).fill("Be brief.");
    await chat().getByRole("textbox", { name: "Stop strings" }).fill("###");
    await chat().getByRole("textbox", { name: "Max tokens" }).fill("7");
    await chat().getByRole("textbox", { name: "Max tokens" }).press("Tab");
    await say("Hello");
    await ended();
    expect((await requests())[0]).toMatchObject({
      temperature: 0,
      stop: ["###"],
      max_tokens: 7,
      messages: [{ role: "system", content: "Be brief." }, { role: "user" }],
    });
    await chat().getByRole("button", { name: "Reset all" }).click();
    await expect.poll(() => temperature.inputValue()).toBe("");
    await chat().getByRole("textbox", { name: "Top k" }).fill("3");
    await temperature.fill("9");
    await chat().getByRole("button", { name: "New chat" }).last().click();
    await expect.poll(() => temperature.inputValue()).toBe("");
    expect(await chat().getByRole("textbox", { name: "Top k" }).inputValue()).toBe("");
  });
});

test("parameters that are not set show what the model's file asks for", async () => {
  await open({ metadata: { "general.sampling.temp": 0 } });
  await chat().getByRole("button", { name: "Parameters" }).click();
  const usual = (name: string) => chat().getByRole("textbox", { name }).getAttribute("placeholder");
  await expect.poll(() => usual("Temperature")).toBe("0");
  expect(await usual("Top k")).toBe("40");
});

describe("a model without a chat template", () => {
  test("continues the text as it stands, and says so", async () => {
    await open({ answers: [[" a time"], [" there was"]] });
    await chat()
      .getByRole("button", { name: /^Model:/ })
      .click();
    await page.getByRole("combobox", { name: "Choose a model" }).fill("plain");
    await page.keyboard.press("Enter");
    await chat().getByText("Plain completion").waitFor();
    const input = chat().getByRole("textbox", { name: "Text to continue" });
    await input.fill("Once upon");
    await input.press("Enter");
    await ended();
    await answers().getByRole("button", { name: "Continue" }).click();
    await answers().getByText("a time there was").waitFor();
    expect((await requests()).map(({ prompt }) => prompt)).toEqual(["Once upon", "Once upon a time"]);
  });
});

test("an answer continues in the way it was begun, whatever model the chat has now", async () => {
  await open({ answers: [[" a time"], [" there was"]] });
  const choose = async (name: string) => {
    await chat()
      .getByRole("button", { name: /^Model:/ })
      .click();
    await page.getByRole("combobox", { name: "Choose a model" }).fill(name);
    await page.keyboard.press("Enter");
  };
  await choose("plain");
  const input = chat().getByRole("textbox", { name: "Text to continue" });
  await input.fill("Once upon");
  await input.press("Enter");
  await ended();
  await choose("story");
  await message().waitFor();
  await answers().getByRole("button", { name: "Continue" }).click();
  await answers().getByText("a time there was").waitFor();
  expect((await requests()).at(-1)).toMatchObject({ model: "plain:latest", prompt: "Once upon a time" });
});

test("a chat that could not be stored says so until that is dismissed", async () => {
  await open();
  await page.evaluate(() => {
    window.documents.put = () => Promise.reject(new Error("Expected space but found none"));
  });
  await say("Hello");
  await ended();
  const alert = chat().getByRole("alert");
  await alert.getByText("Expected space but found none").waitFor();
  await alert.getByRole("button", { name: "Dismiss" }).click();
  await expect.poll(() => alert.count()).toBe(0);
});

test("a failure is shown in the chat with its code, and can be tried again", async () => {
  await open();
  await page.evaluate(() => {
    const { completions } = window.fake.oriel.chat;
    const create = completions.create;
    completions.create = (() => {
      completions.create = create;
      return Promise.reject(
        Object.assign(new Error("Expected a GPU but found none"), { name: "OrielError", code: "device-lost" }),
      );
    }) as unknown as typeof create;
  });
  await say("Hello");
  const alert = answers().getByRole("alert");
  await alert.getByText("Expected a GPU but found none").waitFor();
  await alert.getByText("Your message is kept.").waitFor();
  await alert.getByRole("button", { name: "Try again" }).click();
  await answers().getByText("It works.").waitFor();
});

test("chats are stored, found, renamed, pinned and deleted", async () => {
  await open();
  await say("About windows");
  await ended();
  await chat().getByRole("button", { name: "New chat" }).first().click();
  await say("About doors");
  await ended();
  await expect.poll(() => page.evaluate(() => window.documents.all.size)).toBe(2);
  await chat().getByRole("searchbox", { name: "Search chats" }).fill("windows");
  await expect.poll(() => chat().locator("oriel-chat-list li").count()).toBe(1);
  await chat().getByRole("button", { name: "About windows", exact: true }).click();
  await questions().getByText("About windows").waitFor();
  await chat().getByRole("button", { name: "Actions for About windows" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Bay windows");
  await page.keyboard.press("Enter");
  await chat().getByRole("button", { name: "Bay windows", exact: true }).waitFor();
  await chat().getByRole("button", { name: "Actions for Bay windows" }).click();
  await page.getByRole("menuitem", { name: "Delete chat" }).click();
  await page.locator("ui-dialog[open]").getByRole("button", { name: "Delete chat" }).click();
  await expect.poll(() => page.evaluate(() => window.documents.all.size)).toBe(1);
});

test("exports what was said", async () => {
  await open();
  await say("Hello");
  await ended();
  const download = page.waitForEvent("download");
  await chat().getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: "Export as Markdown" }).click();
  expect((await download).suggestedFilename()).toBe("Hello.md");
});

test("stays at the end while it grows, unless the person scrolled away", async () => {
  await open({ answers: [Array.from({ length: 120 }, (_, index) => `line ${index}\n\n`)], pace: 20 });
  await say("Go");
  const thread = chat().getByRole("log", { name: "Conversation" });
  const fromEnd = () => thread.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
  await answers().getByText("line 40", { exact: true }).waitFor();
  expect(await fromEnd()).toBeLessThan(40);
  await thread.hover();
  await page.mouse.wheel(0, -600);
  const jump = chat().getByRole("button", { name: "Jump to latest" });
  await jump.waitFor();
  await answers().getByText("line 60", { exact: true }).waitFor();
  expect(await fromEnd()).toBeGreaterThan(400);
  await jump.click();
  await expect.poll(fromEnd).toBeLessThan(40);
});
