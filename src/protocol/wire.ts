// Calls between page and workers: comlink, plus what it does not carry. The only file that knows comlink.
//
// An OrielError arrives whole. An AbortSignal and a plain function may be arguments: they are lent for the time of the
// call, as messages over the same endpoint, so every callback made before the answer arrives before the answer, and
// nothing is left behind when the call has settled. A MessagePort argument and an array result are transferred.
import * as comlink from "comlink";
import { type ErrorRecord, packError, unpackError } from "./error-record.ts";

export type Endpoint = comlink.Endpoint;

/** What stands for a lent argument on the wire. */
type Loan = { lent: "signal"; key: number; aborted: boolean; reason: unknown } | { lent: "callback"; key: number };

/** A message about a loan, beside comlink's own. */
type LoanMessage = { abort: number; reason: unknown } | { callback: number; args: unknown[] };

type Method = (...args: unknown[]) => Promise<unknown>;

const plainThrow = comlink.transferHandlers.get("throw")!;
comlink.transferHandlers.set("throw", {
  canHandle: plainThrow.canHandle,
  serialize: (thrown) => [packError((thrown as { value: unknown }).value), []],
  deserialize: (record) => {
    throw unpackError(record as ErrorRecord);
  },
});

/**
 * Answers calls of {@link wrap} with the methods of `api`.
 * @param endpoint a MessagePort; absent: the scope of this worker
 */
export function expose(api: object, endpoint: Endpoint = globalThis as unknown as Endpoint): void {
  const signals = new Map<number, AbortController>();
  const lend = (arg: unknown, release: (() => void)[]): unknown => {
    if (!isLoan(arg)) return arg;
    if (arg.lent === "signal") return borrowSignal(arg, signals, release);
    let open = true;
    release.push(() => {
      open = false;
    });
    return (...args: unknown[]) => open && endpoint.postMessage({ callback: arg.key, args } satisfies LoanMessage);
  };
  endpoint.addEventListener("message", (event) => {
    const message = loanMessage(event);
    if (message && "abort" in message) signals.get(message.abort)?.abort(message.reason);
  });
  const methods = new Proxy(api, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return undefined;
      return async (...args: unknown[]) => {
        const release: (() => void)[] = [];
        try {
          return given(
            await method.apply(
              target,
              args.map((arg) => lend(arg, release)),
            ),
          );
        } finally {
          for (const end of release) end();
        }
      };
    },
  });
  comlink.expose(methods, endpoint);
}

/** The methods of the object that the other side exposed; each returns a promise and rejects with an OrielError. */
export function wrap<T extends object>(endpoint: Endpoint): T {
  const remote = comlink.wrap<Record<string, Method>>(endpoint);
  const callbacks = new Map<number, (...args: unknown[]) => unknown>();
  let keys = 0;
  endpoint.addEventListener("message", (event) => {
    const message = loanMessage(event);
    if (message && "callback" in message) callbacks.get(message.callback)?.(...message.args);
  });
  const lend = (arg: unknown, release: (() => void)[]): unknown => {
    if (arg instanceof MessagePort) return comlink.transfer(arg, [arg]);
    if (arg instanceof AbortSignal) return lendSignal(arg, keys++, endpoint, release);
    if (typeof arg !== "function") return arg;
    const key = keys++;
    callbacks.set(key, arg as Method);
    release.push(() => callbacks.delete(key));
    return { lent: "callback", key } satisfies Loan;
  };
  const call = async (name: string, args: unknown[]): Promise<unknown> => {
    const release: (() => void)[] = [];
    try {
      return await remote[name]!(...args.map((arg) => lend(arg, release)));
    } finally {
      for (const end of release) end();
    }
  };
  return new Proxy({} as T, {
    get: (_, name) =>
      typeof name === "string" && name !== "then" ? (...args: unknown[]) => call(name, args) : undefined,
  });
}

function lendSignal(signal: AbortSignal, key: number, endpoint: Endpoint, release: (() => void)[]): Loan {
  const tell = () => endpoint.postMessage({ abort: key, reason: reasonOf(signal) } satisfies LoanMessage);
  if (!signal.aborted) signal.addEventListener("abort", tell, { once: true });
  release.push(() => signal.removeEventListener("abort", tell));
  return { lent: "signal", key, aborted: signal.aborted, reason: reasonOf(signal) };
}

function borrowSignal(loan: Loan & { lent: "signal" }, signals: Map<number, AbortController>, release: (() => void)[]) {
  const controller = new AbortController();
  if (loan.aborted) controller.abort(loan.reason);
  signals.set(loan.key, controller);
  release.push(() => signals.delete(loan.key));
  return controller.signal;
}

/** The reason of an abort as text: a reason may be anything, and structured clone does not take anything. */
function reasonOf(signal: AbortSignal): unknown {
  return signal.aborted ? String(signal.reason) : undefined;
}

function isLoan(arg: unknown): arg is Loan {
  return typeof arg === "object" && arg !== null && "lent" in arg;
}

function loanMessage(event: Event): LoanMessage | undefined {
  const { data } = event as MessageEvent<unknown>;
  return typeof data === "object" && data !== null ? (data as LoanMessage) : undefined;
}

/** A result on its way out: an array's buffer moves instead of being copied; a view of a larger buffer is cut out first. */
function given(result: unknown): unknown {
  if (!ArrayBuffer.isView(result) || result instanceof DataView) return result;
  const array = result as Uint8Array;
  const whole = array.byteLength === array.buffer.byteLength ? array : array.slice();
  return comlink.transfer(whole, [whole.buffer as ArrayBuffer]);
}
