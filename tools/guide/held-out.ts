// The prompts that Guide is judged by, and the form in which they are kept out of its training.
import { readFileSync } from "node:fs";
import type { Call } from "./chat.ts";
import type { Language } from "./noise.ts";

export interface HeldOut {
  id: string;
  language: Language;
  /** What the person says, one text a turn; the answer to the last is judged. */
  messages: string[];
  expect: { call: Call } | { fact: string } | { other: true };
}

/** The set that says how good Guide is, or the one that is looked at while it is developed. */
export function heldOut(set: "held-out" | "development"): HeldOut[] {
  const lines = readFileSync(`test/guide/${set}.jsonl`, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** A text without what typing varies: case, punctuation, spaces. */
export function normalized(text: string): string {
  return text.toLowerCase().replace(/[\p{P}\p{S}\p{Z}\s]/gu, "");
}

/** Every text of both sets, normalized. */
export function heldOutTexts(): Set<string> {
  const all = [...heldOut("held-out"), ...heldOut("development")];
  return new Set(all.flatMap(({ messages }) => messages.map(normalized)));
}
