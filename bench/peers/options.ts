// The command line of the side-by-side benchmark.
import { parseArgs } from "node:util";
import { UsageError } from "../../src/cli/usage.ts";
import { ADAPTERS, type Adapter } from "./browser.ts";
import { PEERS, type PeerName } from "./page/peer.ts";

export interface PeersOptions {
  adapter: Adapter;
  /** A folder with a Chromium whose software adapter is lavapipe; for that adapter alone. */
  lavapipe?: string;
  /** Where the results go as JSON. */
  json?: string;
  only: PeerName[];
  /** Rounds; each measures every engine once, in a browser started anew. */
  repeats: number;
  /** Decode steps of a measured answer. */
  steps: number;
  /** Seconds after which a decode ends early, with the steps done so far. */
  seconds: number;
  /** Seconds after which a load or an answer is given up. */
  limit: number;
}

const NAMES = Object.keys(PEERS) as PeerName[];

export const USAGE = `npm run bench:peers -- [--adapter ${ADAPTERS.join("|")}] [--lavapipe FOLDER] [--json FILE] [--repeats N] [--steps N] [--seconds S] [--limit S] [--only ${NAMES.join(",")}]`;

/** Reads the options. @throws UsageError for anything it does not know */
export function peersOptions(argv: string[], env: NodeJS.ProcessEnv): PeersOptions {
  const values = parse(argv);
  const adapter = oneOf("adapter", ADAPTERS, values.adapter ?? "swiftshader");
  if (values.lavapipe && adapter !== "lavapipe") throw new UsageError("Expected --adapter lavapipe beside --lavapipe");
  const lavapipe = adapter === "lavapipe" ? (values.lavapipe ?? env.ORIEL_CHROMIUM_LAVAPIPE) : undefined;
  if (adapter === "lavapipe" && !lavapipe) {
    throw new UsageError("Expected --lavapipe or ORIEL_CHROMIUM_LAVAPIPE to name a folder with a Chromium on lavapipe");
  }
  const only = values.only?.split(",").map((name) => oneOf("only", NAMES, name)) ?? NAMES;
  const whole = (name: "repeats" | "steps" | "seconds" | "limit", fallback: number) => {
    const value = Number(values[name] ?? fallback);
    if (Number.isInteger(value) && value > 0) return value;
    throw new UsageError(`Expected --${name} to be a whole number above 0 but found ${values[name]}`);
  };
  return {
    adapter,
    lavapipe,
    json: values.json,
    only: NAMES.filter((name) => only.includes(name)),
    repeats: whole("repeats", 3),
    steps: whole("steps", 32),
    seconds: whole("seconds", 30),
    limit: whole("limit", 300),
  };
}

function parse(args: string[]) {
  const string = { type: "string" } as const;
  const options = {
    adapter: string,
    lavapipe: string,
    json: string,
    only: string,
    repeats: string,
    steps: string,
    seconds: string,
    limit: string,
  };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function oneOf<T extends string>(option: string, known: readonly T[], found: string): T {
  const value = known.find((name) => name === found);
  if (value) return value;
  throw new UsageError(`Expected --${option} to be of ${known.join(", ")} but found ${found}`);
}
