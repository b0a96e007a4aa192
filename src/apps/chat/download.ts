// Saves a text as a file on the person's device.

/** Offers a text as a download; characters that file systems refuse are left out of the name. */
export function download(content: string, title: string, extension: "json" | "md"): void {
  const name =
    title
      .replace(/[\\/:*?"<>|\p{Cc}]+/gu, " ")
      .trim()
      .slice(0, 80) || "chat";
  const type = extension === "json" ? "application/json" : "text/markdown";
  const url = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  Object.assign(document.createElement("a"), { href: url, download: `${name}.${extension}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
