// `npm run bench`: measures this machine's adapter and what the engine makes of it, prints tables, and writes JSON where asked. Asserts nothing.
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { OrielError } from "../src/base/errors.ts";
import { openDawn } from "../src/cli/dawn.ts";
import { UsageError } from "../src/cli/usage.ts";
import { benchCounts } from "./counts.ts";
import { benchDecode } from "./decode.ts";
import { describeEnvironment } from "./environment.ts";
import { benchFloor, Floor } from "./floor.ts";
import { benchHost, measureHost } from "./host.ts";
import { benchKernels } from "./kernels.ts";
import { benchLoad } from "./load.ts";
import { madeModel, openModel } from "./model.ts";
import { type BenchOptions, benchOptions, SECTIONS, type Section, USAGE } from "./options.ts";
import { benchProfile } from "./profile.ts";
import { type Results, type Row, table } from "./report.ts";

const TITLES: Record<Section, string> = {
  counts: "Per token in steady decode",
  host: "Host time on Dawn's null backend",
  load: "Loading",
  floor: "The adapter",
  kernels: "Kernels alone",
  decode: "Decode and prefill",
  profile: "One decode step by kind of dispatch (share of the sum, and the floor of what it reads)",
};

async function run({ only, model: path, json, hostOf }: BenchOptions): Promise<void> {
  const gpu = await openDawn(process.env);
  if (hostOf) return console.log(JSON.stringify(await measureHost(gpu, hostOf)));
  await using open = await openModel(gpu, path ?? (await madeModel("135M-Q4_0-8K")));
  const results: Results = { environment: describeEnvironment(open), sections: {} };
  console.log(
    Object.entries(results.environment)
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n"),
  );

  let floor: Promise<Floor> | undefined;
  const withFloor = () => (floor ??= Floor.of(open.model.gpu));
  const measure: Record<Section, () => Promise<Row[]>> = {
    counts: () => benchCounts(open),
    host: benchHost,
    load: () => benchLoad(open),
    floor: async () => benchFloor(await withFloor()),
    kernels: async () => benchKernels(open.model.gpu, await withFloor()),
    decode: async () => benchDecode(open, await withFloor()),
    profile: async () => benchProfile(open, await withFloor()),
  };
  for (const section of SECTIONS.filter((name) => only.includes(name))) {
    console.error(`Measuring ${section}`);
    const rows = await measure[section]();
    results.sections[section] = rows;
    console.log(`\n${TITLES[section]}\n${table(rows).join("\n")}`);
  }
  results.environment.loadAverageAfter = loadavg().map((load) => Math.round(load * 10) / 10);
  console.log(`\nload average afterwards: ${results.environment.loadAverageAfter}`);
  if (json) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
}

// Dawn keeps the process alive, so it is ended once everything is written.
try {
  await run(benchOptions(process.argv.slice(2)));
  process.stdout.write("", () => process.exit(0));
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\nUsage: ${USAGE}`);
  else console.error(error instanceof OrielError ? `${error.code}: ${error.message}` : error);
  process.exit(error instanceof UsageError ? 2 : 1);
}
