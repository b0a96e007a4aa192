// What a model with built-in tools asks for, in the Chat window of a real browser: consent, outcome, undo, and that nothing else gets through.
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ChatRequest } from "../../src/api/types.ts";
import { Desktop, launch, type ServedPage, servePage } from "../shell/browser.ts";
import type { Piece, Script } from "./fake-oriel.ts";

const builtInTools = ["set_theme", "set_language", "load_model", "remove_model", "list_models", "import_model"];
const more = ["open_app", "close_app", "new_chat", "show_shortcuts"];
const digest = `sha256:${"1".repeat(64)}` as const;
const guide = { ref: "guide:latest", name: "Guide", digest, builtInTools: [...builtInTools, ...more] };
const models = [guide, { ref: "story:latest" }];
const dark: Piece = { call: "set_theme", given: '{"theme": "dark"}' };

let served: ServedPage;
let browser: Browser;
let desktop: Desktop;
let page: Page;

const open = async (
  answers: Piece[][],
  script: Script = {},
  options: { locale?: string; colorScheme?: "dark" } = {},
) => {
  desktop = await Desktop.open(browser, served, { script: { models, answers, ...script }, ...options });
  page = desktop.page;
  await page.evaluate((digest) => {
    const guide = { state: { name: "ready", digest }, install: () => {}, onChange: () => () => {} };
    Object.assign(document.querySelector("oriel-desktop")!, { guide });
  }, digest);
};
const chat = () => page.locator("oriel-chat-app");
const card = () => chat().locator("oriel-chat-call");
const button = (name: string) => card().getByRole("button", { name, exact: true });
const say = async (content: string) => {
  const message = chat().getByRole("textbox", { name: "Message", exact: true });
  await message.fill(content);
  await message.press("Enter");
};
const theme = () => page.locator("html").getAttribute("data-theme");
const requests = () => page.evaluate(() => window.fake.requests) as Promise<ChatRequest[]>;
const palette = async (words: string) => {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Command palette" }).fill(words);
  await page.keyboard.press("Enter");
};

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

test("what a model wants is done once it is allowed, and can be undone", async () => {
  await open([[dark]]);
  await say("Dark, please");
  await card().getByText("Guide would like to switch to the dark theme").waitFor();
  expect(await theme()).toBe("system");
  await button("Allow").click();
  await card().getByText("Done: switch to the dark theme").waitFor();
  expect(await theme()).toBe("dark");
  await button("Undo").click();
  await card().getByText("Undone: switch to the dark theme").waitFor();
  expect(await theme()).toBe("system");
  expect(await requests()).toHaveLength(1);
});

describe("consent", () => {
  test("is not given by keys typed into a message, but reached by Tab", async () => {
    await open([[dark]]);
    await say("Dark, please");
    await button("Allow").waitFor();
    await page.keyboard.press("Enter");
    expect(await theme()).toBe("system");
    await page.getByRole("status").getByText("You can allow it in the conversation.").waitFor();
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press("Shift+Tab");
      if (await button("Allow").evaluate((element) => element.matches(":focus"))) break;
    }
    await page.keyboard.press("Enter");
    await expect.poll(theme).toBe("dark");
  });

  test("that was refused changes nothing, and the model is told so", async () => {
    await open([[dark], ["All right."]]);
    await say("Dark, please");
    await button("Don't allow").click();
    await card().getByText("Not done: switch to the dark theme").waitFor();
    expect(await theme()).toBe("system");
    await say("Thanks");
    await chat().getByText("All right.").waitFor();
    expect((await requests())[1]!.messages).toMatchObject([
      { role: "user" },
      { role: "assistant", content: null, tool_calls: [{ function: { name: "set_theme" } }] },
      { role: "tool", content: '{"outcome": "refused"}' },
      { role: "user", content: "Thanks" },
    ]);
  });

  test("is asked for until it is given for good, and after it was taken back", async () => {
    await open([[dark], [{ call: "set_theme", given: '{"theme":"light"}' }], [dark]]);
    await say("Dark");
    await card().getByText("Guide, in this version, may change the theme without asking").waitFor();
    await button("Always allow").click();
    await say("Light");
    await card().getByText("Done: switch to the light theme").waitFor();
    expect(await theme()).toBe("light");
    await palette("ask again");
    await say("Dark");
    await button("Allow").waitFor();
    expect(await theme()).toBe("light");
  });

  test("that waits is there after a reload, and was refused once the person goes on", async () => {
    await open([[dark], ["All right."]]);
    await say("Dark, please");
    await button("Allow").waitFor();
    await expect.poll(() => page.evaluate(() => JSON.stringify([...window.documents.all]))).toContain('"waiting"');
    const kept = await page.evaluate(() => JSON.stringify([...window.documents.all]));
    await page.addInitScript((documents) => {
      window.stored = documents;
    }, kept);
    await page.reload();
    await button("Allow").waitFor();
    await say("Never mind");
    await card().getByText("Not done: switch to the dark theme").waitFor();
    expect((await requests())[0]!.messages[2]!.content).toBe('{"outcome": "refused"}');
  });

  test("can be given in the palette", async () => {
    await open([[dark]]);
    await say("Dark, please");
    await button("Allow").waitFor();
    await palette("allow: switch");
    await expect.poll(theme).toBe("dark");
  });

  test("is not needed for what only shows something", async () => {
    await open([[{ call: "list_models", given: "{}" }]]);
    await say("Which models do I have?");
    await card().getByText("Done: list the installed models").waitFor();
    await card().locator("oriel-model-list").getByText("story:latest").waitFor();
  });

  test("to delete a model is asked for with what it frees, and never given for good", async () => {
    await open([[{ call: "remove_model", given: '{"model":"story"}' }]]);
    await say("Delete story");
    await card().getByText("Guide would like to delete story").waitFor();
    expect(await button("Always allow").count()).toBe(0);
    await button("Allow").click();
    const dialog = page.locator("ui-dialog[open]");
    await dialog.getByText("This frees 344 kB").waitFor();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await card().getByText("Done: delete story:latest").waitFor();
    expect(await page.evaluate(() => window.fake.oriel.models.list())).toHaveLength(1);
  });
});

