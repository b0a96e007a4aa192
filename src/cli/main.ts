// Chooses the tool and turns what it throws into an exit code: 0 done, 1 OrielError, 2 usage, 3 no adapter.
import { readFile } from "node:fs/promises";
import { OrielError, toOrielError } from "../base/errors.ts";
import { runGenerate } from "./generate.ts";
import { GENERATE_USAGE } from "./generate-options.ts";
import { openFile } from "./model-file.ts";
import { runTokenize } from "./tokenize.ts";
import { UsageError } from "./usage.ts";

const TOOLS: Record<string, (argv: string[]) => Promise<number>> = {
  generate: async (argv) => {
    await runGenerate(argv);
    return 0;
  },
  tokenize: (argv) =>
    runTokenize(argv, {
      stdout: (text) => process.stdout.write(text),
      stderr: (text) => process.stderr.write(text),
      readFile: (path) => readFile(path),
      openFile,
    }),
};

const NO_ADAPTER =
  "Install a Vulkan driver: `npm run setup` installs Mesa's software driver on Debian; a GPU needs its vendor's driver.";

/** Runs one tool and returns its exit code. */
export async function main([name = "", ...argv]: string[]): Promise<number> {
  const tool = Object.hasOwn(TOOLS, name) && TOOLS[name];
  if (!tool) {
    console.error(`Expected a tool of ${Object.keys(TOOLS).join(", ")} but found "${name}"`);
    return 2;
  }
  try {
    return await tool(argv);
  } catch (thrown) {
    if (thrown instanceof UsageError) {
      console.error(`${thrown.message}\nUsage: ${GENERATE_USAGE}`);
      return 2;
    }
    const error = toOrielError(thrown);
    console.error(`${error.code}: ${error.message}`);
    if (!(thrown instanceof OrielError)) console.error(thrown);
    if (error.code !== "no-webgpu") return 1;
    console.error(NO_ADAPTER);
    return 3;
  }
}
