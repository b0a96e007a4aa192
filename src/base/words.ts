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

/** An integer as error data carries it, which has to survive JSON: a text where a number would not be exact. */
export function plain(value: number | bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}
