// The shader linker: `import source from "…/x.wgsl"` gives every variant of a kernel, linked by WESL at build time, so that no linker ships.
// A variant is a quant type (for kernels that import `package::quant`) and a subset of the flags `f16` and `subgroups`.
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Plugin } from "vite";
import { link } from "wesl";

const ROOT = join(import.meta.dirname, "../shaders");
const FLAGS = ["f16", "subgroups"] as const;

/** Vite plugin for `.wgsl` imports; the module's default export is `{ name, declarations, variants }` (see src/gpu/shader.ts). */
export function wgsl(): Plugin {
  return {
    name: "wgsl",
    async load(id) {
      if (!id.endsWith(".wgsl")) return;
      const sources = await readShaders();
      for (const file of Object.keys(sources)) this.addWatchFile(join(ROOT, file));
      return `export default ${JSON.stringify(await linkVariants(`./${relative(ROOT, id)}`, sources))}`;
    },
  };
}

/** Links every variant of one shader and stores each declaration that variants share once. */
export async function linkVariants(file: string, sources: Record<string, string>) {
  const quantized = reach(file, sources).some((text) => text.includes("package::quant::"));
  const types = quantized ? quantTypes(sources) : [""];
  const declarations: string[] = [];
  const variants: Record<string, number[]> = {};
  for (const type of types) {
    const weslSrc = type ? { ...sources, "./quant.wgsl": sources[`./lib/quant/${type}.wgsl`]! } : sources;
    const text = reach(file, weslSrc).join("\n");
    const flags = FLAGS.filter((flag) => new RegExp(`@(?:el)?if\\(\\s*!?\\s*${flag}\\b`).test(text));
    for (let bits = 0; bits < 1 << flags.length; bits++) {
      const on = flags.filter((_, index) => bits & (1 << index));
      const conditions = Object.fromEntries(FLAGS.map((flag) => [flag, on.includes(flag)]));
      const { dest } = await link({ weslSrc, rootModuleName: file, conditions });
      variants[[type.toUpperCase(), ...on].filter(Boolean).join("+")] = splitDeclarations(dest).map((text) => {
        const known = declarations.indexOf(text);
        return known >= 0 ? known : declarations.push(text) - 1;
      });
    }
  }
  return { name: file.slice(2, -".wgsl".length), declarations, variants };
}

/** All shader sources by their path relative to `shaders/`, as WESL wants them. */
export async function readShaders(): Promise<Record<string, string>> {
  const files = (await readdir(ROOT, { recursive: true })).filter((file) => file.endsWith(".wgsl"));
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [`./${file}`, await readFile(join(ROOT, file), "utf8")])),
  );
}

function quantTypes(sources: Record<string, string>): string[] {
  return Object.keys(sources)
    .flatMap((file) => /^\.\/lib\/quant\/(\w+)\.wgsl$/.exec(file)?.[1] ?? [])
    .sort();
}

/** The texts of a module and of all it imports. */
function reach(file: string, sources: Record<string, string>, seen = new Map<string, string>()): string[] {
  const text = sources[file];
  if (text === undefined || seen.has(file)) return [];
  seen.set(file, text);
  for (const [, path] of text.matchAll(/import package::([\w:]+)::/g)) {
    reach(`./${path!.replaceAll("::", "/")}.wgsl`, sources, seen);
  }
  return [...seen.values()];
}

/** Top-level declarations of linked WGSL, in order, without blank lines and indentation. */
function splitDeclarations(code: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  const text = code
    .replace(/\/\/.*$/gm, "")
    .replace(/^\s+|\s+$/gm, "")
    .replace(/\n+/g, "\n");
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === "{" || char === "(") depth++;
    if (char === "}" || char === ")") depth--;
    if (depth !== 0 || (char !== "}" && char !== ";")) continue;
    parts.push(text.slice(start, at + 1).trim());
    start = at + 1;
  }
  return parts.filter((part) => part !== ";");
}
