// How people really type: lower case, missing punctuation, slips of the finger, politeness. A name that has to be copied is left as it is.
import type { Random } from "../../test/make/random.ts";
import type { Segment } from "./grammar.ts";
import { pick } from "./names.ts";

export type Language = "en" | "zh";

/** Slots whose text reaches a tool call letter by letter. */
const COPIED = ["model"];

const BEFORE = {
  en: "please |please, |hi, |hello, |hey, |hey guide, |ok, |okay |so |um, |quick question: |sorry, |oriel, |Guide, |now |well, |and |hi there! |excuse me, |just |then ".split(
    "|",
  ),
  zh: "请|请问|你好，|麻烦|那个，|嗨，|好的，|请问一下，|Guide，|小助手，|问一下，|不好意思，|那|现在|想问下|劳驾，|您好，|帮忙，".split(
    "|",
  ),
};
const AFTER = {
  en: [
    " please",
    ", please",
    " thanks",
    ", thanks!",
    " thank you",
    " asap",
    " pls",
    " now",
    " :)",
    " ?",
    " ok?",
    ". Thanks in advance.",
    ", cheers",
  ],
  zh: ["谢谢", "，谢谢", "，谢谢！", "吧", "啊", "呢", "，拜托了", "，多谢", "哦", "～", "，好吗", "，可以吗"],
};
const ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** A drawn text as somebody typed it. */
export function typed(segments: readonly Segment[], language: Language, random: Random): string {
  const often = (share: number) => random.uniform() < share;
  const style = random.uniform();
  const typos = often(0.22) ? 1 + (often(0.25) ? 1 : 0) : 0;
  const loose = segments.map((segment) => segment.slot === undefined || !COPIED.includes(segment.slot));
  const texts = segments.map(({ text }) => text);
  for (let i = 0; i < typos; i++) {
    const at = longest(texts, loose);
    if (at >= 0) texts[at] = language === "en" ? slip(texts[at]!, random) : slipOfPinyin(texts[at]!, random);
  }
  if (language === "en") {
    if (style < 0.42) change(texts, loose, (text) => text.toLowerCase());
    else if (style < 0.44) change(texts, loose, (text) => text.toUpperCase());
  } else {
    if (style < 0.15)
      change(texts, loose, (text) => text.replaceAll("，", ",").replaceAll("？", "?").replaceAll("。", "."));
    else if (style < 0.25) change(texts, loose, (text) => text.replace(/[，。？！]/g, " "));
    if (often(0.25)) change(texts, loose, (text) => text.replaceAll(" ", ""));
    if (often(0.15)) change(texts, loose, (text) => text.toLowerCase());
  }
  let text = texts.join("").trim();
  const copiedLast = !loose.at(-1);
  const bare = copiedLast ? text : text.replace(/[.?!。？！]+$/, "");
  if (often(0.5)) text = bare;
  else if (often(0.08))
    text = bare + pick(random, language === "en" ? ["??", "!", "...", "?!", "."] : ["？？", "！", "…", "。", "?"]);
  if (often(0.13)) text = before(text, language, random, loose[0] !== false);
  if (often(0.08) && !copiedLast) text = text.replace(/[.?!。？！]+$/, "") + pick(random, AFTER[language]);
  return text;
}

function before(text: string, language: Language, random: Random, mayLower: boolean): string {
  const start = pick(random, BEFORE[language]);
  if (language === "zh") return start + text;
  const word = text.split(" ", 1)[0]!;
  const plain = mayLower && /^[A-Z][a-z']+$/.test(word) && random.uniform() < 0.8;
  const head = random.uniform() < 0.4 ? start[0]!.toUpperCase() + start.slice(1) : start;
  return head + (plain ? text[0]!.toLowerCase() + text.slice(1) : text);
}

function change(texts: string[], loose: readonly boolean[], to: (text: string) => string): void {
  for (const [index, text] of texts.entries()) if (loose[index]) texts[index] = to(text);
}

function longest(texts: readonly string[], loose: readonly boolean[]): number {
  let best = -1;
  for (const [index, { length }] of texts.entries()) {
    if (loose[index] && length > 2 && (best < 0 || length > texts[best]!.length)) best = index;
  }
  return best;
}

/** One letter left out, doubled, swapped with the next or hit beside. */
function slip(text: string, random: Random): string {
  const at = 1 + random.below(text.length - 1);
  const char = text[at]!;
  if (!/[a-z]/i.test(char)) return text;
  const rest = text.slice(at + 1);
  const kind = random.below(4);
  if (kind === 0) return text.slice(0, at) + rest;
  if (kind === 1) return text.slice(0, at) + char + char + rest;
  if (kind === 2) return /^[a-z]/i.test(rest) ? text.slice(0, at) + rest[0] + char + rest.slice(1) : text;
  const row = ROWS.find((keys) => keys.includes(char.toLowerCase()))!;
  const key = row.indexOf(char.toLowerCase());
  return text.slice(0, at) + (row[key + 1] ?? row[key - 1]!) + rest;
}

/** Characters that an input method offers for the same sound. */
const SOUNDS =
  "的得地|模膜摸|型形行|在再|题提|换唤|关官|开凯|么嘛|怎咋|主住|删山|语雨|言颜|装庄|量两|存村|化画|做作|他她它|那哪|以已|是事|会回|用佣|内那|窗床|口扣".split(
    "|",
  );

/** One character left out, doubled or taken from the same sound. */
function slipOfPinyin(text: string, random: Random): string {
  const at = random.below(text.length);
  const char = text[at]!;
  const [head, rest] = [text.slice(0, at), text.slice(at + 1)];
  const alike = SOUNDS.find((sounds) => sounds.includes(char));
  if (alike) return head + pick(random, [...alike]) + rest;
  if (/[a-z]/i.test(char)) return slip(text, random);
  return random.uniform() < 0.6 ? head + rest : head + char + char + rest;
}
