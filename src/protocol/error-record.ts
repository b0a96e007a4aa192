// How an error crosses a worker: as a plain record that structured clone can carry, and back. Nothing here sends anything.
import { type Code, OrielError, toOrielError } from "../base/errors.ts";

/** A cause chain deeper than this is cut, so that a cycle of causes ends. */
const MAX_CAUSES = 8;

/** An {@link OrielError} as plain data. */
export interface ErrorRecord {
  kind: "oriel";
  code: Code;
  message: string;
  data: Record<string, unknown>;
  stack?: string;
  cause?: CauseRecord;
}

/** A cause: another OrielError, an Error of another class (name, message and stack are kept), or any other value. */
export type CauseRecord =
  | ErrorRecord
  | { kind: "error"; name: string; message: string; stack?: string; cause?: CauseRecord }
  | { kind: "value"; value: unknown };

/** Any thrown value as a record; what is not an OrielError becomes one first, with code `bug` (or `aborted`). */
export function packError(error: unknown): ErrorRecord {
  return packOriel(toOrielError(error), MAX_CAUSES);
}

/** The OrielError that a record stands for: code, message, data, stack and causes as they were. */
export function unpackError(record: ErrorRecord): OrielError {
  const error = new OrielError(record.code, record.message, record.data, options(record));
  if (record.stack !== undefined) error.stack = record.stack;
  return error;
}

function packOriel(error: OrielError, depth: number): ErrorRecord {
  const data = Object.fromEntries(Object.entries(error.data).map(([key, value]) => [key, carried(value)]));
  return { kind: "oriel", code: error.code, message: error.message, data, stack: error.stack, ...cause(error, depth) };
}

function cause(error: Error, depth: number): { cause?: CauseRecord } {
  return error.cause === undefined || depth === 0 ? {} : { cause: packCause(error.cause, depth - 1) };
}

function packCause(value: unknown, depth: number): CauseRecord {
  if (value instanceof OrielError) return packOriel(value, depth);
  if (!(value instanceof Error)) return { kind: "value", value: carried(value) };
  const { name, message, stack } = value;
  return { kind: "error", name, message, stack, ...cause(value, depth) };
}

function unpackCause(record: CauseRecord): unknown {
  if (record.kind === "oriel") return unpackError(record);
  if (record.kind === "value") return record.value;
  const error = new Error(record.message, options(record));
  error.name = record.name;
  if (record.stack !== undefined) error.stack = record.stack;
  return error;
}

function options(record: { cause?: CauseRecord }): ErrorOptions | undefined {
  return record.cause && { cause: unpackCause(record.cause) };
}

/** The value itself if structured clone takes it, otherwise its text. */
function carried(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return String(value);
  }
}
