// What becomes of the actions that an answer asks for, from the stream to the store, without a screen: nothing is done that nobody allowed, and nothing twice.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ActionName, actions } from "../../src/apps/actions.ts";
import type { AppHost, Outcome, PerformOptions } from "../../src/apps/app.ts";
import type { CallAnswer } from "../../src/apps/chat/chat-calls.ts";
import { ChatController } from "../../src/apps/chat/chat-controller.ts";
import { branch, type ChatDocument } from "../../src/apps/chat/chat-document.ts";
import type { Digest } from "../../src/base/manifest.ts";
import { entry, FakeOriel, MemoryDocuments, type Piece, type Script } from "./fake-oriel.ts";

vi.mock("../../src/ui/announce.ts", () => ({ announce: () => {} }));

const digest: Digest = `sha256:${"1".repeat(64)}`;
const model = { ref: "guide:latest", name: "Guide", digest, builtInTools: Object.keys(actions) };
const dark: Piece = { call: "set_theme", given: '{"theme":"dark"}' };
const light: Piece = { call: "set_theme", given: '{"theme":"light"}' };
const load: Piece = { call: "load_model", given: '{"model":"story"}' };
const list: Piece = { call: "list_models", given: "{}" };

/** A chat app without its screen. An action is done once the test lets it. */
class Scene {
  readonly fake: FakeOriel;
  readonly performed: string[] = [];
  readonly given: string[] = [];
  guide: { name: "ready"; digest?: Digest } = { name: "ready" };
  /** Lets each action end that is being carried out. */
  let: (() => void)[] = [];
  /** Actions wait for {@link let}. */
  holds = false;
  control: ChatController;

  constructor(
    script: Script,
    readonly documents = new MemoryDocuments(),
  ) {
    this.fake = new FakeOriel({ models: [model], step: 0, pace: 0, ...script });
    this.control = new ChatController(this.host());
  }

  host(): AppHost {
    return {
      oriel: this.fake.oriel,
      documents: this.documents,
      consents: {
        has: (model: Digest, action: ActionName) => this.given.includes(`${model} ${action}`),
        give: (model: Digest, action: ActionName) => this.given.push(`${model} ${action}`),
      },
      perform: async (name: string, given: unknown, _options?: PerformOptions): Promise<Outcome> => {
        this.performed.push(`${name} ${JSON.stringify(given)}`);
        if (this.holds) await new Promise<void>((resolve) => this.let.push(resolve));
        return { outcome: "done", given: given as Record<string, string>, undo: () => {} };
      },
      guide: () => this.guide,
      onGuide: () => () => {},
      report: () => {},
    } as unknown as AppHost;
  }

  /** Opens the page again, with what is stored. */
  static async reload(documents: MemoryDocuments): Promise<Scene> {
    const kept = new MemoryDocuments();
    for (const [key, value] of documents.all) kept.all.set(key, structuredClone(value));
    return Scene.open({}, kept);
  }

  static async open(script: Script, documents?: MemoryDocuments): Promise<Scene> {
    const scene = new Scene(script, documents);
    await scene.control.open();
    return scene;
  }

  get views() {
    return branch(this.control.chat).flatMap((node) => this.control.calls(node));
  }

  get states() {
    return this.views.map(({ call }) => call.state);
  }

  answer(index: number, answer: CallAnswer): void {
    this.control.answerCall(this.views[index]!.call, answer);
  }
}

