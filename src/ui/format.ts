// Numbers, bytes, durations and dates as a person reads them, in the current language.
import { locale } from "./i18n.ts";

const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** Bytes in decimal units with three significant digits: 1 234 567 is "1.23 MB". */
export function formatBytes(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(locale(), {
    style: "unit",
    unit: byteUnits[unit],
    unitDisplay: unit === 0 ? "long" : "short",
    maximumSignificantDigits: 3,
  }).format(value);
}

/** A count the way the field writes parameters, in every language: 260K, 7.2B. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 }).format(count);
}

/** A plain number with a fixed number of digits after the point. */
export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A share of 1 as whole per cent; 1 only when it is complete. */
export function formatPercent(share: number): string {
  const whole = Math.min(Math.floor(share * 100), 100) / 100;
  return whole.toLocaleString(locale(), { style: "percent" });
}

function unit(value: number, name: "millisecond" | "second" | "minute" | "hour", digits = 0): string {
  return value.toLocaleString(locale(), {
    style: "unit",
    unit: name,
    unitDisplay: "short",
    maximumFractionDigits: digits,
  });
}

/** A duration with its two largest units: "850 ms", "4.2 sec", "3 min 20 sec". */
export function formatDuration(seconds: number): string {
  if (seconds < 0.9995) return unit(seconds * 1000, "millisecond");
  if (seconds < 9.95) return unit(seconds, "second", 1);
  if (seconds < 59.5) return unit(seconds, "second");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${unit(minutes, "minute")} ${unit(Math.floor(seconds % 60), "second")}`;
  return `${unit(Math.floor(minutes / 60), "hour")} ${unit(minutes % 60, "minute")}`;
}

/** Date and time of day of a moment in milliseconds since 1970. */
export function formatDate(at: number): string {
  return new Date(at).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" });
}
