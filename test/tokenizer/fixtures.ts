// Finds the fixtures' vocabularies and makes tokenizers of them. Without ORIEL_FIXTURES there are none; in CI that is a failure.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metadata } from "../../src/base/metadata.ts";
import { readGguf } from "../../src/format/gguf/read.ts";
import { bytesSource } from "../../src/format/source.ts";

const root = process.env.ORIEL_FIXTURES;
if (!root && process.env.CI) throw new Error("Expected ORIEL_FIXTURES to name the fixtures but found it unset in CI");

/** True when the fixtures are at hand. */
export const hasFixtures = root !== undefined;
if (!hasFixtures)
  console.warn("ORIEL_FIXTURES is unset: tests against llama.cpp's ids and Jinja2's renderings are skipped");

export function fixturePath(...parts: string[]): string {
  return join(root!, ...parts);
}

/** Names of the files of a fixture folder that end in `suffix`, sorted. */
export function fixtureNames(folder: string, suffix: string): string[] {
  if (!root || !existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(suffix))
    .sort();
}

export function fixtureText(...parts: string[]): string {
  return readFileSync(fixturePath(...parts), "utf8");
}

// biome-ignore lint/suspicious/noExplicitAny: the shapes of the fixtures' JSON are their README's
export function fixtureJson(...parts: string[]): any {
  return JSON.parse(fixtureText(...parts));
}

export async function fixtureMetadata(...parts: string[]): Promise<Metadata> {
  const file = await readGguf(bytesSource(readFileSync(fixturePath(...parts))));
  return file.metadata;
}
