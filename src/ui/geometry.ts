// Rectangles of windows: moving, resizing, snapping and fitting them into the desktop. Pure functions on CSS pixels, no DOM.

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

/** The edges a resize moves: any of n, s, e, w. */
export type Edges = "n" | "s" | "e" | "w" | "ne" | "nw" | "se" | "sw";

/** Parts of the desktop a window can fill. */
export type Zone = "full" | "left" | "right" | "top-left" | "top-right" | "bottom-left" | "bottom-right";

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, Math.max(low, high)));

/** A rectangle moved and, where it is too large, shrunk so that it lies inside the desktop. */
export function fitInside(rect: Rect, desk: Size): Rect {
  const width = Math.min(rect.width, desk.width);
  const height = Math.min(rect.height, desk.height);
  return { x: clamp(rect.x, 0, desk.width - width), y: clamp(rect.y, 0, desk.height - height), width, height };
}

/** A rectangle moved by a distance, its title bar kept within reach: at least 96 px of its width and all of its top. */
export function move(rect: Rect, dx: number, dy: number, desk: Size): Rect {
  return {
    ...rect,
    x: clamp(rect.x + dx, 96 - rect.width, desk.width - 96),
    y: clamp(rect.y + dy, 0, desk.height - 40),
  };
}

/** A rectangle whose named edges moved by a distance, never smaller than `min` nor past the edges of the desktop. */
export function resize(rect: Rect, edges: Edges, dx: number, dy: number, min: Size, desk: Size): Rect {
  let { x, y, width, height } = rect;
  if (edges.includes("e")) width = clamp(width + dx, min.width, desk.width - x);
  if (edges.includes("s")) height = clamp(height + dy, min.height, desk.height - y);
  if (edges.includes("w")) {
    const left = clamp(x + dx, 0, x + width - min.width);
    width += x - left;
    x = left;
  }
  if (edges.includes("n")) {
    const top = clamp(y + dy, 0, y + height - min.height);
    height += y - top;
    y = top;
  }
  return { x, y, width, height };
}

/** The rectangle of a zone, with a gap to the edges and between halves. */
export function zoneRect(zone: Zone, desk: Size, gap = 8): Rect {
  const halfWidth = (desk.width - 3 * gap) / 2;
  const halfHeight = (desk.height - 3 * gap) / 2;
  const x = zone.includes("right") ? 2 * gap + halfWidth : gap;
  const y = zone.startsWith("bottom") ? 2 * gap + halfHeight : gap;
  const width = zone === "full" ? desk.width - 2 * gap : halfWidth;
  const height = zone.includes("-") ? halfHeight : desk.height - 2 * gap;
  return { x, y, width, height };
}

/** The zone a window dropped with the pointer at a point snaps to, or undefined in the middle of the desktop. */
export function zoneAt(px: number, py: number, desk: Size, reach = 12): Zone | undefined {
  const corner = Math.min(desk.height / 4, 120);
  const side = px <= reach ? "left" : px >= desk.width - reach ? "right" : undefined;
  if (!side) return py <= reach ? "full" : undefined;
  if (py <= corner) return `top-${side}`;
  if (py >= desk.height - corner) return `bottom-${side}`;
  return side;
}
