// What counts as right: Guide's answer to a held-out prompt against what is expected, and the table of a whole set.
import { type Call, callOf, FALLBACK } from "./chat.ts";
import { facts } from "./facts/all.ts";
import type { HeldOut } from "./held-out.ts";
import type { Language } from "./noise.ts";

export interface Judged {
  prompt: HeldOut;
  answer: string;
  /** The call that the answer makes, where it makes one and says nothing else. */
  call: Call | null;
  fellBack: boolean;
  right: boolean;
}

export interface Share {
  right: number;
  of: number;
}

/** The rows of the model card. */
export interface Table {
  toolCalls: Record<Language, Share>;
  facts: Record<Language, Share>;
  fallbackPrecision: Share;
  fallbackRecall: Share;
}

const known = new Map(facts.map((fact) => [fact.id, fact]));

export function judge(prompt: HeldOut, answer: string): Judged {
  const call = callOf(answer);
  const fellBack = !call && Object.values(FALLBACK).some((text) => answer.trim() === text);
  const { expect } = prompt;
  const right =
    "call" in expect
      ? same(call, expect.call)
      : "fact" in expect
        ? !call && known.get(expect.fact)![prompt.language].keys.every((key) => answer.includes(key))
        : fellBack;
  return { prompt, answer, call, fellBack, right };
}

function same(a: Call | null, b: Call): boolean {
  const keys = Object.keys(b.arguments);
  return (
    a?.name === b.name &&
    Object.keys(a.arguments).length === keys.length &&
    keys.every((key) => a.arguments[key] === b.arguments[key])
  );
}

export function tableOf(all: readonly Judged[]): Table {
  const share = (judged: readonly Judged[], right: (one: Judged) => boolean): Share => ({
    right: judged.filter(right).length,
    of: judged.length,
  });
  const of = (kind: string, language: Language) =>
    share(
      all.filter(({ prompt }) => kind in prompt.expect && prompt.language === language),
      ({ right }) => right,
    );
  const other = ({ prompt }: Judged) => "other" in prompt.expect;
  return {
    toolCalls: { en: of("call", "en"), zh: of("call", "zh") },
    facts: { en: of("fact", "en"), zh: of("fact", "zh") },
    fallbackPrecision: share(
      all.filter(({ fellBack }) => fellBack),
      other,
    ),
    fallbackRecall: share(all.filter(other), ({ fellBack }) => fellBack),
  };
}

/** The table as rows with their names. */
export function rowsOf({ toolCalls, facts, fallbackPrecision, fallbackRecall }: Table): (Share & Row)[] {
  return [
    { id: "toolCalls.en", name: "tool calls, English", ...toolCalls.en },
    { id: "toolCalls.zh", name: "tool calls, Chinese", ...toolCalls.zh },
    { id: "facts.en", name: "questions, English", ...facts.en },
    { id: "facts.zh", name: "questions, Chinese", ...facts.zh },
    { id: "fallback.precision", name: "fallback, precision", ...fallbackPrecision },
    { id: "fallback.recall", name: "fallback, recall", ...fallbackRecall },
  ];
}

interface Row {
  id: string;
  name: string;
}

/** The 95 % confidence interval of a share (Wilson 1927), each end from 0 to 1. */
export function interval({ right, of }: Share): [low: number, high: number] {
  if (of === 0) return [0, 1];
  const z = 1.959964;
  const p = right / of;
  const middle = (p + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((p * (1 - p)) / of + z ** 2 / (4 * of ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
