// The model card as data: what the Models app shows of Guide and docs/guide.md repeats. Written by `npm run eval:guide -- --card`.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import type { Manifest } from "../../src/base/manifest.ts";
import type { ModelInfo } from "../../src/protocol/backend.ts";
import { interval, rowsOf, type Table } from "./judge.ts";

/** The shipped model, which alone has a card. */
export const MODEL = "public/guide/guide.gguf";
const CARD = "public/guide/card.json";
const PAGE = "docs/guide.md";
/** The table stands between these lines of the page. */
const MARKS = ["<!-- evaluation -->", "<!-- /evaluation -->"] as const;

/** Writes the card of {@link MODEL}, which was judged by the whole held-out set, and the table of its page. */
export function writeCard({ metadata, tensors }: Manifest, { adapter, tier }: ModelInfo, table: Table): void {
  const { machine, seconds, ...training } = JSON.parse(String(metadata["oriel.training"]));
  const file = readFileSync(MODEL);
  const date = new Date().toISOString().slice(0, 10);
  const rows = rowsOf(table).map(({ id, right, of }) => {
    const [low, high] = interval({ right, of }).map((end) => Number(end.toFixed(3)));
    return { id, right, of, low, high };
  });
  const card = {
    name: "guide",
    build: metadata["oriel.build"],
    sha256: createHash("sha256").update(file).digest("hex"),
    bytes: file.length,
    parameters: tensors.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0),
    training: { ...training, minutes: Math.round(seconds / 60), machine },
    evaluation: { date, adapter, tier, rows },
  };
  writeFileSync(CARD, `${JSON.stringify(card, null, 2)}\n`);
  const page = readFileSync(PAGE, "utf8");
  const [from, to] = [page.indexOf(MARKS[0]), page.indexOf(MARKS[1])];
  if (from < 0 || to < from) throw new Error(`Expected ${MARKS.join(" … ")} in ${PAGE} but found none`);
  writeFileSync(
    PAGE,
    page.slice(0, from) + [MARKS[0], "", ...tableLines(table), "", ...notes()].join("\n") + page.slice(to),
  );

  function notes(): string[] {
    const cpu = `${cpus().length} × ${cpus()[0]!.model.trim()}`;
    return [
      `Measured ${date} by \`npm run eval:guide\` on ${adapter}, tier ${tier} (${cpu}); build ${card.build}.`,
      "",
    ];
  }
}

/** The table in Markdown, without rows that nothing was asked for. */
export function tableLines(table: Table): string[] {
  const asked = rowsOf(table).filter(({ of }) => of > 0);
  const lines = asked.map(({ name, right, of }) => {
    const [low, high] = interval({ right, of }).map((end) => (100 * end).toFixed(1));
    return `| ${name} | ${right} of ${of} | ${((100 * right) / of).toFixed(1)} % | ${low}–${high} % |`;
  });
  return ["| judged | right | share | 95 % interval |", "|---|---|---|---|", ...lines];
}
