// A conversation as a tree: nothing said is lost by editing or regenerating.
import { describe, expect, test } from "vitest";
import {
  addNode,
  asChat,
  branch,
  type ChatNode,
  type NodeCall,
  newChat,
  nodeOf,
  removeNode,
  showVersion,
  titleOf,
  toMarkdown,
  toMessages,
  toText,
  versions,
} from "../../src/apps/chat/chat-document.ts";
import { parameters, readParameter, readStops, writeStops } from "../../src/apps/chat/sampling.ts";

const names = {
  ...{ user: "You", assistant: "Model", system: "System" },
  ...{ waiting: "not decided", done: "done", refused: "not allowed", failed: "failed" },
  ...{ started: "begun", undone: "undone" },
};

function conversation() {
  const chat = newChat("c", 0, "story:latest");
  const add = (id: string, parent: string | null, role: ChatNode["role"], content = id) =>
    addNode(chat, { id, parent, role, content, createdAt: 1 });
  return { chat, add };
}

const ids = (nodes: ChatNode[]) => nodes.map(({ id }) => id);

test("a conversation is what leads to its last message", () => {
  const { chat, add } = conversation();
  add("q1", null, "user", "Hello there");
  add("a1", "q1", "assistant");
  expect(ids(branch(chat))).toEqual(["q1", "a1"]);
  expect(chat.title).toBe("Hello there");
});

describe("versions", () => {
  test("an edited message and a new answer keep the old ones reachable", () => {
    const { chat, add } = conversation();
    add("q1", null, "user");
    add("a1", "q1", "assistant");
    add("q2", "a1", "user");
    add("a2", "q2", "assistant");
    add("q1b", null, "user");
    add("a1b", "q1b", "assistant");
    add("a1c", "q1b", "assistant");
    expect(ids(branch(chat))).toEqual(["q1b", "a1c"]);
    expect(ids(versions(chat, nodeOf(chat, "a1c")!))).toEqual(["a1b", "a1c"]);
    showVersion(chat, "q1");
    expect(ids(branch(chat))).toEqual(["q1", "a1", "q2", "a2"]);
    expect(chat.nodes).toHaveLength(7);
  });

  test("removing a message removes what follows it, and shows another version of it", () => {
    const { chat, add } = conversation();
    add("q1", null, "user");
    add("a1", "q1", "assistant");
    add("a1b", "q1", "assistant");
    add("q2", "a1b", "user");
    removeNode(chat, "a1b");
    expect(ids(branch(chat))).toEqual(["q1", "a1"]);
    expect(chat.nodes).toHaveLength(2);
    removeNode(chat, "q1");
    expect(chat.nodes).toEqual([]);
    expect(chat.leaf).toBeNull();
  });
});

test("the system prompt comes first, and a plain text is the contents one after another", () => {
  const { chat, add } = conversation();
  add("q1", null, "user", "Once upon");
  add("a1", "q1", "assistant", " a time");
  chat.system = "Be brief.";
  expect(toMessages(chat, "q1")).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: "Once upon" },
  ]);
  expect(toText(chat, "a1")).toBe("Once upon a time");
});

test("exports the branch that is shown as Markdown", () => {
  const { chat, add } = conversation();
  add("q1", null, "user", "Why?");
  Object.assign(add("a1", "q1", "assistant", "Because."), { model: "story:latest" });
  expect(toMarkdown(chat, names)).toBe("# Why?\n\n## You\n\nWhy?\n\n## Model (story:latest)\n\nBecause.\n");
});

