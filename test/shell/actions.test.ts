// What the actions of the table do, over an Oriel in memory: each has an executor and an entry of the palette, each finds its model, and what can be undone is.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { labelOfAction } from "../../src/apps/action-texts.ts";
import { type ActionName, actions } from "../../src/apps/actions.ts";
import type { GuideState, Outcome } from "../../src/apps/app.ts";
import { workOf } from "../../src/apps/models/work.ts";
import { OrielError } from "../../src/base/errors.ts";
import { actionCommands } from "../../src/shell/action-commands.ts";
import { Actions, listedAsAction } from "../../src/shell/actions.ts";
import type { Appearance } from "../../src/shell/appearance.ts";
import { KeptConsents } from "../../src/shell/consent.ts";
import { matching } from "../../src/shell/find-model.ts";
import { WindowManager } from "../../src/shell/windows.ts";
import { locales, setLocale } from "../../src/ui/i18n.ts";
import { FakeOriel } from "../apps/fake-oriel.ts";

const names = Object.keys(actions) as ActionName[];
const plain: Appearance = { theme: "system", density: "comfortable", locale: "en", shortcuts: true };

/** A desktop that writes down what is done to it. */
function scene(...refs: string[]) {
  const fake = new FakeOriel({ models: refs.map((ref) => ({ ref, bytes: 2_000_000, frees: 1_500_000 })), step: 0 });
  const manager = new WindowManager({ get: () => null, set: () => {} });
  const surface = {
    oriel: fake.oriel,
    manager,
    appearance: { ...plain },
    guide: (): GuideState => ({ name: "absent" }),
    setAppearance: (change: Partial<Appearance>) => Object.assign(surface.appearance, change),
    open: vi.fn((app: "chat" | "models") => manager.open(app)),
    close: vi.fn((app: "chat" | "models") => manager.close(app)),
    showShortcuts: vi.fn(),
    runIn: vi.fn(async () => {}),
    report: vi.fn(),
    choose: vi.fn(async (_label: string, _items: { id: string }[]): Promise<string | undefined> => undefined),
    confirm: vi.fn(async (_question: { heading: string; body: string; action: string }) => true),
  };
  const perform = (name: string, given: unknown = {}) => new Actions(surface).perform(name, given);
  const stored = async () => (await fake.oriel.models.list()).map(({ ref }) => ref);
  const loaded = () => fake.oriel.ps().map(({ ref }) => ref);
  return { ...surface, surface, perform, stored, loaded };
}

const undo = (outcome: Outcome) => {
  if (outcome.outcome !== "done" || !outcome.undo) throw new Error("Expected an outcome that can be undone");
  outcome.undo();
};

beforeEach(() => setLocale("en"));
afterEach(() => setLocale("en"));

test("an action changes the desktop, and is undone", async () => {
  const { perform, surface } = scene();
  const outcome = await perform("set_theme", { theme: "dark" });
  expect(surface.appearance.theme).toBe("dark");
  undo(outcome);
  expect(surface.appearance.theme).toBe("system");
});

describe("every action of the table", () => {
  test.each(names)("%s has an executor that carries it out", async (name) => {
    const { perform, surface } = scene("one:latest", "two:latest");
    await surface.oriel.models.load("two:latest");
    surface.choose.mockImplementation(async (_, items) => items[0]!.id);
    const [parameter] = Object.entries(actions[name].parameters);
    const values = parameter && "values" in parameter[1] ? parameter[1].values : undefined;
    expect(await perform(name, values ? { [parameter![0]]: values[0] } : {})).toMatchObject({ outcome: "done" });
  });

  test.each(locales)("has its entries in the palette (%s)", (locale) => {
    setLocale(locale);
    const models = [{ ref: "one:latest" }, { ref: "two:latest" }];
    const done: string[] = [];
    const commands = actionCommands(
      { models, loaded: ["two:latest"], open: ["chat", "models"], appearance: plain },
      (name, given) => done.push([name, ...Object.values(given)].join(".")),
    );
    const modelsOf: Partial<Record<ActionName, string[]>> = {
      load_model: ["one:latest"],
      unload_model: ["two:latest"],
      remove_model: ["one:latest", "two:latest"],
    };
    const expected = names.flatMap((name) => {
      const [parameter] = Object.values(actions[name].parameters) as { values?: readonly string[] }[];
      const values = parameter?.values ?? modelsOf[name];
      return values ? values.map((value) => `${name}.${value}`) : [name];
    });
    expect(commands.map(({ id }) => id)).toEqual(expected);
    for (const command of commands) command.run();
    expect(done).toEqual(expected);
    expect(commands.every(({ label, group }) => label.trim() !== "" && group.trim() !== "")).toBe(true);
    expect(commands[0]!.label).toBe(labelOfAction("open_app", { app: "chat" }));
  });

  test("what is wrong with a call is said, and nothing is done", async () => {
    const { perform, surface, stored } = scene("one:latest");
    for (const [name, given] of [
      ["remove_model", { model: 7 }],
      ["remove_model", { model: "one", force: "yes" }],
      ["toString", {}],
      ["set_theme", { theme: "constructor" }],
      ["set_theme", undefined],
    ] as const)
      await expect(perform(name, given)).rejects.toMatchObject({ name: "OrielError", code: "bad-request" });
    expect(surface.appearance).toEqual(plain);
    expect(surface.confirm).not.toHaveBeenCalled();
    expect(await stored()).toEqual(["one:latest"]);
  });
});

