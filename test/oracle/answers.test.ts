// Proves the oracle and the engine by each other, on models that are not Guide: ids and texts of tokens, and greedy answers.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { placeModel, readModel } from "../../src/engine/load.ts";
import { complete, engineOn, optionsFor } from "../engine/loading.ts";
import { fixtureBytes, fixtureJson, fixturePath, hasFixtures } from "../make/fixtures.ts";
import { makeModel } from "../make/model.ts";
import { describeTiers } from "../setup/gpu.ts";
import { LlamaCpp, missing, skipped } from "./llama-cpp.ts";

const TEXT = "The heart and the hand were on the sea.\n<|im_start|>user\nHéllo 你好 🙂<|im_end|>";

interface Expectation {
  precise: { prompts: { name: string; tokens: number[]; greedy: number[]; greedy_margin: number[] }[] };
}

describeTiers(`llama.cpp${skipped}`, (_tier, open) => {
  test.skipIf(missing)("gives the same ids, text and answer for a made model", async () => {
    const bytes = makeModel({ type: "F32" });
    const folder = await mkdtemp(join(tmpdir(), "oriel-oracle-"));
    await writeFile(join(folder, "made.gguf"), bytes);
    await using oracle = await LlamaCpp.load(join(folder, "made.gguf"), 256);
    const options = await optionsFor(bytes, { kv: "f16" });
    const model = await placeModel(await open(), await readModel(options), options);
    const engine = new Engine(model, options.manifest);
    const ids = [...model.prompts.text.encode(TEXT, { addSpecial: false })];
    expect(oracle.tokenize(TEXT)).toEqual(ids);
    expect(oracle.detokenize(ids)).toBe(model.prompts.text.decode(ids));
    // With this model's seed the best logit leads by 0.1 or more at each of these steps, so that rounding does not choose.
    const answer = await complete(engine, { ids }, 24);
    expect(await oracle.greedy(ids, 24)).toEqual(answer.ids);
    await rm(folder, { recursive: true });
  });

  test.skipIf(missing || !hasFixtures)("continues a text as the fixtures say and as the engine does", async () => {
    const name = "shakes3M-Q8_0";
    await using oracle = await LlamaCpp.load(fixturePath(`models/${name}.gguf`), 512);
    const engine = await engineOn(await open(), fixtureBytes(`models/${name}.gguf`), { kv: "f16" });
    const { prompts } = fixtureJson<Expectation>(`expect/${name}.json`).precise;
    const { tokens, greedy } = prompts.find(({ greedy_margin }) => Math.min(...greedy_margin) > 0.05)!;
    expect(await oracle.greedy(tokens, greedy.length)).toEqual(greedy);
    expect((await complete(engine, { ids: tokens }, greedy.length)).ids).toEqual(greedy);
  });
});
