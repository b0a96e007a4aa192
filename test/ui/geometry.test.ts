// Rectangles of windows on the desktop.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Edges, fitInside, move, resize, zoneAt, zoneRect } from "../../src/ui/geometry.ts";

const desk = { width: 1000, height: 600 };
const rect = { x: 100, y: 50, width: 400, height: 300 };
const min = { width: 200, height: 150 };
const anyRect = fc.record({
  x: fc.integer({ min: 0, max: 600 }),
  y: fc.integer({ min: 0, max: 300 }),
  width: fc.integer({ min: 200, max: 400 }),
  height: fc.integer({ min: 150, max: 300 }),
});
const distance = fc.integer({ min: -3000, max: 3000 });

test("a window moves by a distance", () => {
  expect(move(rect, 10, -20, desk)).toEqual({ ...rect, x: 110, y: 30 });
});

test("its title bar stays within reach wherever it is moved", () => {
  fc.assert(
    fc.property(anyRect, distance, distance, (from, dx, dy) => {
      const to = move(from, dx, dy, desk);
      expect(to.x + to.width).toBeGreaterThanOrEqual(96);
      expect(to.x).toBeLessThanOrEqual(desk.width - 96);
      expect(to.y).toBeGreaterThanOrEqual(0);
      expect(to.y).toBeLessThanOrEqual(desk.height - 40);
    }),
  );
});

test("pulling the left edge keeps the right one where it is", () => {
  expect(resize(rect, "w", -30, 99, min, desk)).toEqual({ x: 70, y: 50, width: 430, height: 300 });
});

test("no pull makes a window smaller than it may be, or larger than the desktop, or moves the edges across", () => {
  const edges = fc.constantFrom<Edges>("n", "s", "e", "w", "ne", "nw", "se", "sw");
  fc.assert(
    fc.property(anyRect, edges, distance, distance, (from, which, dx, dy) => {
      const to = resize(from, which, dx, dy, min, desk);
      expect(to.width).toBeGreaterThanOrEqual(min.width);
      expect(to.height).toBeGreaterThanOrEqual(min.height);
      expect(to.x).toBeGreaterThanOrEqual(0);
      expect(to.y).toBeGreaterThanOrEqual(0);
      expect(to.x + to.width).toBeLessThanOrEqual(desk.width);
      expect(to.y + to.height).toBeLessThanOrEqual(desk.height);
      if (!which.includes("w")) expect(to.x).toBe(from.x);
      if (!which.includes("e")) expect(to.x + to.width).toBe(from.x + from.width);
    }),
  );
});

test("a window larger than the desktop is made to fit", () => {
  expect(fitInside({ x: 900, y: -10, width: 1200, height: 300 }, desk)).toEqual({
    x: 0,
    y: 0,
    width: 1000,
    height: 300,
  });
});

describe("zones", () => {
  test("the edges and corners of the desktop name them, its middle none", () => {
    expect(zoneAt(500, 3, desk)).toBe("full");
    expect(zoneAt(2, 300, desk)).toBe("left");
    expect(zoneAt(999, 300, desk)).toBe("right");
    expect(zoneAt(0, 10, desk)).toBe("top-left");
    expect(zoneAt(998, 595, desk)).toBe("bottom-right");
    expect(zoneAt(500, 300, desk)).toBeUndefined();
  });

  test("halves and quarters lie side by side with a gap", () => {
    const [left, right] = [zoneRect("left", desk), zoneRect("right", desk)];
    expect(left).toEqual({ x: 8, y: 8, width: 488, height: 584 });
    expect(right.x - (left.x + left.width)).toBe(8);
    expect(right.x + right.width).toBe(desk.width - 8);
    expect(zoneRect("bottom-left", desk)).toEqual({ x: 8, y: 304, width: 488, height: 288 });
    expect(zoneRect("full", desk)).toEqual({ x: 8, y: 8, width: 984, height: 584 });
  });
});
