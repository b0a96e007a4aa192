// Reads the project's own files for tests about the project itself: which there are, what they import. Knows no rule.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

/** Files that git tracks or would track, as paths from the project's root. */
export function projectFiles(): string[] {
  const list = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" });
  return list
    .split("\n")
    .filter((file) => file && existsSync(join(ROOT, file)) && statSync(join(ROOT, file)).isFile())
    .sort();
}

export function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** Lines of a text, a final newline not counted. */
export function lineCount(text: string): number {
  return text.replace(/\n$/, "").split("\n").length;
}

/** A text without its comments; strings that contain `//` after a colon, as URLs do, are left alone. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`])\/\/.*$/gm, "$1");
}

export interface Import {
  /** As written. */
  specifier: string;
  /** Path from the project's root for relative imports, otherwise undefined. */
  target?: string;
  /** Erased at compile time. */
  typeOnly: boolean;
  /** `new URL(…, import.meta.url)`: a file of its own in the bundle, not a part of this one. */
  asset: boolean;
}

/** Everything a TypeScript file imports, statically, dynamically, or by URL. */
export function importsOf(file: string, text = read(file)): Import[] {
  const code = withoutComments(text);
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, asset = false) => {
    const path = specifier.replace(/\?.*$/, "");
    const target = path.startsWith(".") ? posix.join(posix.dirname(file), path) : undefined;
    found.push({ specifier, target, typeOnly, asset: asset || /\?(worker|url|sharedworker)\b/.test(specifier) });
  };
  for (const match of code.matchAll(
    /\b(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s*)?["']([^"'\n]+)["']/g,
  )) {
    add(match[2]!, match[1] !== undefined);
  }
  for (const match of code.matchAll(/(typeof\s+)?\bimport\(\s*["']([^"'\n]+)["']/g)) {
    const typeOnly = match[1] !== undefined || /[:<|&=]\s*$/.test(code.slice(0, match.index).replace(/typeof\s*$/, ""));
    add(match[2]!, typeOnly && !/=\s*$/.test(code.slice(0, match.index)));
  }
  for (const match of code.matchAll(/new\s+URL\(\s*["']([^"'\n]+)["']\s*,\s*import\.meta\.url/g))
    add(match[1]!, false, true);
  return found;
}

/** The package that a bare specifier names: `@scope/name/deep` → `@scope/name`. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
