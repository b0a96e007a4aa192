// References to models: what is a name, what is refused, and what a file's name becomes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameOfFile, parseReference, parseTag } from "../../src/library/names.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

test("a name without a tag means its latest", () => {
  expect(parseTag("qwen3")).toEqual({ name: "qwen3", tag: "latest", ref: "qwen3:latest" });
  expect(parseReference("hf.co/owner/repo:Q4_K_M")).toEqual({ name: "hf.co/owner/repo", tag: "Q4_K_M" });
  expect(parseReference(`qwen3@${digest}`)).toEqual({ name: "qwen3", digest });
});

test("names of other scripts are names, in one normal form", () => {
  expect(parseTag("故事").ref).toBe("故事:latest");
  expect(parseTag("café").ref).toBe(parseTag("cafe\u0301").ref);
});

describe("refused, with what was expected", () => {
  test.each([
    "",
    ":v1",
    "a:",
    "a:b:c",
    "a b",
    "a//b",
    "/a",
    "a/",
    "../a",
    "a/../b",
    ".a",
    "-a",
    "a\n",
    "a\u202eb",
    "a@",
    `a@${digest.slice(0, -1)}`,
    `a@${digest.toUpperCase()}`,
    `@${digest}`,
    `a:v1@${digest}`,
    "x".repeat(129),
    `a:${"x".repeat(65)}`,
    "a:ä",
    "<img>",
  ])("%j", (text) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: "bad-request" }));
  });

  test("a digest where a tag is needed", () => {
    expect(() => parseTag(`a@${digest}`)).toThrow(expect.objectContaining({ code: "bad-request" }));
  });
});

test("a file's name becomes a name one can read", () => {
  expect(nameOfFile("Qwen3-0.6B-Q4_0.gguf")).toBe("Qwen3-0.6B-Q4_0");
  expect(nameOfFile("My model (1).GGUF")).toBe("My-model-1");
  expect(nameOfFile("C:\\models\\tiny.gguf")).toBe("tiny");
  expect(nameOfFile("小故事.gguf")).toBe("小故事");
  expect(nameOfFile(".gguf")).toBe("model");
  expect(nameOfFile("")).toBe("model");
});

test("whatever a file is called, it gets a valid name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (fileName) => {
      const name = nameOfFile(fileName);
      expect(parseTag(name).name).toBe(name);
    }),
  );
});
