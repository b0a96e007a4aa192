// Which model a person means: what they wrote decides, since a small model miscopies names. Pure functions.
import { OrielError } from "../../base/errors.ts";

/**
 * The name in a text that is an installed model's: its reference or its name without tag, whatever the case, the longest
 * where several are there; undefined where none is.
 * @param refs `name:tag`
 */
export function namedIn(said: string, refs: readonly string[]): string | undefined {
  const text = said.toLowerCase();
  const names = refs.flatMap((ref) => [ref, ref.slice(0, ref.lastIndexOf(":"))]);
  const found = names.filter((name) => name !== "" && standsIn(text, name.toLowerCase()));
  return found.sort((a, b) => b.length - a.length)[0];
}

/** Whether a name stands in a text as a whole: not inside a longer word or name. */
function standsIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const [before = "", after = ""] = [text[at - 1], text.slice(at + name.length)];
    if (!/[a-z0-9_/-]/.test(before) && !/^([a-z0-9_/-]|[.:][a-z0-9])/.test(after)) return true;
  }
  return false;
}

/**
 * A call's arguments with the model that the person named, in the last of their messages that names one.
 * @param said the person's messages, the last one last
 * @returns JSON text; the given one where it names no model, or one that the person wrote
 * @throws OrielError `not-found` where the call names a model that the person did not write
 */
export function withMeantModel(given: string, said: readonly string[], refs: readonly string[]): string {
  const parsed: Record<string, unknown> = JSON.parse(given);
  if (typeof parsed.model !== "string") return given;
  const wanted = parsed.model;
  for (const message of said.toReversed()) {
    const meant = namedIn(message, refs);
    if (meant !== undefined) return JSON.stringify({ ...parsed, model: meant });
    if (message.toLowerCase().includes(wanted.toLowerCase())) return given;
  }
  const message = `Expected the name of a model that is installed (${refs.join(", ") || "none"}) in your message but found none`;
  throw new OrielError("not-found", message, { model: wanted, installed: refs });
}
