// `npm run eval:guide`: runs Guide's held-out prompts in Oriel's own engine and prints how many it gets right.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openDawn } from "../../src/cli/dawn.ts";
import { openModelFile } from "../../src/cli/model-file.ts";
import { Engine } from "../../src/engine/engine.ts";
import type { Tier } from "../../src/protocol/backend.ts";
import { ask } from "./ask.ts";
import { MODEL, tableLines, writeCard } from "./card.ts";
import { heldOut } from "./held-out.ts";
import { type Judged, judge, tableOf } from "./judge.ts";

const { values: options } = parseArgs({
  options: {
    model: { type: "string", default: MODEL },
    set: { type: "string", default: "held-out" },
    tier: { type: "string", default: "auto" },
    first: { type: "string" },
    wrong: { type: "boolean", default: false },
    json: { type: "string" },
    card: { type: "boolean", default: false },
  },
});
if (options.card && (options.model !== MODEL || options.set !== "held-out" || options.first)) {
  console.error(`Expected --card with the whole held-out set on ${MODEL} but found another set, part or model`);
  process.exit(2);
}
const { signal } = new AbortController();

await using file = await openModelFile(options.model);
using engine = await Engine.load({
  manifest: file.manifest,
  reader: file.reader,
  gpu: await openDawn(process.env),
  spec: { tier: options.tier as Tier | "auto", kv: "f16" },
  report: () => {},
  signal,
});
console.error(`${engine.info.name} on ${engine.info.adapter}, tier ${engine.info.tier}`);
const prompts = heldOut(options.set as "held-out" | "development").slice(
  0,
  Number(options.first ?? Number.NaN) || undefined,
);
const judged: Judged[] = [];
for (const prompt of prompts) judged.push(judge(prompt, await ask(engine, prompt)));
if (options.wrong) for (const one of judged) if (!one.right) report(one);
const table = tableOf(judged);
console.log(tableLines(table).join("\n"));
if (options.card) writeCard(file.manifest, engine.info, table);
if (options.json)
  writeFileSync(
    options.json,
    JSON.stringify({ table, answers: judged.map(({ prompt, answer }) => [prompt.id, answer]) }),
  );

function report({ prompt, answer }: Judged): void {
  console.log(
    `${prompt.id} ${prompt.messages.join(" / ")}\n  expected ${JSON.stringify(prompt.expect)}\n  found ${answer.slice(0, 120)}`,
  );
}
