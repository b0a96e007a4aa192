import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { OrielError } from "../../src/base/errors.ts";
import { packError, unpackError } from "../../src/protocol/error-record.ts";
import { expose, wrap } from "../../src/protocol/wire.ts";

const open: MessagePort[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

function connect<T extends object>(api: T): T {
  const { port1, port2 } = new MessageChannel();
  open.push(port1, port2);
  expose(api, port1);
  return wrap<T>(port2);
}

/** Ports that count their listeners of one signal. */
function watched(): { signal: AbortSignal; abort: () => void; listeners: () => number } {
  const controller = new AbortController();
  const { signal } = controller;
  let count = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = ((...args: Parameters<typeof add>) => {
    count++;
    add(...args);
  }) as typeof add;
  signal.removeEventListener = ((...args: Parameters<typeof remove>) => {
    count--;
    remove(...args);
  }) as typeof remove;
  return { signal, abort: () => controller.abort(), listeners: () => count };
}

it("calls a method on the other side", async () => {
  const remote = connect({ add: async (a: number, b: number) => a + b });
  expect(await remote.add(2, 3)).toBe(5);
});

it("carries an OrielError whole", async () => {
  const thrown = new OrielError("quota", "Expected 10 free bytes but found 3", { expected: 10, found: 3 });
  thrown.cause = new TypeError("disk", { cause: new OrielError("network", "gone", { status: 503 }) });
  const remote = connect({
    fail: async () => {
      throw thrown;
    },
  });
  const error: OrielError = await remote.fail().then(
    () => expect.fail("resolved"),
    (error) => error,
  );
  expect(error).toBeInstanceOf(OrielError);
  expect(error).toMatchObject({ code: "quota", message: thrown.message, data: thrown.data, stack: thrown.stack });
  const cause = error.cause as Error;
  expect(cause).toMatchObject({ name: "TypeError", message: "disk", stack: (thrown.cause as Error).stack });
  expect(cause.cause).toBeInstanceOf(OrielError);
  expect(cause.cause).toMatchObject({ code: "network", data: { status: 503 } });
});

it("turns any other exception into a bug with the original as its cause", async () => {
  const remote = connect({
    fail: async () => {
      throw new RangeError("odd");
    },
  });
  await expect(remote.fail()).rejects.toMatchObject({ code: "bug", message: "odd", cause: { name: "RangeError" } });
});

it("keeps an error's code, message and data for any data", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.dictionary(
        fc.string().filter((key) => key !== "__proto__"),
        fc.jsonValue(),
      ),
      (message, data) => {
        const back = unpackError(structuredClone(packError(new OrielError("corrupt", message, data))));
        expect(back).toMatchObject({ code: "corrupt", message });
        expect(structuredClone(back.data)).toEqual(structuredClone(data));
      },
    ),
  );
});

it("ends a cycle of causes, and names data that cannot be cloned", () => {
  const error = new OrielError("bug", "loop", { method: Symbol("s") });
  error.cause = error;
  const back = unpackError(structuredClone(packError(error)));
  expect(back.data).toEqual({ method: "Symbol(s)" });
  let depth = 0;
  for (let at: unknown = back; at instanceof Error; at = at.cause) depth++;
  expect(depth).toBeLessThan(20);
});

it("aborts on the other side, and lets go of the signal when the call has settled", async () => {
  let seen: AbortSignal | undefined;
  const remote = connect({
    wait: (signal: AbortSignal) =>
      new Promise<string>((resolve) => {
        seen = signal;
        signal.addEventListener("abort", () => resolve(String(signal.reason)));
      }),
    echo: async (signal: AbortSignal) => signal.aborted,
  });
  const first = watched();
  const waiting = remote.wait(first.signal);
  setTimeout(first.abort, 5);
  expect(await waiting).toContain("AbortError");
  expect(first.listeners()).toBe(0);
  expect(await remote.echo(first.signal)).toBe(true);

  const second = watched();
  expect(await remote.echo(second.signal)).toBe(false);
  expect(second.listeners()).toBe(0);
  expect(seen?.aborted).toBe(true);
});

it("lets go of a signal when the arguments cannot be sent", async () => {
  const remote = connect({ echo: async (_: unknown, signal: AbortSignal) => signal.aborted });
  const { signal, listeners } = watched();
  await expect(remote.echo({ method() {} }, signal)).rejects.toThrow();
  expect(listeners()).toBe(0);
});

it("delivers every callback before the answer, and none after it", async () => {
  let late: ((n: number) => void) | undefined;
  const remote = connect({
    count: async (n: number, report: (i: number) => void) => {
      late = report;
      for (let i = 0; i < n; i++) report(i);
      return n;
    },
  });
  const seen: number[] = [];
  expect(await remote.count(100, (i) => seen.push(i))).toBe(100);
  expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i));
  late?.(100);
  await remote.count(0, () => {});
  expect(seen).toHaveLength(100);
});

it("transfers a port argument, and moves the buffer of an array result", async () => {
  const whole = new Float32Array([1, 2, 3]);
  const larger = new Float32Array([1, 2, 3, 4]);
  const remote = connect({
    whole: async () => whole,
    part: async () => larger.subarray(1, 3),
    greet: async (port: MessagePort) => {
      port.postMessage("hello");
      port.close();
    },
  });
  expect(await remote.whole()).toEqual(new Float32Array([1, 2, 3]));
  expect(whole.byteLength).toBe(0);
  const part = await remote.part();
  expect(part).toEqual(new Float32Array([2, 3]));
  expect(part.buffer.byteLength).toBe(8);
  expect(larger.byteLength).toBe(16);

  const { port1, port2 } = new MessageChannel();
  const greeting = new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
  await remote.greet(port2);
  expect(await greeting).toBe("hello");
});
