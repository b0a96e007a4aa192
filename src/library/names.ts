// The names that stored versions are found by: `name[:tag]` and `name@sha256:…`. Text only; looks nothing up.
import { OrielError } from "../base/errors.ts";
import type { Digest } from "../base/manifest.ts";
import { isName, isTag, LONGEST_NAME, LONGEST_TAG } from "../base/model-name.ts";

export const DEFAULT_TAG = "latest";

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** What a reference names: a tag, or one version in the history of a name's tags. */
export type Reference = { name: string; tag: string } | { name: string; digest: Digest };

/** A reference that names a tag: `name` or `name:tag`. @throws OrielError `bad-request` naming what is wrong with it. */
export function parseTag(text: string): { name: string; tag: string; ref: string } {
  const reference = parseReference(text);
  if ("tag" in reference) return { ...reference, ref: `${reference.name}:${reference.tag}` };
  throw bad(text, "name or name:tag", "a digest, which cannot be moved or removed");
}

/** `name`, `name:tag` or `name@sha256:…` taken apart. @throws OrielError `bad-request` naming what is wrong with it. */
export function parseReference(text: string): Reference {
  if (typeof text !== "string") throw bad(String(text), "a model reference as text", typeof text);
  const normal = text.normalize("NFC");
  const at = normal.indexOf("@");
  if (at >= 0) {
    const digest = normal.slice(at + 1);
    if (!DIGEST.test(digest)) throw bad(text, "sha256: and 64 hexadecimal digits after @", JSON.stringify(digest));
    return { name: checkName(normal.slice(0, at), text), digest };
  }
  const colon = normal.indexOf(":");
  const tag = colon < 0 ? DEFAULT_TAG : normal.slice(colon + 1);
  if (!isTag(tag)) {
    throw bad(text, `a tag of 1 to ${LONGEST_TAG} letters, digits, . _ -`, JSON.stringify(tag));
  }
  return { name: checkName(colon < 0 ? normal : normal.slice(0, colon), text), tag };
}

/** A valid name made from a file's name: without the directory and `.gguf`, what a name cannot have becomes `-`. */
export function nameOfFile(fileName: string): string {
  const stem = fileName
    .normalize("NFC")
    .replace(/^.*[/\\]/, "")
    .replace(/\.gguf$/i, "")
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, "-")
    .replace(/^[^\p{L}\p{N}]+/u, "");
  // Cut between code points: half a surrogate pair is no letter.
  let name = "";
  for (const character of stem) {
    if (name.length + character.length > LONGEST_NAME) break;
    name += character;
  }
  return name.replace(/[.-]+$/, "") || "model";
}

function checkName(name: string, text: string): string {
  if (isName(name)) return name;
  const expected = `a name of 1 to ${LONGEST_NAME} letters, digits, . _ - and / between them`;
  throw bad(text, expected, name.length > LONGEST_NAME ? `${name.length} characters` : JSON.stringify(name));
}

function bad(text: string, expected: string, found: string): OrielError {
  const ref = text.slice(0, 2 * LONGEST_NAME);
  return new OrielError("bad-request", `Expected ${expected} in a model reference but found ${found}`, { ref });
}
