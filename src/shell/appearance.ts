// Theme, density, language and shortcuts: what the person chose, applied to the page. public/appearance.js applies the same before the first paint.
import { densities, themes } from "../apps/actions.ts";
import { type Locale, locales, preferredLocale, setLocale } from "../ui/i18n.ts";
import { keep as keepValue, readKept } from "./kept.ts";

export interface Appearance {
  theme: (typeof themes)[number];
  density: (typeof densities)[number];
  locale: Locale;
  /** False turns off every shortcut but the palette's. */
  shortcuts: boolean;
}

const key = "oriel:appearance";

/** Kept in localStorage because it has to be known before the first paint. */
export function readAppearance(): Appearance {
  const kept = parse(readKept(key));
  const one = <T>(all: readonly T[], value: T | undefined, otherwise: T) =>
    value !== undefined && all.includes(value) ? value : otherwise;
  return {
    theme: one(themes, kept.theme, "system"),
    density: one(densities, kept.density, "comfortable"),
    locale: one(locales, kept.locale, preferredLocale(navigator.languages)),
    shortcuts: kept.shortcuts !== false,
  };
}

/** Shows a choice and, when asked, remembers it. */
export function applyAppearance(appearance: Appearance, keep: boolean): void {
  const root = document.documentElement;
  root.dataset.theme = appearance.theme;
  root.dataset.density = appearance.density;
  root.lang = appearance.locale;
  setLocale(appearance.locale);
  if (keep) keepValue(key, JSON.stringify(appearance));
}

/** A choice that cannot be read counts as none. */
function parse(kept: string | null): Partial<Appearance> {
  try {
    return (JSON.parse(kept ?? "{}") ?? {}) as Partial<Appearance>;
  } catch {
    return {};
  }
}
