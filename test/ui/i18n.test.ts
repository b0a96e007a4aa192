// The tables of texts: complete in every language, with the same placeholders, and free of texts that nobody asks for.
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { text as chat } from "../../src/apps/chat/texts.ts";
import { text as models } from "../../src/apps/models/texts.ts";
import { titles } from "../../src/apps/titles.ts";
import { text as shell } from "../../src/shell/texts.ts";
import { causes, steps } from "../../src/ui/error-texts.ts";
import { formatBytes, formatDuration, formatPercent } from "../../src/ui/format.ts";
import { defineTexts, locales, onLocale, preferredLocale, setLocale } from "../../src/ui/i18n.ts";
import { stages } from "../../src/ui/stages.ts";
import { text as ui } from "../../src/ui/texts.ts";
import { projectFiles } from "../setup/sources.ts";

const tables = { ui, causes, steps, stages, titles, shell, chat, models };
const placeholders = (value: string) => [...new Set(value.match(/\{\w+\}/g))].sort();

afterEach(() => setLocale("en"));

test("a text follows the language and writes numbers as it does", () => {
  const text = defineTexts({ files: "{n} file|{n} files" }, { files: "{n} 个文件" });
  expect(text("files", { n: 1 })).toBe("1 file");
  expect(text("files", { n: 12_000 })).toBe("12,000 files");
  setLocale("zh-CN");
  expect(text("files", { n: 1 })).toBe("1 个文件");
});

test("a change of language is told once to everyone who listens", () => {
  let told = 0;
  const stop = onLocale(() => told++);
  setLocale("zh-CN");
  setLocale("zh-CN");
  stop();
  setLocale("en");
  expect(told).toBe(1);
});

describe.each(Object.entries(tables))("the table %s", (_, { tables: table }) => {
  test("has the same keys in every language, none empty", () => {
    const keys = Object.keys(table.en);
    for (const locale of locales) {
      expect(Object.keys(table[locale])).toEqual(keys);
      expect(Object.values(table[locale]).filter((value) => !value.trim())).toEqual([]);
    }
  });

  test("has the same placeholders in every language", () => {
    for (const [key, value] of Object.entries(table.en)) {
      const other = (table["zh-CN"] as Record<string, string>)[key]!;
      expect([key, placeholders(other)]).toEqual([key, placeholders(value)]);
    }
  });
});

test("every text is used", () => {
  const code = (room: string) =>
    projectFiles()
      .filter((file) => file.startsWith(`src/${room}`) && file.endsWith(".ts") && !file.endsWith("texts.ts"))
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
  const rooms = { "apps/chat": chat, "apps/models": models, shell, ui };
  const unused = Object.entries(rooms).flatMap(([room, { tables: table }]) => {
    const source = code(room);
    const used = (key: string) =>
      source.includes(`"${key}"`) ||
      (key.includes(".") && source.includes(`\`${key.split(".")[0]}.`)) ||
      source.includes(`? "${key}`);
    return Object.keys(table.en)
      .filter((key) => !used(key))
      .map((key) => `${room}: ${key}`);
  });
  expect(unused).toEqual([]);
});

test("no element writes words of its own: Chinese stands only in tables of texts", () => {
  const files = projectFiles().filter((file) => /^src\/(ui|apps|shell)\//.test(file) && file.endsWith(".ts"));
  const withChinese = files.filter((file) => /\p{Script=Han}/u.test(readFileSync(file, "utf8")));
  const allowed = /(texts|stages|titles)\.ts$/;
  expect(withChinese.filter((file) => !allowed.test(file))).toEqual([]);
});

test("the browser's preferences choose the language", () => {
  expect(preferredLocale(["fr", "zh-TW", "en"])).toBe("zh-CN");
  expect(preferredLocale(["en-GB", "zh"])).toBe("en");
  expect(preferredLocale(["fr"])).toBe("en");
});

test("bytes, durations and shares are written as people read them", () => {
  expect(formatBytes(0)).toBe("0 bytes");
  expect(formatBytes(1_234_567)).toBe("1.23 MB");
  expect(formatBytes(999_999)).toBe("1 MB");
  expect(formatDuration(0.25)).toBe("250 ms");
  expect(formatDuration(4.25)).toBe("4.3 sec");
  expect(formatDuration(200)).toBe("3 min 20 sec");
  expect(formatDuration(7300)).toBe("2 hr 1 min");
  expect(formatPercent(0.999)).toBe("99%");
});
