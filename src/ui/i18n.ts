// The language of the interface: which one is chosen, typed tables of texts, and who wants to know about a change. No text lives here.

export const locales = ["en", "zh-CN"] as const;
export type Locale = (typeof locales)[number];

let current: Locale = "en";
const listeners = new Set<() => void>();

/** The language texts and numbers are shown in now. */
export function locale(): Locale {
  return current;
}

/** Switches the language and tells everyone who listens. */
export function setLocale(next: Locale): void {
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

/** Calls back after every change of language; returns the unsubscribe function. */
export function onLocale(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The supported language nearest to the browser's preferences: Chinese of any kind gives zh-CN, everything else English. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    if (/^zh\b/i.test(language)) return "zh-CN";
    if (/^en\b/i.test(language)) return "en";
  }
  return "en";
}

/** The placeholders of a text, `{name}` by name. */
type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Values<T extends string> = [Names<T>] extends [never] ? [] : [Record<Names<T>, string | number>];

export interface Texts<T extends Record<string, string>> {
  /** The text in the current language, its placeholders filled in; numbers are written as the language writes them. */
  <K extends keyof T & string>(key: K, ...values: Values<T[K]>): string;
  readonly tables: Readonly<Record<Locale, Record<keyof T, string>>>;
}

/**
 * A table of texts, complete in every language by its type. Two forms separated by `|` are singular and plural, chosen by
 * the placeholder `{n}`; a language without a plural gives one form.
 */
export function defineTexts<const T extends Record<string, string>>(
  en: T,
  zh: { readonly [K in keyof T]: string },
): Texts<T> {
  const tables = { en, "zh-CN": zh } as Record<Locale, Record<keyof T, string>>;
  const text = (key: keyof T, values?: Record<string, string | number>): string => {
    const forms = tables[current][key].split("|");
    const one = forms.length > 1 && new Intl.PluralRules(current).select(Number(values?.n)) === "one";
    const form = (one ? forms[0] : forms.at(-1)) ?? "";
    return form.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values?.[name] ?? "";
      return typeof value === "number" ? value.toLocaleString(current) : value;
    });
  };
  return Object.assign(text, { tables }) as Texts<T>;
}