test("the palette has an app's command only once", () => {
  expect(["models.import", "chat.new"].every(listedAsAction)).toBe(true);
  expect(["models.chat.a:b", "models.cancel.0", "chat.open.1", "chat.delete"].some(listedAsAction)).toBe(false);
});

describe("windows", () => {
  test("that were closed are closed again, those that were open come back where they were", async () => {
    const { perform, manager } = scene();
    undo(await perform("open_app", { app: "models" }));
    expect(manager.find("models")).toBeUndefined();
    await perform("open_app", { app: "chat" });
    manager.snap("chat", "left");
    const outcome = await perform("close_app", { app: "chat" });
    expect(manager.find("chat")).toBeUndefined();
    undo(outcome);
    expect(manager.find("chat")!.zone).toBe("left");
  });

  test("that are in front already leave nothing to undo, nor do closed ones", async () => {
    const { perform } = scene();
    await perform("open_app", { app: "chat" });
    expect(await perform("open_app", { app: "chat" })).not.toHaveProperty("undo");
    expect(await perform("close_app", { app: "models" })).not.toHaveProperty("undo");
  });
});

describe("a model", () => {
  test("is found by its reference, its name, any case, or a beginning that only it has", () => {
    const refs = ["story:latest", "story:q4", "Llama:8b", "owner/tiny:q8", "Tin:latest"];
    expect(matching("story:q4", refs)).toEqual(["story:q4"]);
    expect(matching("STORY", refs)).toEqual(["story:latest"]);
    expect(matching("llama", refs)).toEqual(["Llama:8b"]);
    expect(matching(" owner/t ", refs)).toEqual(["owner/tiny:q8"]);
    expect(matching("tin", refs)).toEqual(["Tin:latest"]);
    expect(matching("s", refs)).toEqual(["story:latest", "story:q4"]);
    expect(matching("ory", refs)).toEqual([]);
    expect(matching("story", ["story:q4", "story:q8", "storyteller:latest"])).toEqual(["story:q4", "story:q8"]);
  });

  test("that is meant by itself is the only one there is", async () => {
    const { perform, surface, loaded } = scene("one:latest", "two:latest");
    await perform("load_model", { model: "one" });
    expect(await perform("load_model")).toMatchObject({ given: { model: "two:latest" } });
    expect(loaded()).toEqual(["one:latest", "two:latest"]);
    await perform("unload_model", { model: "ONE" });
    expect(await perform("unload_model")).toMatchObject({ given: { model: "two:latest" } });
    expect(loaded()).toEqual([]);
    expect(surface.choose).not.toHaveBeenCalled();
  });

  test("among several is chosen by the person, who may also choose none", async () => {
    const { perform, surface, loaded } = scene("one:latest", "two:latest");
    expect(await perform("load_model")).toEqual({ outcome: "refused" });
    surface.choose.mockImplementation(async () => "two:latest");
    expect(await perform("load_model")).toMatchObject({ given: { model: "two:latest" } });
    expect(surface.choose.mock.calls[0]![1].map(({ id }) => id)).toEqual(["one:latest", "two:latest"]);
    expect(loaded()).toEqual(["two:latest"]);
  });

  test("that is not there is an error that says what is", async () => {
    const { perform } = scene("one:latest");
    await expect(perform("load_model", { model: "two" })).rejects.toThrow('named "two" but found only one:latest');
    await expect(perform("unload_model")).rejects.toMatchObject({ code: "not-found" });
    await perform("load_model");
    await expect(perform("load_model")).rejects.toThrow("found all loaded: one:latest");
    await expect(scene().perform("remove_model")).rejects.toThrow("Expected a model that is installed but found none");
  });

  test("is removed only after the person has seen what that frees", async () => {
    const { perform, surface, stored } = scene("one:latest");
    surface.confirm.mockImplementationOnce(async () => false);
    expect(await perform("remove_model")).toEqual({ outcome: "refused" });
    expect(await stored()).toEqual(["one:latest"]);
    expect(surface.confirm.mock.calls[0]![0]).toMatchObject({ heading: "Delete one:latest?", body: /1\.5 MB/ });
    await perform("remove_model");
    expect(await stored()).toEqual([]);
  });

  test("that is loaded is unloaded first, which the person is told before", async () => {
    const { perform, surface, stored, loaded } = scene("one:latest");
    await perform("load_model");
    await perform("remove_model");
    const { body, action } = surface.confirm.mock.calls[0]![0];
    expect([body, action]).toEqual([expect.stringMatching(/^It is loaded: .+ 1\.5 MB/), "Unload and delete"]);
    expect([await stored(), loaded()]).toEqual([[], []]);
  });

  test("that is Guide is known by its digest, and its question says that it can come back", async () => {
    const { surface, perform } = scene("guide:latest");
    const [guide] = await surface.oriel.models.list();
    surface.confirm.mockImplementation(async () => false);
    await perform("remove_model");
    surface.guide = () => ({ name: "ready", digest: guide!.digest });
    await perform("remove_model");
    const bodies = surface.confirm.mock.calls.map(([{ body }]) => body.includes("Guide does not come back by itself"));
    expect(bodies).toEqual([false, true]);
  });

  test("that is being loaded is shown so by the Models app, and cancelling there is told here", async () => {
    const { surface, loaded } = scene("one:latest");
    const jobs: unknown[] = [];
    const onProgress = () => {
      const job = workOf(surface).loads.get("one:latest")!;
      jobs.push(job.progress?.stage);
      job.cancel();
    };
    const load = new Actions(surface).perform("load_model", {}, { onProgress });
    await expect(load).rejects.toMatchObject({ code: "aborted" });
    expect([jobs[0], loaded()]).toEqual(["load", []]);
  });

  test("that cannot be loaded fails with what is wrong", async () => {
    const { surface, perform } = scene("one:latest");
    surface.oriel.models.load = async () => {
      throw new OrielError("out-of-memory", "Expected 2 MB but found 1 MB", { needed: 2 });
    };
    await expect(perform("load_model")).rejects.toMatchObject({ code: "out-of-memory", data: { needed: 2 } });
  });

  test("that is being loaded is not loaded once the person has cancelled", async () => {
    const { surface, loaded } = scene("one:latest");
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    const load = new Actions(surface).perform("load_model", {}, { signal: stop.signal, onProgress });
    await expect(load).rejects.toMatchObject({ code: "aborted" });
    expect(loaded()).toEqual([]);
    expect(surface.report).toHaveBeenLastCalledWith(expect.anything(), null);
  });

  test("is listed with its size and whether it is loaded", async () => {
    const { perform } = scene("one:latest", "two:latest");
    await perform("load_model", { model: "one" });
    expect(await perform("list_models")).toMatchObject({
      models: [
        { ref: "one:latest", bytes: 2_000_000, loaded: true },
        { ref: "two:latest", bytes: 2_000_000, loaded: false },
      ],
    });
  });
});

describe("a permission", () => {
  const memory = (kept: string | null = null) => {
    const place = { kept };
    return { get: () => place.kept, set: (value: string) => Object.assign(place, { kept: value }) };
  };

  test("is for one action of one version of one model, until all are taken back", () => {
    const keeper = memory();
    const consents = new KeptConsents(keeper);
    consents.give("sha256:1", "set_theme");
    expect(new KeptConsents(keeper).has("sha256:1", "set_theme")).toBe(true);
    expect(consents.has("sha256:2", "set_theme")).toBe(false);
    expect(consents.has("sha256:1", "open_app")).toBe(false);
    consents.clear();
    expect(consents.has("sha256:1", "set_theme")).toBe(false);
  });

  test.each(["{", "null", "7", '{"sha256:1":["set_theme"]}', "[null, 7, {}, []]"])("is not what %s says", (kept) => {
    expect(new KeptConsents(memory(kept)).has("sha256:1", "set_theme")).toBe(false);
  });

  test("holds until the page is closed where nothing can be kept", () => {
    const consents = new KeptConsents({ get: () => null, set: () => {} });
    consents.give("sha256:1", "set_theme");
    expect(consents.has("sha256:1", "set_theme")).toBe(true);
  });
});
