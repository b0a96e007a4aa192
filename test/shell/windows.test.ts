// The window manager, without a page.
import { beforeEach, describe, expect, test } from "vitest";
import { WindowManager } from "../../src/shell/windows.ts";

const desk = { width: 1200, height: 700 };
let kept: string | null;
const keeper = {
  get: () => kept,
  set: (value: string) => {
    kept = value;
  },
};
let manager: WindowManager;

beforeEach(() => {
  kept = null;
  manager = new WindowManager(keeper);
  manager.setDesk(desk, false);
});

test("the window opened last is in front", () => {
  manager.open("models");
  manager.open("chat");
  expect(manager.active).toBe("chat");
  manager.focus("models");
  expect(manager.active).toBe("models");
  manager.close("models");
  expect(manager.active).toBe("chat");
});

test("opening an open window brings it back from minimised, once", () => {
  manager.open("chat");
  manager.minimise("chat");
  expect(manager.active).toBeUndefined();
  manager.open("chat");
  expect(manager.active).toBe("chat");
  expect(manager.windows).toHaveLength(1);
});

test("windows cycle in the order they were opened", () => {
  manager.arrange("chat", "models");
  expect(manager.active).toBe("chat");
  manager.cycle(1);
  expect(manager.active).toBe("models");
  manager.cycle(1);
  expect(manager.active).toBe("chat");
  manager.cycle(-1);
  expect(manager.active).toBe("models");
});

test("a maximised window hides those behind it, and gives its place back", () => {
  manager.arrange("chat", "models");
  const place = manager.rectOf(manager.find("chat")!);
  manager.toggleMaximised("chat");
  expect(manager.rectOf(manager.find("chat")!)).toEqual({ x: 8, y: 8, width: 1184, height: 684 });
  expect(manager.hidden(manager.find("models")!)).toBe(true);
  manager.toggleMaximised("chat");
  expect(manager.rectOf(manager.find("chat")!)).toEqual(place);
  expect(manager.hidden(manager.find("models")!)).toBe(false);
});

describe("dragging", () => {
  beforeEach(() => manager.arrange("chat", "models"));

  test("to an edge previews its zone and snaps there", () => {
    manager.beginGesture("chat", undefined, 200);
    manager.gesture("chat", undefined, -195, 100, 5, 300);
    expect(manager.preview).toBe("left");
    manager.endGesture("chat", false);
    expect(manager.find("chat")!.zone).toBe("left");
    expect(manager.preview).toBeNull();
  });

  test("cancelled puts the window back", () => {
    const place = { ...manager.find("chat")!.rect };
    manager.beginGesture("chat", undefined, 200);
    manager.gesture("chat", undefined, 300, 100, 500, 300);
    manager.endGesture("chat", true);
    expect(manager.rectOf(manager.find("chat")!)).toEqual(place);
  });

  test("cancelled out of a zone puts the window back into it, with its own size kept", () => {
    const { rect } = manager.find("chat")!;
    manager.snap("chat", "left");
    manager.beginGesture("chat", undefined, 200);
    manager.gesture("chat", undefined, 300, 100, 500, 300);
    manager.endGesture("chat", true);
    expect(manager.find("chat")).toMatchObject({ zone: "left", rect });
  });

  test("out of a zone takes the window's own size and keeps it under the pointer", () => {
    const { width } = manager.find("chat")!.rect;
    manager.snap("chat", "full");
    manager.beginGesture("chat", undefined, 1100);
    const rect = manager.rectOf(manager.find("chat")!);
    expect(rect.width).toBe(width);
    expect(rect.x).toBeLessThan(1100);
    expect(rect.x + rect.width).toBeGreaterThan(1100);
  });
});

test("arrow keys move by 16 pixels and resize from the lower right corner", () => {
  manager.arrange("chat", "models");
  const before = manager.rectOf(manager.find("chat")!);
  manager.nudge("chat", 1, 0, false);
  manager.nudge("chat", 0, -1, true);
  expect(manager.rectOf(manager.find("chat")!)).toEqual({ ...before, x: before.x + 16, height: before.height - 16 });
});

test("the layout comes back at the next visit, fitted to a smaller desktop", () => {
  manager.arrange("chat", "models");
  manager.snap("models", "right");
  const next = new WindowManager(keeper);
  next.setDesk({ width: 800, height: 500 }, false);
  expect(next.windows.map(({ app }) => app)).toEqual(["chat", "models"]);
  expect(next.find("models")!.zone).toBe("right");
  expect(next.rectOf(next.find("chat")!).height).toBe(500);
  next.setDesk(desk, false);
  expect(next.rectOf(next.find("chat")!)).toEqual(manager.rectOf(manager.find("chat")!));
});

test("a kept layout that cannot be read, or names unknown apps, is left out", () => {
  for (const value of [
    "{",
    "null",
    '[{"app":"gone","rect":{"x":0,"y":0,"width":1,"height":1},"z":1}]',
    '[{"app":"chat"}]',
  ]) {
    kept = value;
    expect(new WindowManager(keeper).windows).toEqual([]);
  }
});

test("in the compact layout only the window in front is shown, and it fills the desktop", () => {
  manager.arrange("chat", "models");
  manager.setDesk({ width: 390, height: 700 }, true);
  expect(manager.rectOf(manager.find("chat")!)).toEqual({ x: 0, y: 0, width: 390, height: 700 });
  expect(manager.hidden(manager.find("chat")!)).toBe(false);
  expect(manager.hidden(manager.find("models")!)).toBe(true);
});
