// The page of tests of the shell: the real desktop over an Oriel in memory, which follows the script in `window.script`.
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
  }
}

window.fake = new FakeOriel(window.script);
window.documents = new MemoryDocuments();
for (const [key, value] of JSON.parse(window.stored ?? "[]")) window.documents.all.set(key, value);
await showDesktop(window.fake.oriel, window.documents);
