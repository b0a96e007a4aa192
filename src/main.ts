// The page's composition root: starts Oriel, gives the page `window.oriel`, and shows the desktop.
import "./base/dispose.ts";
import { boot } from "./api/boot.ts";
import type { Oriel } from "./api/types.ts";
import { guideRecord } from "./apps/models/guide-record.ts";
import { GuideSetup } from "./shell/guide.ts";
import { fetchGuide } from "./shell/guide-file.ts";
import { showDesktop, showFailure } from "./shell/start.ts";
import { allowOwnScripts } from "./shell/trusted-types.ts";
import { openStore } from "./store/store.ts";

declare global {
  interface Window {
    /** The programming interface of Oriel; set once it has started. */
    oriel: Oriel;
  }
}

allowOwnScripts();

try {
  const [oriel, store] = await Promise.all([
    boot({
      spawnModel: () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "model" }),
      spawnLibrary: () =>
        new Worker(new URL("./library-worker.ts", import.meta.url), { type: "module", name: "library" }),
      tabs: new BroadcastChannel("oriel models"),
    }),
    openStore(),
  ]);
  window.oriel = oriel;
  const guide = new GuideSetup({
    ...{ oriel, documents: store.documents, record: guideRecord, fetch: fetchGuide, locks: navigator.locks },
  });
  await showDesktop(oriel, store.documents, guide);
} catch (error) {
  showFailure(error);
}
