// Readers of packed lists, for the Chinese texts that are not about Oriel.

/** The words of a text that separates them by `|` or line ends. */
export const words = (text: string): string[] =>
  text
    .split(/[|\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** The patterns of a text that has one a line; a line that starts with `#` is a comment. */
export const patterns = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
