// The stream of one generation over its MessagePort: events one way, the message "abort" the other.
import type { GenerateEvent } from "./backend.ts";
import { type ErrorRecord, packError, unpackError } from "./error-record.ts";

/** What the page sends to stop a generation. */
export const ABORT = "abort";

type WireEvent = Exclude<GenerateEvent, { type: "error" }> | { type: "error"; error: ErrorRecord };

/** Sends an event; an error keeps its class, code and data on the other side. */
export function postEvent(port: MessagePort, event: GenerateEvent): void {
  const wire: WireEvent = event.type === "error" ? { type: "error", error: packError(event.error) } : event;
  port.postMessage(wire);
}

/** Calls `listener` for every event that arrives, in order; starts the port. */
export function onEvent(port: MessagePort, listener: (event: GenerateEvent) => void): void {
  port.addEventListener("message", ({ data }: MessageEvent<WireEvent>) =>
    listener(data.type === "error" ? { type: "error", error: unpackError(data.error) } : data),
  );
  port.start();
}

/** Calls `stop` once, when the other side asks to stop or is gone; starts the port. */
export function onAbort(port: MessagePort, stop: () => void): void {
  const stopped = new AbortController();
  const once = () => {
    stopped.abort();
    stop();
  };
  port.addEventListener("message", ({ data }: MessageEvent) => data === ABORT && once(), { signal: stopped.signal });
  port.addEventListener("close", once, { signal: stopped.signal });
  port.start();
}
