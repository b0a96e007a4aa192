// Shortcuts as text, and links into the desktop.
import { expect, test } from "vitest";
import { readLink, writeLink } from "../../src/shell/link.ts";
import { describe as describeKeys, matches } from "../../src/shell/shortcuts.ts";

const key = (key: string, held: Partial<KeyboardEvent> = {}) =>
  ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held }) as KeyboardEvent;

test("a shortcut matches exactly its keys", () => {
  expect(matches(key("k", { ctrlKey: true }), "Mod+K", false)).toBe(true);
  expect(matches(key("k", { metaKey: true }), "Mod+K", false)).toBe(false);
  expect(matches(key("k", { metaKey: true }), "Mod+K", true)).toBe(true);
  expect(matches(key("K", { ctrlKey: true, shiftKey: true }), "Mod+K", false)).toBe(false);
  expect(matches(key("ArrowLeft", { ctrlKey: true, altKey: true }), "Ctrl+Alt+ArrowLeft", true)).toBe(true);
});

test("a digit is the key with that digit, whatever character it gives", () => {
  expect(matches(key("¡", { altKey: true, code: "Digit1" }), "Alt+1", true)).toBe(true);
  expect(matches(key("&", { altKey: true, code: "Digit1" }), "Alt+1", false)).toBe(true);
  expect(matches(key("2", { altKey: true, code: "Digit2" }), "Alt+1", false)).toBe(false);
});

test("a shortcut is written as the machine's keys say it", () => {
  expect(describeKeys("Mod+Shift+O", false)).toBe("Ctrl+Shift+O");
  expect(describeKeys("Mod+Shift+O", true)).toBe("⌘⇧O");
  expect(describeKeys("Ctrl+Alt+ArrowUp", false)).toBe("Ctrl+Alt+↑");
});

test("a link names an app and what to show in it", () => {
  const link = writeLink("models", { ref: "story:latest" }, "https://oriel.example/?old=1");
  expect(link).toBe("https://oriel.example/?app=models&ref=story%3Alatest");
  expect(readLink(new URL(link).search)).toEqual({ app: "models", params: { ref: "story:latest" } });
});

test("a link to an unknown app opens none", () => {
  expect(readLink("?app=__proto__&ref=x").app).toBeUndefined();
});
