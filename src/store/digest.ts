// SHA-256 digests as the store writes them, and the canonical JSON a manifest is hashed as.
import { hex } from "../base/bytes.ts";
import type { Digest, Json } from "../base/manifest.ts";

/** `sha256:…` of some bytes. WebCrypto takes about 20 ms for 16 MiB. */
export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<Digest> {
  return `sha256:${hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))}`;
}

/** JSON with the keys of every object in code unit order and no white space (RFC 8785); `undefined` members are left out. */
export function canonicalJson(value: Json | object): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (member === null || typeof member !== "object" || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}

/** The digest of a value's canonical JSON in UTF-8. */
export async function digestOfJson(value: Json | object): Promise<Digest> {
  return digestOf(new TextEncoder().encode(canonicalJson(value)));
}
