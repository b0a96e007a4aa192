// The window manager: which windows are open, where they are, which is in front. State and rules only; the desktop element draws it.
import type { AppId } from "../apps/app.ts";
import { appIds, apps } from "../apps/registry.ts";
import {
  type Edges,
  fitInside,
  move,
  type Rect,
  resize,
  type Size,
  type Zone,
  zoneAt,
  zoneRect,
} from "../ui/geometry.ts";

export interface WindowState {
  app: AppId;
  /** Where the window is when it fills no zone. */
  rect: Rect;
  zone: Zone | null;
  minimised: boolean;
  /** Higher is nearer to the person. */
  z: number;
}

/** Where the layout is kept between visits. */
export interface Keeper {
  get(): string | null;
  set(value: string): void;
}

const step = 16;

/** Fires `change` whenever what it says would be drawn differently. */
export class WindowManager extends EventTarget {
  windows: WindowState[] = [];
  /** The zone a window being dragged would snap to if it were released now. */
  preview: Zone | null = null;
  /** One window at a time fills the whole desktop. */
  compact = false;
  #desk: Size = { width: 1280, height: 720 };
  #origin: Rect | null = null;
  /** Where the window of a gesture was before it. */
  #before: Pick<WindowState, "rect" | "zone"> | null = null;

  constructor(private readonly keeper: Keeper) {
    super();
    this.#restore();
  }

  get desk(): Size {
    return this.#desk;
  }

  setDesk(desk: Size, compact: boolean): void {
    this.#desk = desk;
    this.compact = compact;
    this.#changed(false);
  }

  find(app: AppId): WindowState | undefined {
    return this.windows.find((window) => window.app === app);
  }

  /** The window in front, unless all are minimised. */
  get active(): AppId | undefined {
    return this.#front()?.app;
  }

  /** True when nothing of the window can be seen. */
  hidden(window: WindowState): boolean {
    if (window.minimised) return true;
    if (this.compact) return window !== this.#front();
    return this.windows.some((other) => other.z > window.z && !other.minimised && other.zone === "full");
  }

