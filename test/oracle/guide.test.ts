// Guide in two engines: the file that Oriel ships, in Oriel's and in llama.cpp, on the held-out prompts. Both are given the same conversations, and answer greedily.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Engine } from "../../src/engine/engine.ts";
import { type LoadedModel, placeModel, readModel } from "../../src/engine/load.ts";
import type { ChatMessage } from "../../src/protocol/backend.ts";
import { chatTemplateOf } from "../../src/tokenizer/model-template.ts";
import { messageOf } from "../../tools/guide/ask.ts";
import { callOf } from "../../tools/guide/chat.ts";
import { type HeldOut, heldOut } from "../../tools/guide/held-out.ts";
import { complete, never, optionsFor } from "../engine/loading.ts";
import { describeTiers } from "../setup/gpu.ts";
import { ROOT } from "../setup/sources.ts";
import { LlamaCpp, missing, skipped } from "./llama-cpp.ts";

const GUIDE = join(ROOT, "public/guide/guide.gguf");
const CONTEXT = 1024;
/** No answer that is a tool call is longer. */
const LONGEST = 96;
/** How many of the prompts that ask for no tool are run too. */
const OTHERS = 40;
/** llama.cpp rounds activations to 8 bits, so it may choose differently where the better token leads by less than this in ours. */
const NEAR_TIE = 0.5;

interface Turn {
  id: string;
  asksForTool: boolean;
  /** Ids that Oriel makes of what the template writes; so does llama.cpp, or there are no turns. */
  prompt: number[];
  ours: { ids: number[]; text: string };
  theirs: { ids: number[]; text: string };
}

/** Every prompt that asks for a tool, and others evenly spread. */
function chosen(): HeldOut[] {
  const all = heldOut("held-out");
  const others = all.filter(({ expect }) => !("call" in expect));
  const some = Array.from({ length: OTHERS }, (_, i) => others[Math.floor((i * others.length) / OTHERS)]!);
  return [...all.filter(({ expect }) => "call" in expect), ...some];
}

describeTiers(`Guide in llama.cpp${skipped}`, (_tier, open) => {
  const turns: Turn[] = [];
  let model: LoadedModel;
  let engine: Engine;

  beforeAll(async () => {
    if (missing) return;
    const options = await optionsFor(await readFile(GUIDE), { kv: "f16", contextLength: CONTEXT });
    model = await placeModel(await open(), await readModel(options), options);
    engine = new Engine(model, options.manifest);
    const template = chatTemplateOf(model.metadata, model.prompts.text);
    await using oracle = await LlamaCpp.load(GUIDE, CONTEXT);
    for (const { id, messages, expect: expected } of chosen()) {
      const said: ChatMessage[] = [];
      for (const content of messages) {
        said.push({ role: "user", content });
        const prompt = engine.idsOf({ messages: said });
        const text = template.render({ messages: said.map(asTemplatesRead), addGenerationPrompt: true });
        expect(oracle.tokenize(text), id).toEqual(prompt);
        const [ours, ids] = await Promise.all([
          complete(engine, { ids: prompt }, LONGEST),
          oracle.greedy(prompt, LONGEST),
        ]);
        const theirs = { ids, text: oracle.detokenize(ids) };
        turns.push({ id, asksForTool: "call" in expected, prompt, ours, theirs });
        said.push(messageOf(ours.text));
      }
    }
  }, 600_000);

  test.skipIf(missing)("every call without the name of a model is the same", ({ task }) => {
    const asking = turns.filter(({ asksForTool }) => asksForTool);
    expect(asking.length).toBeGreaterThanOrEqual(220);
    const differing = turns.filter(({ ours, theirs }) => !sameCall(ours.text, theirs.text));
    const same = turns.filter(({ ours, theirs }) => `${ours.ids}` === `${theirs.ids}`);
    const calls = turns.filter(({ ours }) => callOf(ours.text));
    expect(calls.length).toBeGreaterThan(asking.length / 2);
    // This build cannot copy names (docs/guide.md): what it writes instead is chance, in llama.cpp's rounding another one.
    const judged = differing.filter(({ ours }) => callOf(ours.text)?.arguments.model === undefined);
    const note = `Guide in llama.cpp: ${calls.length} tool calls, ${differing.length} of them differ, ${judged.length} of these name no model; ${same.length} of ${turns.length} answers are the same token by token`;
    Object.assign(task.meta, { notes: [note] });
    console.log(note);
    expect(judged.map(({ id, ours, theirs }) => [id, ours.text, theirs.text])).toEqual([]);
  });

  test.skipIf(missing)("answers part only where two tokens nearly tie", async () => {
    for (const { id, prompt, ours, theirs } of turns) {
      if (callOf(ours.text)?.arguments.model !== undefined) continue;
      const at = ours.ids.findIndex((token, i) => token !== theirs.ids[i]);
      if (at < 0 && ours.ids.length === theirs.ids.length) continue;
      const shared = at < 0 ? ours.ids : ours.ids.slice(0, at);
      const logits = await engine.logits({ ids: [...prompt, ...shared] }, never);
      const best = logits.reduce((a, b) => Math.max(a, b));
      const other = theirs.ids[shared.length];
      const found =
        other === undefined ? Math.max(...[...model.prompts.eog].map((end) => logits[end]!)) : logits[other]!;
      expect(best - found, `${id} at ${shared.length}`).toBeLessThan(NEAR_TIE);
    }
  });
});

function sameCall(a: string, b: string): boolean {
  return JSON.stringify(callOf(a)) === JSON.stringify(callOf(b));
}

/** Templates read the arguments of calls as objects, where messages have JSON text. */
function asTemplatesRead(message: ChatMessage): object {
  const calls = message.tool_calls?.map(({ function: made }) => ({
    function: { name: made.name, arguments: JSON.parse(made.arguments) },
  }));
  return calls ? { ...message, tool_calls: calls } : message;
}
