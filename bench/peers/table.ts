// What the visits of each engine come to: medians, Oriel's ratio to each, whether the answers agree; as a table for people and as JSON for programs.
import { median } from "../report.ts";
import { PEERS, type PeerName, type Token } from "./page/peer.ts";
import { LENGTHS, type Length, type Visit } from "./visit.ts";

/** What is measured, from one visit; undefined where it did not get that far. */
const METRICS: Record<string, (visit: Visit) => number | undefined> = {
  "prefill 64, tok/s": ({ runs }) => rate(64, runs[64]?.firstMs),
  "prefill 256, tok/s": ({ runs }) => rate(256, runs[256]?.firstMs),
  "prefill 512, tok/s": ({ runs }) => rate(512, runs[512]?.firstMs),
  "decode at 64, tok/s": ({ runs }) => rate(1, runs[64]?.stepMs),
  "decode at 512, tok/s": ({ runs }) => rate(1, runs[512]?.stepMs),
  "512 over 64, ms": ({ runs }) => {
    const [short, long] = [runs[64]?.stepMs, runs[512]?.stepMs];
    return short === undefined || long === undefined ? undefined : long - short;
  },
  "load, ms": ({ loadMs }) => loadMs,
  "cold TTFT 64, ms": ({ coldMs }) => coldMs,
  "TTFT 64, ms": ({ runs }) => runs[64]?.firstMs,
};

export interface PeerRow {
  peer: PeerName;
  name: string;
  about?: string;
  metrics: Record<string, { median: number; values: number[]; orielRatio?: number }>;
  /** How many of its tokens are Oriel's: of the answers to each prompt length, from the first token to the first that differs. */
  agreement?: { same: number; of: number };
  /** Most cores that others kept busy before a visit. */
  otherLoad: number;
  errors: string[];
}

/** A row for every engine that was visited; `textOf` makes tokens of different engines comparable. */
export function rowsOf(visits: Map<PeerName, Visit[]>, textOf: (token: Token) => string): PeerRow[] {
  const answers = (peer: PeerName, length: Length) =>
    visits
      .get(peer)
      ?.find(({ runs }) => runs[length])
      ?.runs[length]?.tokens.map(textOf) ?? [];
  const rows = [...visits].map(([peer, of]): PeerRow => {
    const pairs = LENGTHS.map((length) => [answers("oriel", length), answers(peer, length)] as const);
    const errors = of.flatMap(({ error }) => (error ? [`${error.at}: ${error.message}`] : []));
    return {
      peer,
      name: PEERS[peer],
      about: of.find(({ about }) => about)?.about,
      metrics: metricsOf(of),
      agreement: agreement(pairs),
      otherLoad: Math.max(...of.map(({ otherLoad }) => otherLoad)),
      errors: [...new Set(errors)],
    };
  });
  const oriel = rows.find(({ peer }) => peer === "oriel");
  for (const { peer, metrics } of rows) {
    if (peer === "oriel") continue;
    for (const [name, metric] of Object.entries(metrics)) {
      const own = oriel?.metrics[name];
      // A difference lost in the noise may be negative, and has no ratio.
      if (own && own.median > 0 && metric.median > 0) metric.orielRatio = own.median / metric.median;
    }
  }
  return rows;
}

/** Lines of the table: an engine's medians, below them Oriel's ratios to them, below those what went wrong. */
export function tableOf(rows: readonly PeerRow[]): string[] {
  const names = Object.keys(METRICS);
  const heads = [0, 1].map((part) => [
    "",
    ...names.map((name) => name.split(", ")[part]!),
    ...[
      ["same", "other"],
      ["tokens", "load"],
    ][part]!,
  ]);
  const lines = rows.flatMap(({ peer, name, metrics, agreement, otherLoad }) => {
    const values = names.map((metric) => digits(metrics[metric]?.median));
    const same = agreement && peer !== "oriel" ? `${agreement.same}/${agreement.of}` : "";
    const ratios = names.map((metric) => digits(metrics[metric]?.orielRatio));
    const line = [name, ...values, same, otherLoad.toFixed(1)];
    return peer === "oriel" ? [line] : [line, ["  Oriel / it", ...ratios, "", ""]];
  });
  const widths = heads[0]!.map((_, column) => Math.max(...[...heads, ...lines].map((line) => line[column]!.length)));
  const text = (line: string[]) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd();
  const notes = rows.flatMap(({ name, about, errors }) => [
    ...(about ? [`${name}: ${about}`] : []),
    ...errors.map((error) => `${name}: FAILED at ${error}`),
  ]);
  return [...[...heads, ...lines].map(text), "", ...notes];
}

function metricsOf(visits: readonly Visit[]): PeerRow["metrics"] {
  const metrics: PeerRow["metrics"] = {};
  for (const [name, of] of Object.entries(METRICS)) {
    const values = visits.map(of).filter((value) => value !== undefined);
    if (values.length) metrics[name] = { median: median(values), values };
  }
  return metrics;
}

function agreement(pairs: (readonly [ours: readonly string[], theirs: readonly string[]])[]): PeerRow["agreement"] {
  let [same, of] = [0, 0];
  for (const [ours, theirs] of pairs) {
    const length = Math.min(ours.length, theirs.length);
    const differs = theirs.slice(0, length).findIndex((text, index) => text !== ours[index]);
    same += differs < 0 ? length : differs;
    of += length;
  }
  return of ? { same, of } : undefined;
}

function rate(tokens: number, ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : (tokens / ms) * 1000;
}

/** Three significant digits, whole numbers from 100 on; a dash where there is none. */
function digits(value: number | undefined): string {
  if (value === undefined) return "–";
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
