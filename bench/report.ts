// What the benchmarks give: rows of a number with its unit and spread, as a table for people and as JSON for programs.
import type { Section } from "./options.ts";

export interface Row {
  name: string;
  value: number;
  unit: string;
  /** Smallest and largest of the measurements that `value` is the median of. */
  spread?: [number, number];
  note?: string;
}

export interface Results {
  environment: Record<string, string | number | number[]>;
  sections: Partial<Record<Section, Row[]>>;
}

/** The median of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A row of repeated measurements: their median, and how far they lie apart. */
export function rowOf(name: string, unit: string, values: readonly number[], note?: string): Row {
  return { name, unit, value: median(values), spread: [Math.min(...values), Math.max(...values)], note };
}

/** Lines of a table in columns. */
export function table(rows: readonly Row[]): string[] {
  const cells = rows.map(({ name, value, unit, spread, note = "" }) => {
    const between = spread ? `${digits(spread[0])} – ${digits(spread[1])}` : "";
    return [name, digits(value), unit, between, note];
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells.map((row) =>
    row
      .map((cell, column) => (column === 1 ? cell.padStart(widths[1]!) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** Three significant digits, whole numbers from 100 on. */
function digits(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
