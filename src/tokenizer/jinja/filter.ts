// What a filter is to the tables of filters.
import type { Arguments } from "./arguments.ts";
import type { Budget } from "./budget.ts";
import type { Value } from "./values.ts";

export interface Filter {
  /** Names of the parameters after the value; a last `*` takes all further arguments as one list under that name. */
  parameters: string[];
  run(value: Value, args: Arguments, budget: Budget): Value;
}