  /** Where a window is drawn. */
  rectOf(window: WindowState): Rect {
    if (this.compact) return { x: 0, y: 0, ...this.#desk };
    if (window.zone) return zoneRect(window.zone, this.#desk);
    return move(
      {
        ...window.rect,
        width: Math.min(window.rect.width, this.#desk.width),
        height: Math.min(window.rect.height, this.#desk.height),
      },
      0,
      0,
      this.#desk,
    );
  }

  /** Opens a window, or brings the one that is open to the front. */
  open(app: AppId): void {
    if (!this.find(app)) {
      const { size } = apps[app];
      const offset = 40 * this.windows.length;
      const rect = fitInside({ x: 32 + offset, y: 24 + offset, ...size }, this.#desk);
      this.windows = [...this.windows, { app, rect, zone: null, minimised: false, z: 0 }];
    }
    this.focus(app);
  }

  /** Puts a window that was closed back to where it was, in front. */
  reopen(window: WindowState): void {
    this.windows = [...this.windows.filter(({ app }) => app !== window.app), { ...window }];
    this.focus(window.app);
  }

  /** Places windows side by side, the first one in front. */
  arrange(left: AppId, right: AppId): void {
    for (const app of [left, right, left]) this.open(app);
    const gap = 16;
    const share = Math.round((this.#desk.width - 3 * gap) * 0.6);
    const height = this.#desk.height - 2 * gap;
    this.find(left)!.rect = { x: gap, y: gap, width: share, height };
    this.find(right)!.rect = { x: 2 * gap + share, y: gap, width: this.#desk.width - 3 * gap - share, height };
    this.#changed();
  }

  close(app: AppId): void {
    this.windows = this.windows.filter((window) => window.app !== app);
    this.#changed();
  }

  focus(app: AppId): void {
    const window = this.find(app);
    if (!window) return;
    const top = Math.max(0, ...this.windows.map(({ z }) => z));
    if (window.z !== top || window.z === 0 || window.minimised) {
      window.z = top + 1;
      window.minimised = false;
    }
    this.#changed();
  }

  /** Brings the next (or previous) window in the order of opening to the front. */
  cycle(direction: 1 | -1): void {
    const count = this.windows.length;
    if (count === 0) return;
    const at = this.windows.findIndex(({ app }) => app === this.active);
    this.focus(this.windows[(at + direction + count) % count]!.app);
  }

  minimise(app: AppId): void {
    const window = this.find(app);
    if (window) window.minimised = true;
    this.#changed();
  }

  /** Fills a zone; null goes back to the window's own place. */
  snap(app: AppId, zone: Zone | null): void {
    const window = this.find(app);
    if (window) window.zone = zone;
    this.#changed();
  }

  toggleMaximised(app: AppId): void {
    this.snap(app, this.find(app)?.zone === "full" ? null : "full");
  }

  /** Moves a window, or its lower right corner, by one step in a direction. */
  nudge(app: AppId, dx: number, dy: number, resizing: boolean): void {
    const window = this.find(app);
    if (!window || this.compact) return;
    const rect = this.rectOf(window);
    window.rect = resizing
      ? resize(rect, "se", dx * step, dy * step, apps[app].minSize, this.#desk)
      : move(rect, dx * step, dy * step, this.#desk);
    window.zone = null;
    this.#changed();
  }

  /** Begins a drag (no edges) or a pull of edges, with the pointer at a point of the desktop. */
  beginGesture(app: AppId, edges: Edges | undefined, px: number): void {
    const window = this.find(app);
    if (!window) return;
    const rect = this.rectOf(window);
    // A window dragged out of a zone takes its own size back and stays under the pointer.
    const { width, height } = window.rect;
    this.#before = { rect: window.rect, zone: window.zone };
    this.#origin =
      window.zone && !edges ? { x: px - ((px - rect.x) / rect.width) * width, y: rect.y, width, height } : rect;
    window.zone = null;
    window.rect = this.#origin;
    this.#changed();
  }

  /** Follows a gesture: distances since it began, pointer at a point of the desktop. */
  gesture(app: AppId, edges: Edges | undefined, dx: number, dy: number, px: number, py: number): void {
    const window = this.find(app);
    if (!window || !this.#origin) return;
    window.rect = edges
      ? resize(this.#origin, edges, dx, dy, apps[app].minSize, this.#desk)
      : move(this.#origin, dx, dy, this.#desk);
    this.preview = edges ? null : (zoneAt(px, py, this.#desk) ?? null);
    this.#changed(false);
  }

  /** Ends a gesture; one that was cancelled puts the window back, into its zone where it filled one. */
  endGesture(app: AppId, cancelled: boolean): void {
    const window = this.find(app);
    if (window && this.#origin && this.#before) {
      if (cancelled) Object.assign(window, this.#before);
      else if (this.preview) Object.assign(window, { rect: this.#origin, zone: this.preview });
    }
    this.#origin = null;
    this.#before = null;
    this.preview = null;
    this.#changed();
  }

  #front(): WindowState | undefined {
    const shown = this.windows.filter(({ minimised }) => !minimised);
    return shown.reduce<WindowState | undefined>((top, window) => (top && top.z > window.z ? top : window), undefined);
  }

  #changed(keep = true): void {
    if (keep) this.keeper.set(JSON.stringify(this.windows));
    this.dispatchEvent(new Event("change"));
  }

  /** A layout that cannot be read, or names apps that are gone, is left out. */
  #restore(): void {
    try {
      const kept = JSON.parse(this.keeper.get() ?? "[]") as WindowState[];
      const valid = ({ app, rect, z }: WindowState) =>
        appIds.includes(app) && [rect.x, rect.y, rect.width, rect.height, z].every(Number.isFinite);
      this.windows = kept.filter(valid);
    } catch {
      this.windows = [];
    }
  }
}
