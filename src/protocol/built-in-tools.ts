// Tools that are in a model's weights: how its file names them, for the list of models and for a loaded one.
import { OrielError } from "../base/errors.ts";

/** A JSON text: an array of tools as OpenAI's API has them. Oriel's own key. */
export const TOOLS_KEY = "oriel.tools";

/** A manifest keeps texts up to this length; all of them, so that a list of models can name the tools of each. */
const LONGEST = 16 * 1024;

/**
 * Names of the tools that a file says its model was trained on, in the file's order.
 * @param value of the key {@link TOOLS_KEY}; undefined where the file has none
 * @throws OrielError `bad-model` naming the key
 */
export function builtInTools(value: unknown): string[] {
  if (value === undefined) return [];
  if (typeof value !== "string") throw broken("a JSON text", typeof value);
  if (value.length > LONGEST) throw broken(`at most ${LONGEST} characters`, `${value.length}`);
  let tools: unknown;
  try {
    tools = JSON.parse(value);
  } catch (cause) {
    throw broken("JSON", (cause as Error).message);
  }
  if (!Array.isArray(tools)) throw broken("an array of tools", typeof tools);
  return tools.map((tool, index) => {
    const name = tool?.type === "function" ? tool.function?.name : undefined;
    if (typeof name === "string" && name !== "") return name;
    throw broken(`a tool of type "function" with a name at index ${index}`, "none");
  });
}

function broken(expected: string, found: string): OrielError {
  const message = `Expected ${expected} in key "${TOOLS_KEY}" but found ${found}`;
  return new OrielError("bad-model", message, { key: TOOLS_KEY, expected });
}
