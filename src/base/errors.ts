// The one error class of Oriel. Its code says what kind of failure it is, its data carries the numbers; both cross workers whole.

/** What went wrong, as a closed list a caller can switch over. */
export type Code =
  | "no-webgpu"
  | "unsupported"
  | "bad-model"
  | "bad-request"
  | "not-found"
  | "out-of-memory"
  | "quota"
  | "network"
  | "corrupt"
  | "overloaded"
  | "denied"
  | "device-lost"
  | "aborted"
  | "bug";

/** A failure with a code, a message of the form "Expected … but found …" and the numbers behind it. */
export class OrielError extends Error {
  override readonly name = "OrielError";

  constructor(
    readonly code: Code,
    message: string,
    readonly data: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The error that an aborted operation ends in, carrying the signal's reason as its cause. */
export function aborted(signal: AbortSignal): OrielError {
  return new OrielError("aborted", "The operation was cancelled", {}, { cause: signal.reason });
}

/** Throws {@link aborted} when the signal has fired. */
export function throwIfAborted(signal?: AbortSignal): void {
  if (signal?.aborted) throw aborted(signal);
}

/** Any thrown value as an OrielError: itself, `aborted` for an AbortError, otherwise `bug` with the original as its cause. */
export function toOrielError(error: unknown): OrielError {
  if (error instanceof OrielError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && error.name === "AbortError" ? "aborted" : "bug";
  return new OrielError(code, message, {}, { cause: error });
}
