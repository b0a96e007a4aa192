// How names and values of a file appear in error messages: short, whatever the file holds.

const LONGEST = 80;

/** A text in quotes, cut after 80 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

/** What a value is: its kind, and the value itself where it is short. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${(value as Uint8Array).length} elements`;
  if (Array.isArray(value)) return `an array of ${value.length} elements (${typeof value[0]})`;
  return typeof value === "string" ? `the string ${quote(value)}` : `${typeof value} ${value}`;
}
