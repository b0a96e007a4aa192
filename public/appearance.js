// Applies the chosen theme, density and language before the first paint, so that nothing flashes. src/shell/appearance.ts owns the format.
try {
  const { theme, density, locale } = JSON.parse(localStorage.getItem("oriel:appearance") ?? "{}");
  const root = document.documentElement;
  if (theme) root.dataset.theme = theme;
  if (density) root.dataset.density = density;
  if (locale) root.lang = locale;
} catch {
  // Without storage, or with a choice that cannot be read, the page starts with the system's look.
}
