// Cuts text into the pieces that byte-pair merges stay inside, by the rows of pre.json.
// Each cut is applied to the pieces of the one before; matches and what lies between them both stay.
import { OrielError } from "../base/errors.ts";
import type { PreTokenizer } from "./kinds.ts";

/** Yields the places (ascending, inside the piece) at which a piece is cut. */
type Cut = (piece: string) => number[];

const number = /^\p{N}$/u;
const digit = /[0-9]/;
const space = /\p{White_Space}/u;

/**
 * Cuts of pre.json that would take quadratic time as regular expressions. (For the same reason one alternative of jais-2
 * starts with a lookbehind: without it a long run of spaces would be searched for a line feed again and again.)
 */
const handWritten: Record<string, Cut> = {
  /** Before every group of three that counts from the right end of a run of ASCII digits. */
  "@thousands": (piece) => {
    const cuts: number[] = [];
    for (let at = 0; at < piece.length; ) {
      let end = at;
      while (end < piece.length && digit.test(piece[end]!)) end++;
      for (let cut = at + ((end - at) % 3); cut < end; cut += 3) cuts.push(cut);
      at = end + 1;
    }
    return cuts;
  },
  /** After every group of three of a run of numbers, counted from its right end; text before a run stays with its first group. */
  "@digit-groups": (piece) => {
    const cuts: number[] = [];
    const run: number[] = [];
    const close = () => {
      for (let group = ((run.length - 1) % 3) + 1; group <= run.length && run.length > 0; group += 3)
        cuts.push(run[group - 1]!);
      run.length = 0;
    };
    let at = 0;
    for (const char of piece) {
      at += char.length;
      if (number.test(char)) run.push(at);
      else close();
    }
    close();
    return cuts;
  },
  /** Before the white space that ends the piece. */
  "@trailing-space": (piece) => {
    let at = piece.length;
    while (at > 0 && space.test(piece[at - 1]!)) at--;
    return [at];
  },
};

function byExpression(source: string): Cut {
  const expression = new RegExp(source, "gu");
  return (piece) => {
    const cuts: number[] = [];
    expression.lastIndex = 0;
    for (let match = expression.exec(piece); match; match = expression.exec(piece)) {
      cuts.push(match.index, expression.lastIndex);
      if (match[0] === "") expression.lastIndex++;
    }
    return cuts;
  };
}

/**
 * The cutter of one row. It returns the non-empty pieces of a text, whose concatenation is the text,
 * and throws OrielError `bad-request` for a piece longer than the engine's regular expressions can match.
 */
export function preTokenizer(row: PreTokenizer): (text: string) => string[] {
  const steps = row.split.map((source) => handWritten[source] ?? byExpression(source));
  return (text) => {
    let pieces = [text];
    for (const cut of steps) {
      const finer: string[] = [];
      for (const piece of pieces) {
        let from = 0;
        for (const at of cutSafely(cut, piece)) {
          if (at > from) finer.push(piece.slice(from, at));
          from = at;
        }
        if (from < piece.length) finer.push(piece.slice(from));
      }
      pieces = finer;
    }
    return pieces;
  };
}

function cutSafely(cut: Cut, piece: string): number[] {
  try {
    return cut(piece);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new OrielError(
      "bad-request",
      `Expected text whose words this engine's regular expressions can match but found a stretch of ${piece.length} characters`,
      { length: piece.length },
      { cause: error },
    );
  }
}
