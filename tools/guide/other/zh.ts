// What Chinese speakers ask for that is not about Oriel: the patterns and the lists of words they name.
import type { Other } from "../corpus-types.ts";
import { zhGeneral } from "./zh-general.ts";
import { zhNames } from "./zh-names.ts";
import { zhNear } from "./zh-near.ts";
import { zhNouns } from "./zh-slots.ts";
import { zhStudy } from "./zh-study.ts";

const lists: Record<string, string[]> = { ...zhNouns, ...zhNames, ...zhStudy };

/** The lists named, as one. */
const merged = (...names: string[]): string[] => [...new Set(names.flatMap((name) => lists[name]!))];

/** Numbers of every size, whole and with decimals. */
const numbers = (): string[] => {
  const found = Array.from({ length: 100 }, (_, i) => String(i + 1));
  for (let i = 0; i < 160; i++) found.push(String(101 + ((i * 577) % 9899)));
  for (let i = 0; i < 40; i++) found.push(`${(i * 37) % 90}.${1 + ((i * 7) % 9)}`);
  return [...new Set([...found, ..."一二三四五六七八九十".split(""), "十二", "二十", "三十五", "一百", "两千"])];
};

export const otherZh: Other = {
  asks: [...zhGeneral, ...zhNear],
  slots: {
    ...lists,
    // English is left out where the name stands alone: it would read as the choice of a language.
    foreign: lists.language!.filter((name) => name !== "英语"),
    thing: merged("animal", "food", "plant", "object", "vehicle", "instrument"),
    topic: merged("abstract", "misc", "concept", "event", "subject", "sport", "illness", "place"),
    n: numbers(),
  },
};
