// The page of tests of the shell: the real desktop over an Oriel in memory, which follows the script in `window.script`.
import { OrielError } from "../../src/base/errors.ts";
import { GuideSetup } from "../../src/shell/guide.ts";
import { showDesktop } from "../../src/shell/start.ts";
import { FakeOriel, MemoryDocuments, type Script } from "../apps/fake-oriel.ts";

declare global {
  interface Window {
    /** Set by the test before the page loads. */
    script?: Script;
    fake: FakeOriel;
    documents: MemoryDocuments;
    /** The documents of the visit before as JSON text of pairs, set by the test before the page loads. */
    stored?: string;
    /** Whether there is a built-in model, and what the server does when it is asked for it; set by the test before the page loads. */
    server?: "has Guide" | "fails";
  }
}

window.fake = new FakeOriel(window.script);
window.documents = new MemoryDocuments();
for (const [key, value] of JSON.parse(window.stored ?? "[]")) window.documents.all.set(key, value);

// SHA-256 of "abc", from FIPS 180-4.
const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const guide = new GuideSetup({
  ...{ oriel: window.fake.oriel, documents: window.documents },
  record: { name: "guide", build: "b1", bytes: 3, sha256 },
  fetch: async () => {
    if (window.server === "has Guide") return new Blob(["abc"]);
    throw new OrielError("network", "Expected 3 bytes but found none");
  },
});
await showDesktop(window.fake.oriel, window.documents, window.server && guide);
