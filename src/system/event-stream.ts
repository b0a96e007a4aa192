// The page's end of one generation: events in, an async iterator out, and exactly one end.
import { OrielError } from "../base/errors.ts";
import type { GenerateEvent } from "../protocol/backend.ts";
import { ABORT, onEvent } from "../protocol/events.ts";

/** Every event but `error`, which an iterator throws. */
export type StreamEvent = Exclude<GenerateEvent, { type: "error" }>;

/** Holds the events of a generation until they are read. It ends once: with `done`, by {@link stop}, or by {@link fail}. */
export class EventStream implements AsyncIterable<StreamEvent> {
  readonly #port: MessagePort;
  readonly #onEnd: (error?: OrielError) => void;
  #events: StreamEvent[] = [];
  #ended = false;
  #error?: OrielError;
  #wake = () => {};

  /** @param onEnd called once, with the error that the iterator throws if any */
  constructor(port: MessagePort, onEnd: (error?: OrielError) => void) {
    this.#port = port;
    this.#onEnd = onEnd;
    onEvent(port, (event) => this.#receive(event));
  }

  /** Asks the worker to stop, forgets what was not read yet, and ends the stream with `error`. */
  stop(error: OrielError): void {
    if (this.#ended) return;
    this.#port.postMessage(ABORT);
    this.#events = [];
    this.#end(error);
  }

  /** Ends the stream because nothing more can come from the worker. */
  fail(error: OrielError): void {
    this.#port.close();
    this.#end(error);
  }

  /** The events in order; leaving the loop early stops the generation. Meant to be iterated once. */
  async *[Symbol.asyncIterator](): AsyncGenerator<StreamEvent, void> {
    try {
      for (;;) {
        for (let event = this.#events.shift(); event; event = this.#events.shift()) yield event;
        if (this.#error) throw this.#error;
        if (this.#ended) return;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      this.stop(new OrielError("aborted", "The answer was left before its end"));
    }
  }

  #receive(event: GenerateEvent): void {
    if (event.type === "error") this.fail(event.error);
    if (event.type === "done") this.#port.close();
    if (this.#ended || event.type === "error") return;
    this.#events.push(event);
    if (event.type === "done") this.#end();
    else this.#wake();
  }

  #end(error?: OrielError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    this.#onEnd(error);
    this.#wake();
  }
}
