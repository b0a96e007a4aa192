// What the build wrote to dist/: how large each part is, and that the page carries nothing of the engine. Runs after `vite build` (project `bundle`).
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { linkVariants, readShaders } from "../tools/wgsl-plugin.ts";
import { ROOT } from "./setup/sources.ts";

const DIST = join(ROOT, "dist");
const KB = 1000;

if (!existsSync(join(DIST, "index.html")))
  throw new Error("Expected dist/index.html but found none: run npm run build first");

const html = readFileSync(join(DIST, "index.html"), "utf8");
const scripts = readdirSync(join(DIST, "assets")).filter((name) => name.endsWith(".js"));
const text = (name: string) => readFileSync(join(DIST, "assets", name), "utf8");
const gzipped = (names: Iterable<string>) =>
  [...names].reduce((sum, name) => sum + gzipSync(text(name), { level: 9 }).length, 0);

const entries = [...html.matchAll(/<script[^>]*\ssrc="[^"]*\/assets\/([^"]+\.js)"/g)].map(([, name]) => name!);
const entry = reach(entries, false);
const page = reach(entries, true);
const workers = scripts.filter((name) => /^(library-)?worker-/.test(name));

/** Chunks that some chunks import, themselves included. */
function reach(from: string[], lazily: boolean): Set<string> {
  const reached = new Set<string>();
  const visit = (name: string) => {
    if (reached.has(name) || !scripts.includes(name)) return;
    reached.add(name);
    const code = text(name);
    for (const [, other] of code.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) visit(other!);
    if (lazily) for (const [, other] of code.matchAll(/import\(\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) visit(other!);
  };
  from.forEach(visit);
  return reached;
}

test("the page has one entry, lazy parts beside it, and workers of their own", () => {
  expect(entries).toHaveLength(1);
  expect(page.size).toBeGreaterThan(entry.size);
  expect(workers.length).toBeGreaterThanOrEqual(2);
  expect(workers.filter((name) => page.has(name))).toEqual([]);
});

test("no WGSL in the page", () => {
  const marks = ["compute", "workgroup_size"].map((word) => `@${word}`);
  expect([...page].filter((name) => marks.some((mark) => text(name).includes(mark)))).toEqual([]);
  const engine = [...reach(workers, true)];
  expect(engine.some((name) => text(name).includes(marks[0]!))).toBe(true);
});

test("the page's entry is at most 60 KB before apps", () => {
  expect(gzipped(entry)).toBeLessThanOrEqual(60 * KB);
});

test.each(workers)("%s is at most 120 KB with all it imports", (name) => {
  expect(gzipped(reach([name], true))).toBeLessThanOrEqual(120 * KB);
});

test("all linked shaders together are at most 60 KB", async () => {
  const sources = await readShaders();
  const kernels = Object.keys(sources).filter((file) => !file.startsWith("./lib/"));
  const linked = await Promise.all(kernels.sort().map((file) => linkVariants(file, sources)));
  expect(linked.length).toBeGreaterThan(0);
  expect(gzipSync(JSON.stringify(linked), { level: 9 }).length).toBeLessThanOrEqual(60 * KB);
}, 120_000);

test("no script keeps syntax that is newer than WebGPU in some browsers", () => {
  for (const name of scripts) expect(text(name).match(/\busing [\w$]+\s*=/)?.[0], name).toBeUndefined();
});
