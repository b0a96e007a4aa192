// Small helpers on bytes and sizes that several rooms need.

/** `value` rounded up to a multiple of `step` (a positive integer); exact up to 2^53. */
export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** Lower-case hexadecimal digits of some bytes. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The concatenation of byte arrays, in a new buffer. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
