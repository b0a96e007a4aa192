// Opening once, and again after a failure.
import { expect, it } from "vitest";
import { once } from "../../src/base/once.ts";

it("opens once, and anew after a failure only", async () => {
  const outcomes = ["fails", "opens"];
  let calls = 0;
  const open = once(async () => {
    const outcome = outcomes[calls++]!;
    if (outcome === "fails") throw new Error(outcome);
    return outcome;
  });
  const both = await Promise.allSettled([open(), open()]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(calls).toBe(1);
  expect(await Promise.all([open(), open()])).toEqual(["opens", "opens"]);
  expect(await open()).toBe("opens");
  expect(calls).toBe(2);
});
