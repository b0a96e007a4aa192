// Composition root of the headless tools: `npm run --silent generate -- …` and `npm run --silent tokenize -- …`.
import { main } from "./cli/main.ts";

// Dawn keeps the process alive, so it is ended once everything is written.
const code = await main(process.argv.slice(2));
process.stdout.write("", () => process.exit(code));
