// Stop strings over text in parts.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StopStrings } from "../../src/engine/stop-strings.ts";

/** What gets through when a text comes in parts and then ends. */
function passed(stops: string[], parts: string[]): { text: string; stopped: boolean; each: string[] } {
  const watch = new StopStrings(stops);
  const each = parts.map((part) => watch.push(part));
  return { text: each.join("") + watch.flush(), stopped: watch.stopped, each };
}

describe("StopStrings", () => {
  it("passes on what comes before a stop string", () => {
    expect(passed(["\n\n"], ["one\n", "\ntwo"])).toMatchObject({ text: "one", stopped: true });
  });

  it.each([
    { stops: [], parts: ["a", "b"], each: ["a", "b"], text: "ab", stopped: false },
    { stops: [""], parts: ["a", "b"], each: ["a", "b"], text: "ab", stopped: false },
    { stops: ["END"], parts: ["an EN", "D."], each: ["an ", ""], text: "an ", stopped: true },
    { stops: ["END"], parts: ["an EN", "Tirely"], each: ["an ", "ENTirely"], text: "an ENTirely", stopped: false },
    { stops: ["END"], parts: ["the EN"], each: ["the "], text: "the EN", stopped: false },
    { stops: ["aab"], parts: ["aaa", "ab", "c"], each: ["a", "a", ""], text: "aa", stopped: true },
    { stops: ["abc", "b"], parts: ["abc"], each: ["a"], text: "a", stopped: true },
    { stops: ["abc", "bc"], parts: ["ab", "c"], each: ["", ""], text: "", stopped: true },
    { stops: ["x"], parts: ["x", "y"], each: ["", ""], text: "", stopped: true },
    { stops: ["né"], parts: ["n", "é", "e"], each: ["", "", ""], text: "", stopped: true },
  ])("$stops in $parts gives $each", ({ stops, parts, each, text, stopped }) => {
    expect(passed(stops, parts)).toEqual({ text, stopped, each });
  });

  const letters = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 24 }).map((all) => all.join(""));
  const stop = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 }).map((all) => all.join(""));
  const cut = (text: string, lengths: number[]) => {
    const parts: string[] = [];
    let at = 0;
    for (const length of lengths) {
      parts.push(text.slice(at, at + length));
      at += length;
    }
    return [...parts, text.slice(at)];
  };

  it("gives the text before the stop string that is complete first, however the text is cut", () => {
    const lengths = fc.array(fc.nat(5), { maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.array(stop, { maxLength: 3 }), lengths, (text, stops, sizes) => {
        const got = passed(stops, cut(text, sizes));
        const ends = stops.map((one) => text.indexOf(one) + one.length).filter((end, i) => end >= stops[i]!.length);
        const end = Math.min(...ends);
        const begins = stops
          .map((one) => end - one.length)
          .filter((from, i) => from >= 0 && text.startsWith(stops[i]!, from));
        const want = ends.length ? text.slice(0, Math.min(...begins)) : text;
        expect(got.text).toBe(want);
        expect(got.stopped).toBe(ends.length > 0);
        expect(stops.some((one) => got.text.includes(one))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it("holds back no more than what may become a stop string", () => {
    fc.assert(
      fc.property(letters, fc.array(stop, { maxLength: 3 }), (text, stops) => {
        const watch = new StopStrings(stops);
        let out = "";
        for (let at = 0; at < text.length && !watch.stopped; at++) {
          out += watch.push(text[at]!);
          if (watch.stopped) return;
          const held = text.slice(out.length, at + 1);
          expect(held === "" || stops.some((one) => one.startsWith(held) && one !== held)).toBe(true);
        }
      }),
    );
  });
});
