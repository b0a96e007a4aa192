// Grids and uniform structs of kernels, as numbers.
import { describe, expect, it, test } from "vitest";
import { foldGrid, paramsBytes, writeParams } from "../../src/gpu/kernel.ts";

describe("foldGrid", () => {
  it("leaves a grid that fits as it is", () => {
    expect(foldGrid([3, 4, 5])).toEqual([3, 4, 5]);
    expect(foldGrid([65535])).toEqual([65535, 1, 1]);
    expect(foldGrid([0])).toEqual([0, 1, 1]);
  });

  test.each([65536, 65537, 131070, 131071, 1_000_003])(
    "folds %i workgroups into rows with less than a row to spare",
    (x) => {
      const [columns, rows, z] = foldGrid([x]);
      expect(columns).toBeLessThanOrEqual(65535);
      expect(rows).toBeLessThanOrEqual(65535);
      expect(z).toBe(1);
      expect(columns * rows).toBeGreaterThanOrEqual(x);
      expect(columns * rows - x).toBeLessThan(rows);
    },
  );
});

describe("Params", () => {
  const uniform = { rows: "u32", shift: "i32", eps: "f32", first: "u32", last: "u32" } as const;

  it("takes whole 16 bytes, scalars in the order of the struct", () => {
    expect(paramsBytes(uniform)).toBe(32);
    expect(paramsBytes({ rows: "u32" })).toBe(16);
    const view = new DataView(new ArrayBuffer(64));
    writeParams(view, 32, uniform, { last: 9, first: 4294967295, eps: 0.5, shift: -2, rows: 7 });
    expect(new Uint32Array(view.buffer, 0, 8)).toEqual(new Uint32Array(8));
    expect([view.getUint32(32, true), view.getInt32(36, true), view.getFloat32(40, true)]).toEqual([7, -2, 0.5]);
    expect([view.getUint32(44, true), view.getUint32(48, true)]).toEqual([4294967295, 9]);
  });
});
