// <ui-icon name="…">: one of a small set of line icons, drawn in the colour of the text. Decorative: the control around it carries the name.
import { css, html, LitElement, svg, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

const path = (d: string): TemplateResult => svg`<path d=${d} />`;

const icons = {
  oriel: svg`<path d="M3.5 8 8 5.5v13L3.5 16zM8 5.5h8v13H8zM16 5.5 20.5 8v8L16 18.5z" /><path d="M8 12h8" />`,
  chat: path(
    "M5 5.5h14a1.5 1.5 0 0 1 1.5 1.5v8.5a1.5 1.5 0 0 1-1.5 1.5h-7l-4.5 3.5v-3.5H5A1.5 1.5 0 0 1 3.5 15.5V7A1.5 1.5 0 0 1 5 5.5z",
  ),
  models: path("M12 3.5 20 8v8l-8 4.5L4 16V8zM4 8l8 4.5L20 8M12 12.5v8"),
  close: path("m6 6 12 12M18 6 6 18"),
  minimise: path("M6 17h12"),
  maximise: path("M6 6h12v12H6z"),
  restore: path("M9 9V5.5h9.5V15H15M5.5 9H15v9.5H5.5z"),
  search: path("M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM15 15l4.5 4.5"),
  plus: path("M12 5v14M5 12h14"),
  send: path("M12 19V6M6 11.5 12 5.5l6 6"),
  stop: svg`<path d="M7.5 7.5h9v9h-9z" fill="currentColor" />`,
  copy: path("M9 9h10v10H9zM15 9V5H5v10h4"),
  check: path("m5 12.5 4.5 4.5L19 7.5"),
  edit: path("M5 19l1-4L16.5 4.5l3 3L9 18zM14.5 6.5l3 3"),
  refresh: path("M19 12a7 7 0 1 1-2.1-5M19.5 4v4.5H15"),
  trash: path("M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5"),
  download: path("M12 4v11M7 10.5l5 5 5-5M5 19.5h14"),
  upload: path("M12 16V5M7 9.5l5-5 5 5M5 19.5h14"),
  settings: path("M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5"),
  sidebar: path("M4 5h16v14H4zM9.5 5v14"),
  left: path("m14 7-5 5 5 5"),
  right: path("m10 7 5 5-5 5"),
  down: path("m7 10 5 5 5-5"),
  play: path("M8 5.5v13l10-6.5z"),
  eject: path("m6 14 6-7.5L18 14zM6 18h12"),
  device: path("M4 5.5h16v10.5H4zM9 19.5h6M12 16v3.5"),
  theme: svg`<path d="M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z" /><path d="M12 4.5a7.5 7.5 0 0 1 0 15z" fill="currentColor" />`,
  more: svg`<path d="M6 12h.01M12 12h.01M18 12h.01" stroke-width="2.6" />`,
  pin: path("M9 4.5h6l-.8 6 3.3 3.5h-11l3.3-3.5zM12 14v6"),
  keyboard: path("M3.5 7h17v10h-17zM7 10.5h.5M10.5 10.5h.5M14 10.5h.5M17 10.5h.5M8 13.5h8"),
  link: path(
    "M10 14a4 4 0 0 0 5.7 0l2.8-2.8a4 4 0 0 0-5.7-5.7L11.5 6.8M14 10a4 4 0 0 0-5.7 0l-2.8 2.8a4 4 0 0 0 5.7 5.7l1.3-1.3",
  ),
} as const;

export type IconName = keyof typeof icons;

@customElement("ui-icon")
export class UiIcon extends LitElement {
  static override styles = css`
    :host {
      display: inline-flex;
      flex: none;
      width: 18px;
      height: 18px;
    }
    svg {
      width: 100%;
      height: 100%;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.6;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `;
  @property() name: IconName = "oriel";

  override render() {
    return html`<svg viewBox="0 0 24 24" aria-hidden="true">${icons[this.name]}</svg>`;
  }
}
