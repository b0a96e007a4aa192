// What a model may be named; the library's own test holds references to the same grammar.
import { expect, test } from "vitest";
import { isModelName, LONGEST_NAME } from "../../src/base/model-name.ts";

test.each(["a", "qwen3:latest", "hf.co/owner/repo:Q4_K_M", "故事:v1", "x".repeat(LONGEST_NAME)])(
  "%s is a name",
  (name) => {
    expect(isModelName(name)).toBe(true);
  },
);

test.each(["", " a", "a b", "a\nb", "a\u202eb", "a\u200bb", "a:", ":a", "a:b:c", "../a", "x".repeat(LONGEST_NAME + 1)])(
  "%j is none",
  (name) => {
    expect(isModelName(name)).toBe(false);
  },
);
