// A command line that cannot be run as given; the tool answers with its usage and exit code 2.
export class UsageError extends Error {
  override readonly name = "UsageError";
}
