// The base of every element of the shell: Lit, redrawn when the language changes and, while it is not visible, not redrawn at all.
import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import { onLocale } from "./i18n.ts";

export class OrielElement extends LitElement {
  /** True while nobody can see the element: updates wait until it is false again. */
  @property({ attribute: false }) paused = false;
  #unsubscribe?: () => void;
  #frame = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = onLocale(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  protected override shouldUpdate(): boolean {
    return !this.paused;
  }

  /** Redraws once in the next frame, however often it is called until then. */
  protected updateNextFrame(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.requestUpdate();
    });
  }
}
