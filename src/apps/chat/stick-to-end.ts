// Keeps a conversation scrolled to its end while it grows, unless the person has scrolled away from it.
import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Distance from the end, in pixels, that still counts as at the end. */
const near = 32;

export class StickToEnd implements ReactiveController {
  /** True while the end is out of sight because the person scrolled up. */
  away = false;
  #scroller?: HTMLElement;
  #observer?: ResizeObserver;
  #shown = "";

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly find: () => HTMLElement | null,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#shown = "";
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#scroller = undefined;
  }

  /** Call after every update, with an id that changes when another conversation is shown. */
  updated(shown: string): void {
    if (!this.#scroller) this.#watch();
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.jump();
  }

  /** Goes to the end and stays there. */
  jump(): void {
    this.#set(false);
    if (this.#scroller) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #watch(): void {
    const scroller = this.find();
    if (!scroller?.firstElementChild) return;
    this.#scroller = scroller;
    // Only a move upwards is the person's: at the end, growth alone also puts the end out of sight until the next frame.
    let top = 0;
    scroller.addEventListener("scroll", () => {
      const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= near;
      if (atEnd) this.#set(false);
      else if (scroller.scrollTop < top) this.#set(true);
      top = scroller.scrollTop;
    });
    // The content grows after the host has updated, as its messages render.
    this.#observer = new ResizeObserver(() => {
      if (!this.away) scroller.scrollTop = scroller.scrollHeight;
    });
    this.#observer.observe(scroller.firstElementChild);
    this.#observer.observe(scroller);
  }

  #set(away: boolean): void {
    if (away === this.away) return;
    this.away = away;
    this.host.requestUpdate();
  }
}
