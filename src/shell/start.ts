// Puts the shell on the page: the desktop, or a notice that says why there is none.
import type { Oriel } from "../api/types.ts";
import { workOf } from "../apps/models/work.ts";
import type { Documents } from "../base/documents.ts";
import { failureOf } from "../ui/error-view.ts";
import { progressLine } from "../ui/progress.ts";
import { applyAppearance, readAppearance } from "./appearance.ts";
import { OrielDesktop } from "./desktop.ts";
import type { GuideSetup } from "./guide.ts";
import { readLink } from "./link.ts";
import { gpuLack, OrielNotice } from "./notice.ts";

/**
 * Shows the desktop of a started Oriel; without WebGPU a notice comes first, which the person may pass.
 * @param guide is started once the desktop is there; absent: there is no built-in model
 */
export async function showDesktop(oriel: Oriel, documents: Documents, guide?: GuideSetup): Promise<void> {
  const desktop = Object.assign(new OrielDesktop(), { oriel, documents, link: readLink(location.search) });
  const show = (element: Element) => document.body.replaceChildren(element);
  if (guide) desktop.guide = guide;
  show(desktop);
  if (guide) startGuide(guide, desktop);
  const lack = await gpuLack();
  if (!lack) return;
  const notice = Object.assign(new OrielNotice(), { lack });
  notice.addEventListener("continue", () => show(desktop));
  show(notice);
}

/** Its progress is told in the tab's title, and once it is stored the browser is asked to keep what is stored. */
function startGuide(guide: GuideSetup, { host }: OrielDesktop): void {
  guide.onChange(() => {
    const { progress } = guide.state;
    host.report(guide, progress ? progressLine(progress) : null);
  });
  guide.start(() => workOf(host).askToKeep());
}

/** Shows why Oriel could not start. */
export function showFailure(error: unknown): void {
  applyAppearance(readAppearance(), false);
  document.body.replaceChildren(Object.assign(new OrielNotice(), { failure: failureOf(error) }));
}
