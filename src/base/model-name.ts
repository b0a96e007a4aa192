// What a model may be named: the grammar of `name` and `name:tag`, for the library that keeps names and for whoever shows one. Text only.

export const LONGEST_NAME = 128;
export const LONGEST_TAG = 64;
// Letters and digits of any script; the separators / . _ - only between or after them, so that no name looks like a path.
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*(\/[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*)*$/u;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

export function isName(text: string): boolean {
  return NAME.test(text) && text.length <= LONGEST_NAME;
}

export function isTag(text: string): boolean {
  return TAG.test(text) && text.length <= LONGEST_TAG;
}

/** Whether a text is `name` or `name:tag`; such a text is one line and holds nothing that turns the text around it. */
export function isModelName(text: string): boolean {
  const colon = text.indexOf(":");
  return colon < 0 ? isName(text) : isName(text.slice(0, colon)) && isTag(text.slice(colon + 1));
}
