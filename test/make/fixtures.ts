// Where the third-party test data lies: named by ORIEL_FIXTURES. Without it the tests that need it are skipped, except under CI, where it must be set.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = process.env.ORIEL_FIXTURES;

if (!root && process.env.CI)
  throw new Error("Expected ORIEL_FIXTURES to name the test data under CI but found it unset");
if (root && !existsSync(root)) throw new Error(`Expected ORIEL_FIXTURES to name a folder but found nothing at ${root}`);

/** Whether the data is there: `describe.skipIf(!hasFixtures)(…)`. */
export const hasFixtures = root !== undefined && root !== "";

if (!hasFixtures) console.warn("ORIEL_FIXTURES is unset: tests against third-party models are skipped");

/** The path of a file below the fixtures. */
export function fixturePath(...parts: string[]): string {
  return join(root ?? "", ...parts);
}

/** The bytes of a file below the fixtures, in a buffer of their own. */
export function fixtureBytes(...parts: string[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(fixturePath(...parts)));
}

/** A little-endian float32 file below the fixtures. */
export function fixtureFloats(...parts: string[]): Float32Array {
  return new Float32Array(fixtureBytes(...parts).buffer);
}

/** A JSON file below the fixtures. */
export function fixtureJson<T>(...parts: string[]): T {
  return JSON.parse(readFileSync(fixturePath(...parts), "utf8")) as T;
}

/** Names in a folder below the fixtures that end in `suffix`, sorted; none without the fixtures. */
export function fixtureNames(folder: string, suffix: string): string[] {
  if (!hasFixtures) return [];
  return readdirSync(fixturePath(folder))
    .filter((name) => name.endsWith(suffix))
    .sort();
}