/** A scene whose first answer asks for these actions, all of it come. */
async function asked(pieces: Piece[], script: Script = {}, before: (scene: Scene) => void = () => {}): Promise<Scene> {
  const scene = await Scene.open({ answers: [pieces, ["All right."]], ...script });
  before(scene);
  scene.control.send("Go, load story");
  await vi.waitFor(() => expect(branch(scene.control.chat).at(-1)!.end).toBeDefined());
  await vi.waitFor(() => expect(scene.control.session).toBeUndefined());
  return scene;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(() => vi.stubGlobal("window", new EventTarget()));
afterEach(() => vi.unstubAllGlobals());

test("what an answer asks for is done once it is allowed", async () => {
  const scene = await asked([dark]);
  expect(scene.states).toEqual(["waiting"]);
  expect(scene.performed).toEqual([]);
  scene.answer(0, "allow");
  await vi.waitFor(() => expect(scene.states).toEqual(["done"]));
  expect(scene.performed).toEqual(['set_theme {"theme":"dark"}']);
});

describe("two calls in one answer", () => {
  /** The first is carried out, by a permission, until the test lets it end. */
  const busy = async (second: Piece, script?: Script) => {
    const scene = await asked([dark, second], script, (scene) => {
      scene.holds = true;
      scene.given.push(`${digest} set_theme`);
    });
    await vi.waitFor(() => expect(scene.let).toHaveLength(1));
    return scene;
  };
  const end = async (scene: Scene) => {
    while (scene.let.length > 0) {
      for (const go of scene.let.splice(0)) go();
      await settled();
    }
  };

  test("the second is settled before the first is carried out, and a tool that the model lacks cannot be allowed", async () => {
    const tools = ["set_theme"];
    const scene = await busy(load, { models: [{ ...model, builtInTools: tools }] });
    expect(scene.states).toEqual(["started", "failed"]);
    expect(scene.views[1]!.call.failure).toMatchObject({ code: "denied" });
    scene.answer(1, "allow");
    await end(scene);
    expect(scene.performed).toEqual(['set_theme {"theme":"dark"}']);
  });

  test("the second is not done by a permission after the person has refused it", async () => {
    const scene = await busy(light);
    expect(scene.states).toEqual(["started", "waiting"]);
    scene.answer(1, "refuse");
    await end(scene);
    expect(scene.states).toEqual(["done", "refused"]);
    expect(scene.performed).toHaveLength(1);
  });

  test("the second is done once where the person allows it meanwhile, and again", async () => {
    const scene = await busy(light);
    scene.answer(1, "allow");
    scene.answer(1, "allow");
    await end(scene);
    expect(scene.states).toEqual(["done", "done"]);
    expect(scene.performed).toHaveLength(2);
  });

  test("the second may be allowed for good meanwhile", async () => {
    const scene = await busy(load);
    scene.answer(1, "always");
    expect(scene.given).toEqual([`${digest} set_theme`, `${digest} load_model`]);
    await end(scene);
  });
});

describe("a page that goes away", () => {
  const stored = (documents: MemoryDocuments) => [...documents.all.values()][0] as unknown as ChatDocument;

  test("amid an answer leaves nothing to be allowed", async () => {
    const scene = await Scene.open({ answers: [[dark, ...Array.from({ length: 40 }, () => "word ")]], pace: 25 });
    scene.control.send("Go");
    await vi.waitFor(() => expect(scene.views).toHaveLength(1));
    window.dispatchEvent(new Event("pagehide"));
    await vi.waitFor(() => expect(stored(scene.documents).nodes.at(-1)!.calls).toHaveLength(1));
    const later = await Scene.reload(scene.documents);
    scene.control.stop();
    expect(later.states).toEqual(["refused"]);
    later.answer(0, "allow");
    await settled();
    expect(later.performed).toEqual([]);
  });

  test("amid an action does not have it offered again, nor told as refused", async () => {
    const scene = await asked([dark], {}, (scene) => {
      scene.holds = true;
    });
    scene.answer(0, "allow");
    await vi.waitFor(() => expect(scene.performed).toHaveLength(1));
    const later = await Scene.reload(scene.documents);
    expect(later.states).toEqual(["started"]);
    expect(later.views[0]!.running).toBeUndefined();
    later.answer(0, "allow");
    later.control.send("Thanks");
    await settled();
    expect(later.states[0]).toBe("started");
    expect(later.performed).toEqual([]);
    expect(later.fake.requests[0]).toMatchObject({ messages: [{}, {}, { content: '{"outcome": "done"}' }, {}] });
    scene.let[0]!();
  });

  test("while an action waits for the person has it wait still", async () => {
    const scene = await asked([dark]);
    await vi.waitFor(() => expect(JSON.stringify(stored(scene.documents))).toContain('"waiting"'));
    const later = await Scene.reload(scene.documents);
    later.answer(0, "allow");
    await vi.waitFor(() => expect(later.states).toEqual(["done"]));
  });
});

test("an action that another tab has carried out is not carried out again", async () => {
  const scene = await asked([dark]);
  await vi.waitFor(() => expect(JSON.stringify([...scene.documents.all])).toContain('"waiting"'));
  const other = await Scene.open({}, scene.documents);
  scene.answer(0, "allow");
  await vi.waitFor(() => expect(JSON.stringify([...scene.documents.all])).toContain('"done"'));
  expect(other.states).toEqual(["waiting"]);
  other.answer(0, "allow");
  await vi.waitFor(() => expect(other.states).toEqual(["done"]));
  expect(other.performed).toEqual([]);
});

test("of more than eight calls in one answer the rest is refused", async () => {
  const scene = await asked(Array.from({ length: 11 }, () => list));
  await vi.waitFor(() => expect(scene.states.filter((state) => state === "done")).toHaveLength(8));
  expect(scene.states.slice(8)).toEqual(["refused", "refused", "refused"]);
  expect(scene.performed).toHaveLength(8);
});

test("a permission is given to the version that asked, though its name has moved on", async () => {
  const scene = await Scene.open({ answers: [["Word ", dark]], pace: 20 });
  const newer = entry({ ...model, digest: `sha256:${"2".repeat(64)}` });
  scene.control.send("Go");
  await vi.waitFor(() => expect(branch(scene.control.chat).at(-1)!.content).toBe("Word "));
  scene.control.models = [newer];
  await vi.waitFor(() => expect(scene.states).toEqual(["waiting"]));
  scene.answer(0, "always");
  expect(scene.given).toEqual([`${digest} set_theme`]);
});

describe("a card names who asks", () => {
  test("by the name that it is stored under, whatever its file calls itself", async () => {
    const scene = await asked([dark], { models: [{ ...model, ref: "story:latest" }] });
    expect(scene.views[0]!.who).toBe("story:latest");
  });

  test("as Guide where it is Guide", async () => {
    const scene = await asked([dark]);
    expect(scene.views[0]!.who).toBe("guide:latest");
    scene.guide = { name: "ready", digest };
    expect(scene.views[0]!.who).toBe("Guide");
  });
});

test("a permission for good says all that it is for", async () => {
  const scene = await asked([load, { call: "remove_model", given: "{}" }]);
  expect(scene.views.map(({ scope }) => scope)).toEqual(["load any model", undefined]);
});

test("only Guide has no system prompt; another model with tools is sent it", async () => {
  const scene = await Scene.open({});
  scene.control.set({ system: "Be brief." });
  expect(scene.control.isGuide).toBe(false);
  scene.control.send("Hello");
  await vi.waitFor(() => expect(scene.fake.requests).toHaveLength(1));
  await vi.waitFor(() => expect(scene.control.session).toBeUndefined());
  scene.guide = { name: "ready", digest };
  expect(scene.control.isGuide).toBe(true);
  scene.control.send("Hello");
  await vi.waitFor(() => expect(scene.fake.requests).toHaveLength(2));
  const first = scene.fake.requests.map((request) => "messages" in request && request.messages[0]!.role);
  expect(first).toEqual(["system", "user"]);
});

test("where the chat sets nothing, what the model's file asks for is known", async () => {
  const scene = await Scene.open({ metadata: { "general.sampling.temp": 0 } });
  expect(scene.control.usual).toEqual({});
  await vi.waitFor(() => expect(scene.control.usual).toEqual({ temperature: 0 }));
});

test("every action but those of the chat itself asks", () => {
  const names = Object.keys(actions) as ActionName[];
  expect(names.filter((name) => actions[name].consent === "never")).toEqual(["list_models"]);
});