describe("nothing is run for", () => {
  test.each([
    ["an action that is none", { call: "format_disk", given: "{}" }],
    ["arguments that are no JSON", { call: "set_theme", given: "{dark" }],
    ["a value that is none", { call: "set_theme", given: '{"theme":"<img src=x onerror=alert(1)>"}' }],
    ["a name that is more than a name", { call: "load_model", given: '{"model":"story.\\nPress Allow"}' }],
    ["an argument that is none", { call: "list_models", given: '{"all":"yes"}' }],
    ["a tool that the model does not have", { call: "unload_model", given: "{}" }],
  ])("%s", async (_, call) => {
    await open([[call]]);
    await say("Do it");
    await card().getByRole("alert").waitFor();
    expect(await card().getByRole("button", { name: "Allow" }).count()).toBe(0);
    expect(await theme()).toBe("system");
  });

  test("a model without built-in tools", async () => {
    await open([[dark]], { models: [{ ref: "story:latest" }] });
    await say("Dark");
    await card().getByRole("alert").getByText("denied").waitFor();
    expect(await theme()).toBe("system");
  });
});

test("an action that fails says why", async () => {
  await open([[{ call: "load_model", given: '{"model":"nothing"}' }], ["Sorry."]]);
  await say("Load nothing");
  await button("Allow").click();
  await card().getByText('Expected a model that is installed and named "nothing"').waitFor();
  await say("Why?");
  await chat().getByText("Sorry.").waitFor();
  expect((await requests())[1]!.messages[2]!.content).toBe('{"outcome": "failed"}');
});

test("a load shows how far it is, and can be cancelled", async () => {
  await open([[{ call: "load_model", given: '{"model":"story"}' }]], { step: 150 });
  await say("Load story");
  await button("Allow").click({ timeout: 30_000 });
  await card().getByRole("progressbar", { name: "Working: load story" }).waitFor();
  await button("Cancel").click();
  await card().getByText("Not done: load story").waitFor();
});

test("the file to import is asked for by the Models window", async () => {
  await open([[{ call: "import_model", given: "{}" }]]);
  await say("Import a model");
  await button("Allow").waitFor();
  const chooser = page.waitForEvent("filechooser");
  await button("Allow").click();
  expect((await chooser).isMultiple()).toBe(true);
  await card().getByText("The Models window was opened to choose a file").waitFor();
});

test("an answer that asks for an action can be computed again", async () => {
  await open([[dark], ["I would rather not."]]);
  await say("Dark");
  await button("Allow").waitFor();
  await chat().getByRole("button", { name: "Regenerate" }).click();
  await chat().getByText("I would rather not.").waitFor();
  await chat().getByRole("button", { name: "Previous version" }).click();
  await button("Allow").waitFor();
});

test("a chat that closes its own window is stored with how that ended", async () => {
  await open([[{ call: "close_app", given: '{"app":"chat"}' }]]);
  await say("Close this");
  await button("Allow").click();
  await expect.poll(() => chat().count()).toBe(0);
  await expect.poll(() => page.evaluate(() => JSON.stringify([...window.documents.all]))).toContain('"done"');
  await page.keyboard.press("Alt+1");
  await card().getByText("Done: close Chat").waitFor();
});

test("while the built-in model is prepared, a chat without a model says so", async () => {
  await open([], { models: [] });
  await chat().getByRole("heading", { name: "Chat needs a model" }).waitFor();
  await page.evaluate(() => {
    const progress = { stage: "store", done: 1, total: 2, unit: "bytes" };
    const guide = { state: { name: "preparing", progress }, install: () => {}, onChange: () => () => {} };
    Object.assign(document.querySelector("oriel-desktop")!, { guide });
  });
  await page.getByRole("button", { name: "Close Chat" }).click();
  await page.keyboard.press("Alt+1");
  await chat().getByRole("heading", { name: "The built-in model is being prepared" }).waitFor();
  await chat().getByRole("progressbar", { name: "The built-in model is being prepared" }).waitFor();
});

test("a model that calls itself Guide asks by the name that it is stored under", async () => {
  await open([[dark]], { models: [{ ...guide, ref: "story:latest", digest: `sha256:${"2".repeat(64)}` }] });
  await say("Dark, please");
  await card().getByText("story:latest would like to switch to the dark theme").waitFor();
});

describe("a chat with Guide", () => {
  test("offers examples, which are sent", async () => {
    await open([["You import it."]]);
    await chat().getByRole("button", { name: "How do I install a model?" }).click();
    await chat().getByText("You import it.").waitFor();
    expect((await requests())[0]!.messages).toEqual([{ role: "user", content: "How do I install a model?" }]);
  });

  test("has no system prompt, and says why", async () => {
    await open([["Hello."]]);
    await chat().getByRole("button", { name: "Parameters" }).click();
    expect(await chat().getByRole("textbox", { name: "System prompt" }).isDisabled()).toBe(true);
    await chat().getByText("is built into it").waitFor();
  });

  test("asks in the interface's language", async () => {
    await open([[dark]], {}, { locale: "zh-CN" });
    await chat().getByRole("button", { name: "切换到深色主题" }).click();
    await card().getByText("Guide 想切换到深色主题").waitFor();
    await button("允许").click();
    await card().getByText("已完成：切换到深色主题").waitFor();
  });
});
