// Parts of the desktop that are drawn beside its windows: the empty desk, the keyboard shortcuts, and how a command of the palette ended.
import { html, nothing } from "lit";
import { labelOfAction } from "../apps/action-texts.ts";
import type { ActionName } from "../apps/actions.ts";
import type { AppId, Command, ListedModel } from "../apps/app.ts";
import "../apps/model-list.ts";
import { appIds, apps } from "../apps/registry.ts";
import { titles } from "../apps/titles.ts";
import "../ui/dialog.ts";
import "../ui/error-view.ts";
import type { Failure } from "../ui/error-view.ts";
import { describe } from "./shortcuts.ts";
import { text } from "./texts.ts";

export function emptyDesk(open: (app: AppId) => void) {
  return html`<div class="empty">
    <svg class="bay" viewBox="0 0 480 300" aria-hidden="true">
      <path d="M40 90 150 40v220L40 220zM150 40h180v220H150zM330 40l110 50v130l-110 40z" />
      <path d="M150 150h180M40 155l110-5M330 150l110 5M240 40v220" />
    </svg>
    <h2>${text("desktopEmpty")}</h2>
    <p class="muted">${text("desktopEmptyBody")}</p>
    <p>
      ${appIds.map(
        (app) => html`<button class="button" @click=${() => open(app)}>
          <ui-icon name=${apps[app].icon}></ui-icon>${labelOfAction("open_app", { app })}
        </button>`,
      )}
    </p>
  </div>`;
}

export function shortcutsDialog(commands: readonly Command[], open: boolean, close: () => void) {
  const withKeys = commands.filter(({ shortcut }) => shortcut);
  return html`<ui-dialog .heading=${text("shortcuts")} .open=${open} @ui-close=${close}>
    <dl class="keys">
      <div><dt>${text("palette")}</dt><dd><kbd>${describe("Mod+K")}</kbd></dd></div>
      ${withKeys.map(({ label, shortcut }) => html`<div><dt>${label}</dt><dd><kbd>${describe(shortcut!)}</kbd></dd></div>`)}
    </dl>
  </ui-dialog>`;
}

/** What an action that was chosen in the palette has to show. */
export interface PaletteResult {
  name: ActionName;
  given: Record<string, string>;
  models?: readonly ListedModel[];
  failure?: Failure;
}

export function resultDialog(result: PaletteResult | undefined, close: () => void) {
  if (!result) return nothing;
  const { name, given, models, failure } = result;
  const what = labelOfAction(name, given);
  return html`<ui-dialog open .heading=${failure ? text("notDone", { what }) : titles("models")} @ui-close=${close}>
    ${failure ? html`<ui-error .failure=${failure} .effect=${text("actionFailed")}></ui-error>` : nothing}
    ${models ? html`<oriel-model-list .models=${models}></oriel-model-list>` : nothing}
  </ui-dialog>`;
}
