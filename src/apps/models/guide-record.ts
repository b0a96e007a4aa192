// What is known of Guide, the model that comes with Oriel: the build that this page brings, how it was trained and how well it does. Its evaluation writes the record.
import record from "../../../public/guide/card.json";
import type { ModelEntry } from "../../api/types.ts";
import type { GuideState } from "../app.ts";

/** What was judged: right calls of tools, right answers, and how it says that it cannot help, in two languages. */
export type GuideTask =
  | "toolCalls.en"
  | "toolCalls.zh"
  | "facts.en"
  | "facts.zh"
  | "fallback.precision"
  | "fallback.recall";

export interface GuideResult {
  id: GuideTask;
  right: number;
  of: number;
  /** The 95 % interval of the share, both between 0 and 1. */
  low: number;
  high: number;
}

export interface GuideRecord {
  name: string;
  /** Also in the model's file, under {@link BUILD_KEY}. */
  build: string;
  /** Of the file, in hexadecimal digits. */
  sha256: string;
  /** Size of the file. */
  bytes: number;
  training: { conversations: number; minutes: number; machine: string };
  evaluation: {
    /** For instance 2026-11-25. */
    date: string;
    adapter: string;
    tier: string;
    rows: GuideResult[];
  };
}

/** The metadata key of a model file that names the build of Guide it holds. */
export const BUILD_KEY = "oriel.build";

export const guideRecord = record as GuideRecord;

/** The name Guide is stored under. */
export const GUIDE_REF = `${guideRecord.name}:latest`;

/** Whether an entry is Guide, whatever it says of itself. */
export function isGuide({ digest }: ModelEntry, guide: GuideState): boolean {
  return digest === guide.digest;
}
