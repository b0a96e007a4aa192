// Asks before something that cannot be undone.
import { html, render } from "lit";
import "./dialog.ts";
import type { UiDialog } from "./dialog.ts";
import { controls, shared } from "./styles.ts";
import { text } from "./texts.ts";

export interface Question {
  heading: string;
  /** What will happen, in whole sentences. */
  body: string;
  /** The verb on the button that does it. */
  action: string;
}

/** Shows a question and resolves to true only when the person chose the action. */
export function confirm({ heading, body, action }: Question): Promise<boolean> {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [shared, controls].map((style) => style.styleSheet!);
  document.body.append(host);
  return new Promise((resolve) => {
    let answer = false;
    const choose = (value: boolean) => () => {
      answer = value;
      root.querySelector<UiDialog>("ui-dialog")!.close();
    };
    const closed = () => {
      host.remove();
      resolve(answer);
    };
    render(
      html`<ui-dialog open .heading=${heading} @ui-close=${closed}>
        <p>${body}</p>
        <button slot="actions" class="button" autofocus @click=${choose(false)}>${text("cancel")}</button>
        <button slot="actions" class="button danger primary" @click=${choose(true)}>${action}</button>
      </ui-dialog>`,
      root,
    );
  });
}