describe("tool calls", () => {
  const call = (state: NodeCall["state"], id = "c1"): NodeCall => {
    return { id, name: "set_theme", arguments: '{"theme":"dark"}', state };
  };
  const builtIn = { calls: true, system: true };
  const asked = (...calls: NodeCall[]) => {
    const { chat, add } = conversation();
    add("q1", null, "user", "Dark, please");
    Object.assign(add("a1", "q1", "assistant", ""), { calls });
    add("q2", "a1", "user", "Thanks");
    chat.system = "Be brief.";
    return chat;
  };

  test("go to Guide as it was trained: the call, then how it ended, and no system prompt", () => {
    const wanted = { type: "function", function: { name: "set_theme", arguments: '{"theme":"dark"}' } };
    expect(toMessages(asked(call("done"), call("failed", "c2")), "q2", { calls: true, system: false })).toEqual([
      { role: "user", content: "Dark, please" },
      {
        role: "assistant",
        content: null,
        tool_calls: [
          { id: "c1", ...wanted },
          { id: "c2", ...wanted },
        ],
      },
      { role: "tool", tool_call_id: "c1", content: '{"outcome": "done"}' },
      { role: "tool", tool_call_id: "c2", content: '{"outcome": "failed"}' },
      { role: "user", content: "Thanks" },
    ]);
  });

  test("go to another model with built-in tools with the system prompt, which its template takes or refuses", () => {
    const messages = toMessages(asked(call("done")), "q2", builtIn);
    expect(messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "tool", "user"]);
  });

  test.each([
    ["waits when the person goes on", call("waiting"), "refused"],
    ["was undone", { ...call("done"), undone: true }, "refused"],
    ["is being carried out", call("started"), "done"],
  ])("one that %s", (_, asks, outcome) => {
    expect(toMessages(asked(asks), "q2", builtIn)[3]!.content).toBe(`{"outcome": "${outcome}"}`);
  });

  test("go to another model as text", () => {
    expect(toMessages(asked(call("done")), "q2")).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Dark, please" },
      { role: "assistant", content: 'set_theme {"theme":"dark"}: done' },
      { role: "user", content: "Thanks" },
    ]);
  });

  test("are exported with how they ended", () => {
    const undone = { ...call("done"), undone: true };
    expect(toMarkdown(asked(undone), names)).toContain('`set_theme {"theme":"dark"}`: undone');
    expect(toMessages(asked(undone), "q2")[2]!.content).toBe('set_theme {"theme":"dark"}: undone');
    expect(toMarkdown(asked(call("refused")), names)).toContain(
      '## Model\n\n- `set_theme {"theme":"dark"}`: not allowed\n\n## You',
    );
  });
});

test("a title is the first line, cut between characters", () => {
  expect(titleOf("  one\ntwo")).toBe("one");
  expect(titleOf("🪟".repeat(80))).toBe(`${"🪟".repeat(59)}…`);
});

test("a stored value that is no chat of this version is none", () => {
  for (const value of [null, 1, "x", {}, { schema: 2, id: "c", nodes: [] }, { schema: 1, id: "c" }])
    expect(asChat(value)).toBeUndefined();
  expect(asChat(newChat("c", 0, null))?.id).toBe("c");
});

describe("sampling parameters", () => {
  const parameter = (key: string) => parameters.find((known) => known.key === key)!;

  test("are numbers in their range, or nothing", () => {
    expect(readParameter(parameter("temperature"), "0.7")).toBe(0.7);
    expect(readParameter(parameter("temperature"), " ")).toBeUndefined();
    expect(readParameter(parameter("temperature"), "2.1")).toBeNull();
    expect(readParameter(parameter("temperature"), "warm")).toBeNull();
    expect(readParameter(parameter("top_p"), "0")).toBeNull();
    expect(readParameter(parameter("top_k"), "1.5")).toBeNull();
    expect(readParameter(parameter("seed"), "4294967295")).toBe(4294967295);
    expect(readParameter(parameter("seed"), "4294967296")).toBeNull();
  });

  test("stop strings are lines, with escapes for what a line cannot hold", () => {
    expect(readStops("###\n\\n\\n\n")).toEqual(["###", "\n\n"]);
    expect(readStops("\n")).toBeUndefined();
    expect(writeStops(["###", "\n\n"])).toBe("###\n\\n\\n");
  });
});
