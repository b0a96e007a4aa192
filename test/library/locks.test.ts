// Exclusion: the same cases for the lock within a thread and for Web Locks, the latter over a small stand-in with the same rules.
import { describe, expect, test } from "vitest";
import { type Locks, localLocks, webLocks } from "../../src/library/locks.ts";

/** The part of the Web Locks specification that is used here: one queue per name, a signal that ends the wait. */
function standIn(): LockManager {
  const inner = localLocks();
  const request = (name: string, options: LockOptions, run: () => Promise<unknown>) =>
    inner.exclusive(name, options.signal, run).catch((error) => {
      throw error.code === "aborted" ? options.signal?.reason : error;
    });
  return { request } as unknown as LockManager;
}

const kinds: [string, () => Locks][] = [
  ["within a thread", localLocks],
  ["with Web Locks", () => webLocks(standIn())],
];

describe.each(kinds)("locks %s", (_kind, make) => {
  const pause = () => new Promise((resolve) => setImmediate(resolve));

  test("let one in at a time, in order, and other names pass", async () => {
    const locks = make();
    const order: string[] = [];
    const visit = (name: string, who: string) =>
      locks.exclusive(name, undefined, async () => {
        order.push(`${who} in`);
        await pause();
        order.push(`${who} out`);
      });
    await Promise.all([visit("a", "1"), visit("a", "2"), visit("b", "3")]);
    expect(order.filter((step) => !step.startsWith("3"))).toEqual(["1 in", "1 out", "2 in", "2 out"]);
    expect(order.indexOf("3 in")).toBeLessThan(order.indexOf("1 out"));
  });

  test("go on after a failure, which reaches its caller unchanged", async () => {
    const locks = make();
    const failure = new Error("mine");
    await expect(locks.exclusive("a", new AbortController().signal, () => Promise.reject(failure))).rejects.toBe(
      failure,
    );
    expect(await locks.exclusive("a", undefined, async () => "next")).toBe("next");
  });

  test("end a wait when the signal fires, without letting anyone else in early", async () => {
    const locks = make();
    const controller = new AbortController();
    let release = () => {};
    const held = locks.exclusive(
      "a",
      undefined,
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    const waiting = locks.exclusive("a", controller.signal, async () => "never");
    let third = "waiting";
    const last = locks.exclusive("a", undefined, async () => {
      third = "in";
    });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "aborted" });
    await pause();
    expect(third).toBe("waiting");
    release();
    await Promise.all([held, last]);
    expect(third).toBe("in");
    await expect(locks.exclusive("a", AbortSignal.abort(), async () => {})).rejects.toMatchObject({ code: "aborted" });
  });
});
